// SPDX-License-Identifier: Apache-2.0
// The logistic function and its derivative in float arithmetic: twice as fast as in double, within
// 2 ULP instead of 0.6. Every rounding counts here, so what is large is added last, to the sum of
// what is small. Java does the same operations in the same order.

using Single = Number<float>;

// Sums are this many times as large as they are, and 1 is: the greatest would overflow, and a
// quotient of two of them rounds once where it is subnormal.
constexpr float kSumUnit = 0x1p-64f;
constexpr float kSingleRounder = 0x1.8p+23f + 127.0f - 64.0f;
// Beyond the zero of all results.
constexpr float kSingleLimit = 112.0f;
// From here on e^-t is nothing beside e^t.
constexpr float kSingleReciprocalLimit = 40.0f;

ACTGRAD_INLINE Single power_of_two(Single rounded) {
  return Single(Lanes<float>::bits_shift_left<23>(rounded.vector()));
}

// e^t and e^-t for 0 <= t <= kSingleLimit: with r = t - n ln 2, e^r - 1 is r + (even + odd), and
// e^-r - 1 is (even - odd) - r.
struct Growth {
  ACTGRAD_INLINE explicit Growth(Single t)
      : rounded(t * 0x1.715476p+0f + kSingleRounder), n(rounded - kSingleRounder) {
    const Single high = t - n * 0x1.62e4p-1f;
    const Single low = n * 0x1.7f7d1cp-20f;
    r = high - low;
    const Single square = r * r;
    even = square * (0x1p-1f + square * (0x1.5554eap-5f + square * 0x1.6d4316p-10f));
    odd = (r * square) * (0x1.555526p-3f + square * 0x1.11d948p-7f) + ((high - r) - low);
  }

  // 2^n
  ACTGRAD_INLINE Single power() const { return power_of_two(rounded); }
  // 2^-n, but not of the greatest n.
  ACTGRAD_INLINE Single reciprocal() const {
    return power_of_two(kSingleRounder - min(n, kSingleReciprocalLimit));
  }

  Single rounded;
  Single n;
  Single r = 0.0f;
  Single even = 0.0f;
  Single odd = 0.0f;  // and what r lacks
};

// 1 / (1 + e^-x); below 0, 1 / (1 + e^t).
ACTGRAD_INLINE Single logistic(Single x) {
  const Growth e(min(abs(x), kSingleLimit));
  const Single power = e.power();
  const Single rise = e.r + (e.even + e.odd);
  const Single q = kSumUnit / (power + (power * rise + kSumUnit));
  return if_negative(x, q, 1.0f - q);
}

// scale / (e^t + 2 + e^-t), for 0 <= t <= kSingleLimit: scale times the derivative of the logistic
// function at t and -t.
ACTGRAD_INLINE Single logistic_slope(Single t, float scale) {
  const Growth e(t);
  const Single power = e.power();
  const Single reciprocal = e.reciprocal();
  const Single fall = (e.even - e.odd) - e.r;
  const Single rest = power * e.r + (power * (e.even + e.odd) + reciprocal * fall);
  return scale * kSumUnit / (power + ((2.0f * kSumUnit + reciprocal) + rest));
}
