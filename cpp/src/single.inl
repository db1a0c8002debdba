// SPDX-License-Identifier: Apache-2.0
// Functions in float arithmetic: two to three times as fast as in double, within 2 ULP instead of
// 0.6. Every rounding counts here, so what is large is added last, to the sum of what is small, and
// where that is not enough, the error of the last sum is recovered: after s = a + b, with |a| >=
// |b| or s - a exact, b - (s - a) is what s lacks (Dekker, https://doi.org/10.1007/BF01397083).
// Java does the same operations in the same order.

using Single = Number<Lanes<float>>;

// Sums are this many times as large as they are, and 1 is: the greatest would overflow, and a
// quotient of two of them rounds once where it is subnormal.
constexpr float kSumUnit = 0x1p-64f;
constexpr float kSingleRounder = 0x1.8p+23f + 127.0f - 64.0f;
// Beyond the zero of all results.
constexpr float kSingleLimit = 112.0f;
// From here on e^-t is nothing beside e^t.
constexpr std::uint32_t kReciprocalLimit = (127 - 64 + 40) << 23;

ACTGRAD_INLINE Single from_bits(std::uint32_t bits) {
  return Single(Lanes<float>::broadcast(bits));
}
ACTGRAD_INLINE Single bits_min(Single a, std::uint32_t limit) {
  return Single(Lanes<float>::bits_min(a.vector(), Lanes<float>::broadcast(limit)));
}
ACTGRAD_INLINE Single bits_minus(Single a, Single b) {
  return Single(Lanes<float>::bits_subtract(a.vector(), b.vector()));
}

// |x|, at most limit, also where x is NaN.
ACTGRAD_INLINE Single magnitude(Single x, float limit) { return bits_min(abs(x), bits_of(limit)); }
// 1 / d for d > 0, wrong by 12 % at most: for corrections.
ACTGRAD_INLINE Single rough_reciprocal(Single d) { return bits_minus(from_bits(0x7ef311c7), d); }

// e^t and e^-t for 0 <= t <= kSingleLimit: with r = t - n ln 2, e^r - 1 is r + (even + odd), and
// e^-r - 1 is (even - odd) - r, where odd has what r lacks.
struct Growth {
  ACTGRAD_INLINE explicit Growth(Single t) {
    const Single rounded = t * 0x1.715476p+0f + kSingleRounder;
    const Single n = rounded - kSingleRounder;
    const Single high = t - n * 0x1.62e4p-1f;
    const Single low = n * 0x1.7f7d1cp-20f;
    r = high - low;
    const Single lost = (high - r) - low;
    const Single square = r * r;
    const Single even = square * (0x1p-1f + square * (0x1.5554eap-5f + square * 0x1.6d4316p-10f));
    const Single odd = (r * square) * (0x1.555526p-3f + square * 0x1.11d948p-7f) + lost;
    sum = even + odd;
    fall = (even - odd) - r;
    power = Single(Lanes<float>::bits_shift_left<23>(rounded.vector()));
  }

  // 2^-n kSumUnit: the exponent of the power, mirrored. Not of the greatest n.
  ACTGRAD_INLINE Single reciprocal() const {
    return bits_minus(from_bits(2 * (127 - 64) << 23), bits_min(power, kReciprocalLimit));
  }

  Single power = 0.0f;  // 2^n kSumUnit
  Single r = 0.0f;
  Single sum = 0.0f;   // e^r - 1 - r
  Single fall = 0.0f;  // e^-r - 1
};

// 1 / (1 + e^-x); below 0, 1 / (1 + e^t).
ACTGRAD_INLINE Single logistic(Single x, const Growth& e) {
  const Single q = kSumUnit / (e.power + (e.power * (e.r + e.sum) + kSumUnit));
  return if_negative(x, q, 1.0f - q);
}

// scale / (e^t + 2 + e^-t): scale times the derivative of the logistic function at t and -t.
ACTGRAD_INLINE Single logistic_slope(const Growth& e, float scale) {
  const Single reciprocal = e.reciprocal();
  const Single rest = e.power * e.r + (e.power * e.sum + reciprocal * e.fall);
  return scale * kSumUnit / (e.power + ((2.0f * kSumUnit + reciprocal) + rest));
}

// The derivative of x / (1 + e^-x): for x = -t, ((1 - t) + e^-t) / (e^t + 2 + e^-t).
ACTGRAD_INLINE Single silu_slope(Single x, const Growth& e) {
  const Single reciprocal = e.reciprocal();
  const Single fall = reciprocal * e.fall;
  const Single rest = e.power * e.r + (e.power * e.sum + fall);
  const Single small = ((reciprocal + kSumUnit) + kSumUnit) + rest;
  const Single d = e.power + small;
  const Single d_low = small - (d - e.power);
  const Single large = (reciprocal + kSumUnit) - magnitude(x, kSingleLimit) * kSumUnit;
  const Single n = large + fall;
  const Single n_low = fall - (n - large);
  const Single q = n / d;
  const Single tail = q + (n_low - q * d_low) * rough_reciprocal(d);
  return if_negative(x, tail, 1.0f - tail);
}

// e^(-t^2 / 2) for 0 <= t <= kGeluLimit, times 2^63: with t^2 = r - 2 n ln 2 it is 2^n e^(-r / 2),
// and e^(-r / 2) = 1 - r / (2 + r / 2 + r^2 / 24 - ...), whose fraction is kept. The square of the
// upper half of t is exact, and so is its sum with 2 n times the upper part of ln 2. n is rounded
// with a factor slightly above log2(e) / 2: e^(-r / 2) - 1 is more precise where r is negative.
constexpr float kGeluLimit = 15.0f;

struct Bell {
  ACTGRAD_INLINE explicit Bell(Single t) {
    constexpr float kRounder = 0x1.8p+23f + 127.0f + 63.0f;
    const Single upper(
        Lanes<float>::bit_and(t.vector(), Lanes<float>::broadcast(std::uint32_t{0xfffff000})));
    const Single rounded = kRounder - t * t * 0x1.7196a6p-1f;
    const Single n = rounded - kRounder;
    const Single high = upper * upper + n * 0x1.62e4p+0f;
    const Single r = high + ((t - upper) * (t + upper) + n * 0x1.7f7d1cp-19f);
    const Single square = r * r;
    fraction = r / (2.0f + (r * 0.5f + square * (0x1.5554c8p-5f - square * 0x1.69d288p-13f)));
    power = Single(Lanes<float>::bits_shift_left<23>(rounded.vector()));
  }

  Single power = 0.0f;
  Single fraction = 0.0f;
};

// The derivative of x Phi(x): for x = -t, e^(-t^2 / 2) (d + s) / 2, where d is t0 - t, t0 the upper
// part of the root, exact where that counts, and d + s is d + d A(t) / B(t) less what t0 lacks.
ACTGRAD_INLINE Single gelu_slope(Single x, const Bell& e) {
  const Single t = magnitude(x, kGeluLimit);
  const Single square = t * t;
  const Single a =
      0x1.93749p+3f +
      (t * 0x1.093f14p+2f - square * (0x1.6b977ep+0f + t * (0x1.19ac84p+0f + t * 0x1.9dec22p-3f)));
  const Single b = 0x1.3180fp+5f +
                   (t * 0x1.ab59a4p+5f + square * (square + (t * 0x1.0d234ep+3f + 0x1.e4b456p+4f)));
  const Single d = 0x1.80eaep-1f - t;
  const Single s = d * (a / b) - 0x1.07e23ap-21f;
  const Single significand = d + (s - (d + s) * e.fraction);
  const Single tail = significand * e.power * 0x1p-64f;
  return if_negative(x, tail, 1.0f - tail);
}
