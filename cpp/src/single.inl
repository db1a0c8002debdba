// SPDX-License-Identifier: Apache-2.0
// Functions in float arithmetic: two to three times as fast as in double, within 2 ULP instead of
// 0.6. Every rounding counts here, so what is large is added last, to the sum of what is small, and
// where that is not enough, the error of the last sum is recovered: after s = a + b, with |a| >=
// |b| or s - a exact, b - (s - a) is what s lacks (Dekker, https://doi.org/10.1007/BF01397083), and
// after p = a * b, fma(a, b, -p) is what p lacks.
// Java does the same operations in the same order.

using Floats = Pairs<Lanes<float>>;
using Single = Number<Floats>;

// Sums are this many times as large as they are, and 1 is: the greatest would overflow, and a
// quotient of two of them rounds once where it is subnormal.
constexpr float kSumUnit = 0x1p-64f;
constexpr float kSingleRounder = 0x1.8p+23f + 127.0f - 64.0f;
// Beyond the zero of all results.
constexpr float kSingleLimit = 112.0f;
// From here on e^-t is nothing beside e^t.
constexpr std::uint32_t kReciprocalLimit = (127 - 64 + 40) << 23;

ACTGRAD_INLINE Single from_bits(std::uint32_t bits) { return Single(Floats::broadcast(bits)); }
ACTGRAD_INLINE Single bits_shift_left_23(Single a) {
  return Single(Floats::bits_shift_left<23>(a.vector()));
}
template <int kCount>
ACTGRAD_INLINE Single bits_shift_right(Single a) {
  return Single(Floats::bits_shift_right<kCount>(a.vector()));
}
ACTGRAD_INLINE Single bits_and(Single a, std::uint32_t bits) {
  return Single(Floats::bit_and(a.vector(), Floats::broadcast(bits)));
}
ACTGRAD_INLINE Single bits_or(Single a, Single b) {
  return Single(Floats::bit_or(a.vector(), b.vector()));
}
ACTGRAD_INLINE Single bits_min(Single a, std::uint32_t limit) {
  return Single(Floats::bits_min(a.vector(), Floats::broadcast(limit)));
}
ACTGRAD_INLINE Single bits_minus(Single a, Single b) {
  return Single(Floats::bits_subtract(a.vector(), b.vector()));
}

// |x|, at most limit, also where x is NaN.
ACTGRAD_INLINE Single magnitude(Single x, float limit) { return bits_min(abs(x), bits_of(limit)); }
// 1 / d for d > 0, wrong by 12 % at most: for corrections.
ACTGRAD_INLINE Single rough_reciprocal(Single d) { return bits_minus(from_bits(0x7ef311c7), d); }

constexpr float kSingleLog2E = 0x1.715476p+0f;
// The upper part is so short that t less n times it is exact.
constexpr float kSingleLn2High = 0x1.62e4p-1f;
constexpr float kSingleLn2Low = 0x1.7f7d1cp-20f;

// The factors of r^2 and r^3 in e^r - 1 - r, where square is r^2.
ACTGRAD_INLINE Single even_factor(Single square) {
  return fma(square, fma(square, 0x1.6d4316p-10f, 0x1.5554eap-5f), 0x1p-1f);
}
ACTGRAD_INLINE Single odd_factor(Single square) {
  return fma(square, 0x1.11d948p-7f, 0x1.555526p-3f);
}

// e^t and e^-t for 0 <= t <= kSingleLimit: with r = t - n ln 2, e^r - 1 is r + (even + odd), and
// e^-r - 1 is (even - odd) - r, where odd has what r lacks.
struct Growth {
  ACTGRAD_INLINE explicit Growth(Single t) {
    const Single rounded = fma(t, kSingleLog2E, kSingleRounder);
    const Single n = rounded - kSingleRounder;
    const Single high = fma(n, -kSingleLn2High, t);
    r = fma(n, -kSingleLn2Low, high);
    const Single lost = fma(n, -kSingleLn2Low, high - r);
    const Single square = r * r;
    const Single odd = fma(r * square, odd_factor(square), lost);
    sum = fma(square, even_factor(square), odd);
    difference = fma(square, even_factor(square), -odd);
    power = bits_shift_left_23(rounded);
  }

  // e^-r - 1
  ACTGRAD_INLINE Single fall() const { return difference - r; }
  // 2^-n kSumUnit: the exponent of the power, mirrored. Not of the greatest n.
  ACTGRAD_INLINE Single reciprocal() const {
    return bits_minus(from_bits(2 * (127 - 64) << 23), bits_min(power, kReciprocalLimit));
  }

  Single power = 0.0f;  // 2^n kSumUnit
  Single r = 0.0f;
  Single sum = 0.0f;         // e^r - 1 - r
  Single difference = 0.0f;  // e^-r - 1 + r
};

// 1 / (1 + e^-x); below 0, 1 / (1 + e^t).
ACTGRAD_INLINE Single logistic(Single x) {
  const Growth e(magnitude(x, kSingleLimit));
  const Single q = kSumUnit / (e.power + fma(e.power, e.r + e.sum, kSumUnit));
  return if_negative(x, q, 1.0f - q);
}

// scale / (e^t + 2 + e^-t): scale times the derivative of the logistic function at t and -t.
ACTGRAD_INLINE Single logistic_slope(Single t, float scale) {
  const Growth e(t);
  const Single reciprocal = e.reciprocal();
  const Single rest = fma(e.power, e.r, fma(e.power, e.sum, reciprocal * e.fall()));
  return scale * kSumUnit / (e.power + ((2.0f * kSumUnit + reciprocal) + rest));
}

// The derivative of x / (1 + e^-x): for x = -t, ((1 - t) + e^-t) / (e^t + 2 + e^-t).
ACTGRAD_INLINE Single silu_slope(Single x) {
  const Single t = magnitude(x, kSingleLimit);
  const Growth e(t);
  const Single reciprocal = e.reciprocal();
  const Single fall = reciprocal * e.fall();
  const Single rest = fma(e.power, e.r, fma(e.power, e.sum, fall));
  const Single small = ((reciprocal + kSumUnit) + kSumUnit) + rest;
  const Single d = e.power + small;
  const Single d_excess = (d - e.power) - small;
  const Single large = fma(t, -kSumUnit, reciprocal + kSumUnit);
  const Single n = large + fall;
  const Single n_low = fall - (n - large);
  const Single q = n / d;
  const Single tail = fma(fma(q, d_excess, n_low), rough_reciprocal(d), q);
  return if_negative(x, tail, 1.0f - tail);
}

// e^(-t^2 / 2) for 0 <= t <= kGeluLimit, times 2^63: with t^2 = r - 2 n ln 2 it is 2^n e^(-r / 2),
// and e^(-r / 2) = 1 - r / (2 + r / 2 + r^2 / 24 - ...), whose fraction is kept, negative. The sum
// of the rounded t^2 and 2 n times the upper part of ln 2 is exact. n is rounded with a factor
// slightly above log2(e) / 2: e^(-r / 2) - 1 is more precise where r is negative.
constexpr float kGeluLimit = 15.0f;

struct Bell {
  ACTGRAD_INLINE explicit Bell(Single t) {
    constexpr float kRounder = 0x1.8p+23f + 127.0f + 63.0f;
    const Single t_square = t * t;
    const Single rounded = fma(t_square, -0x1.7196a6p-1f, kRounder);
    const Single n = rounded - kRounder;
    const Single high = fma(n, 0x1.62e4p+0f, t_square);
    const Single r = high + fma(n, 0x1.7f7d1cp-19f, fma(t, t, -t_square));
    const Single square = r * r;
    const Single rest = fma(square, fma(square, 0x1.69d288p-13f, -0x1.5554c8p-5f), r * -0.5f);
    fraction = r / (rest - 2.0f);
    power = bits_shift_left_23(rounded);
  }

  Single power = 0.0f;
  Single fraction = 0.0f;
};

// The derivative of x Phi(x): for x = -t, e^(-t^2 / 2) (d + s) / 2, where d is t0 - t, t0 the upper
// part of the root, exact where that counts, and d + s is d + d A(t) / B(t) less what t0 lacks.
ACTGRAD_INLINE Single gelu_slope(Single x) {
  const Single t = magnitude(x, kGeluLimit);
  const Bell e(t);
  const Single square = t * t;
  const Single a_upper = fma(t, fma(t, -0x1.9dec22p-3f, -0x1.19ac84p+0f), -0x1.6b977ep+0f);
  const Single a = fma(square, a_upper, t * 0x1.093f14p+2f) + 0x1.93749p+3f;
  const Single b_upper = square + fma(t, 0x1.0d234ep+3f, 0x1.e4b456p+4f);
  const Single b = fma(square, b_upper, t * 0x1.ab59a4p+5f) + 0x1.3180fp+5f;
  const Single d = 0x1.80eaep-1f - t;
  const Single s = fma(d, a / b, -0x1.07e23ap-21f);
  const Single significand = d + fma(d + s, e.fraction, s);
  const Single tail = significand * e.power * 0x1p-64f;
  return if_negative(x, tail, 1.0f - tail);
}

// e^-(t + low) for 0 <= t <= kSingleLimit + 1 as 2^-n (1 + fall), n = t / ln 2 rounded.
struct Decay {
  ACTGRAD_INLINE explicit Decay(Single t) {
    const Single n = round(t);
    reduced(fma(n, kSingleLn2Low, fma(n, kSingleLn2High, -t)));
  }
  ACTGRAD_INLINE Decay(Single t, Single low) {
    const Single n = round(t);
    reduced(fma(n, kSingleLn2High, -t) + fma(n, kSingleLn2Low, -low));
  }
  ACTGRAD_INLINE Single round(Single t) {
    constexpr float kRounder = 0x1.8p+23f + 127.0f + 64.0f;
    const Single rounded = fma(t, -kSingleLog2E, kRounder);
    power = bits_shift_left_23(rounded);
    return kRounder - rounded;
  }
  ACTGRAD_INLINE void reduced(Single r) {
    const Single square = r * r;
    fall = fma(square, fma(r, odd_factor(square), even_factor(square)), r);
  }
  // a e^-t, from 2^-64 a.
  ACTGRAD_INLINE Single times(Single a) const { return fma(a, fall, a) * power; }

  Single power = 0.0f;  // 2^-n 2^64
  Single fall = 0.0f;
};

ACTGRAD_INLINE Single lookup(const float (&row)[16], Single index) {
  return Single(Floats::lookup(row, index.vector()));
}

// Pieces are numbered by the exponent and the upper bits of the significand of 2 + scale t, which
// is cut off below 32: kPerOctave of them between two powers of two, 16 or 8 in all.
template <unsigned kPerOctave>
ACTGRAD_INLINE Single piece_of(Single t, float scale) {
  static_assert(kPerOctave == 4 || kPerOctave == 2);
  constexpr int kShift = kPerOctave == 4 ? 21 : 22;
  const Single place = bits_min(fma(t, scale, 2.0f), bits_of(32.0f) - 1);
  return bits_shift_right<kShift>(place);
}

// Of pieces the four lowest bits of whose numbers count; s is t less their centers, rows[0].
template <unsigned kDegree>
ACTGRAD_INLINE Single piecewise(const Table<kDegree>& table, Single index, Single s) {
  Single p = lookup(table.rows[kDegree + 1], index);
#pragma GCC unroll 16
  for (unsigned k = kDegree; k > 0; --k) p = fma(p, s, lookup(table.rows[k], index));
  return p;
}

// The derivative of x / (1 + e^-z), z = 2 sqrt(2 / pi) (x + 0.044715 x^3), with e^-(A t + B t^3)
// close to e^-z: A has so few bits that the difference of A and the sum is exact.
ACTGRAD_INLINE Single gelu_tanh_slope(Single x) {
  constexpr float kA = 0x1.98p+0f, kB = 0x1.2444f2p-4f;
  const Single t = magnitude(x, 11.0f);
  const Single square = t * t;
  const Single factor = fma(square, kB, kA);
  const Single term_low = fma(fma(t, t, -square), kB, fma(square, kB, -(factor - kA)));
  const Single z = t * factor;
  const Decay e(z, fma(t, term_low, fma(t, factor, -z)));
  const Single index = piece_of<4>(t, 2.6f);
  const Single s = t - lookup(kGeluTanh.rows[0], index);
  const Single tail = e.times(piecewise(kGeluTanh, index, s));
  return if_negative(x, tail, 1.0f - tail);
}

// The derivative of Mish: e^-t times a table left of 0, 1 + e^-t times another one right of it.
ACTGRAD_INLINE Single mish_slope(Single x) {
  const Single t = magnitude(x, kSingleLimit);
  const Single left = bits_and(bits_shift_right<28>(x), 8);
  const Single index = bits_or(piece_of<2>(t, 1.2f), left);
  const Single s = t - lookup(kMish.rows[0], index);
  const Single p = fma(lookup(kMishLinear, index), s, piecewise(kMish, index, s));
  const Single tail = Decay(t).times(p);
  return if_negative(x, tail, 1.0f + tail);
}
