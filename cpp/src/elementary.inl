// SPDX-License-Identifier: Apache-2.0
// Elementary functions on vectors of double, from +, -, *, / and sqrt, integer operations on the
// bits, comparisons and selections: IEEE 754 and two's complement define every bit of the result,
// so all instruction sets, and Java, give the same. No fused multiply-add: where the CPU has none,
// it would have to be done in something wider than double (see ../ACCURACY.md).
//
// kSingle: the result will be rounded to float, so 2^-31 is precise enough, and the range of double
// leaves nothing to do about underflow.

using Doubles = Pairs<Lanes<double>>;

// A vector of numbers that reads like one number. Always inline: as functions of their own friends
// lose the target region with GCC 12.
template <typename L>
class Number {
 public:
  using T = typename L::Element;
  struct Condition {
    typename L::Mask lanes;
  };

  ACTGRAD_INLINE Number(T value) : v_(L::broadcast(bits_of(value))) {}
  ACTGRAD_INLINE explicit Number(typename L::Vector v) : v_(v) {}
  ACTGRAD_INLINE typename L::Vector vector() const { return v_; }

  ACTGRAD_ALWAYS_INLINE friend Number operator+(Number a, Number b) {
    return Number(L::add(a.v_, b.v_));
  }
  ACTGRAD_ALWAYS_INLINE friend Number operator-(Number a, Number b) {
    return Number(L::subtract(a.v_, b.v_));
  }
  ACTGRAD_ALWAYS_INLINE friend Number operator*(Number a, Number b) {
    return Number(L::multiply(a.v_, b.v_));
  }
  ACTGRAD_ALWAYS_INLINE friend Number operator/(Number a, Number b) {
    return Number(L::divide(a.v_, b.v_));
  }
  // a * b + c, rounded once; of floats.
  ACTGRAD_ALWAYS_INLINE friend Number fma(Number a, Number b, Number c) {
    return Number(L::fma(a.v_, b.v_, c.v_));
  }
  ACTGRAD_ALWAYS_INLINE friend Number operator-(Number a) {
    return Number(L::bit_xor(a.v_, Number(T(-0.0)).v_));
  }
  ACTGRAD_ALWAYS_INLINE friend Condition operator<(Number a, Number b) {
    return {L::less(a.v_, b.v_)};
  }
  ACTGRAD_ALWAYS_INLINE friend Condition operator==(Number a, Number b) {
    return {L::equal(a.v_, b.v_)};
  }
  ACTGRAD_ALWAYS_INLINE friend Number select(Condition c, Number yes, Number no) {
    return Number(L::select(c.lanes, yes.v_, no.v_));
  }
  // By the sign bit: -0 is negative.
  ACTGRAD_ALWAYS_INLINE friend Number if_negative(Number sign, Number yes, Number no) {
    return Number(L::select_negative(sign.v_, yes.v_, no.v_));
  }
  ACTGRAD_ALWAYS_INLINE friend Number abs(Number a) { return Number(magnitude<L>(a.v_)); }
  // The limit where a is NaN (Java may keep the NaN: the result will be NaN either way).
  ACTGRAD_ALWAYS_INLINE friend Number min(Number a, Number limit) {
    return Number(L::min(a.v_, limit.v_));
  }

 private:
  typename L::Vector v_;
};

using Real = Number<Doubles>;
using Condition = Real::Condition;

ACTGRAD_INLINE Real sqrt(Real a) { return Real(Doubles::sqrt(a.vector())); }
ACTGRAD_INLINE Real bits_and(Real a, std::uint64_t bits) {
  return Real(Doubles::bit_and(a.vector(), Doubles::broadcast(bits)));
}
ACTGRAD_INLINE Real bits_or(Real a, std::uint64_t bits) {
  return Real(Doubles::bit_or(a.vector(), Doubles::broadcast(bits)));
}
ACTGRAD_INLINE Real bits_shift_left_52(Real a) {
  return Real(Doubles::bits_shift_left<52>(a.vector()));
}
ACTGRAD_INLINE Real bits_shift_right_52(Real a) {
  return Real(Doubles::bits_shift_right<52>(a.vector()));
}
// The magnitude must have no sign bit.
ACTGRAD_INLINE Real with_sign_of(Real magnitude, Real sign) {
  return Real(Doubles::bit_or(magnitude.vector(), bits_and(sign, 0x8000000000000000).vector()));
}
// The upper 26 bits of the significand: products of two such numbers are exact.
ACTGRAD_INLINE Real high_half(Real a) { return bits_and(a, 0xfffffffff8000000); }

// c[0] + c[1] x + c[2] x^2 + ..., the even and the odd powers side by side: half the latency.
template <unsigned kTerms>
ACTGRAD_INLINE Real polynomial(Real x, const double (&c)[kTerms]) {
  const Real square = x * x;
  Real even = c[(kTerms - 1) & ~1u];
  Real odd = c[(kTerms - 2) | 1u];
#pragma GCC unroll 16
  for (unsigned k = (kTerms - 1) & ~1u; k >= 2; k -= 2) even = even * square + c[k - 2];
#pragma GCC unroll 16
  for (unsigned k = (kTerms - 2) | 1u; k >= 3; k -= 2) odd = odd * square + c[k - 2];
  return even + x * odd;
}

// x * y - product, for the rounded product: Dekker's error of a product, with the halves cut by
// masks. https://doi.org/10.1007/BF01397083
ACTGRAD_INLINE Real product_error(Real x, Real y, Real product) {
  const Real x_high = high_half(x);
  const Real x_low = x - x_high;
  const Real y_high = high_half(y);
  const Real y_low = y - y_high;
  return ((x_high * y_high - product) + x_high * y_low + x_low * y_high) + x_low * y_low;
}

// exp. With n = a / ln 2 rounded and r = a - n ln 2: e^a = 2^n (1 + (e^r - 1)), and e^r - 1 =
// r + r^2 Q(r). Adding 1.5 * 2^52 rounds to an integer and leaves it in the lowest bits; adding the
// exponent bias at the same time makes it the exponent field of 2^n. ln 2 is split as in
// https://www.netlib.org/fdlibm/e_exp.c: n times the upper part is exact.

constexpr double kInfinity = __builtin_inf();
constexpr double kNaN = __builtin_nan("");
constexpr double kLn2 = 0x1.62e42fefa39efp-1;
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kLog2E = 0x1.71547652b82fep+0;
constexpr double kExp[] = {0x1.0000000000000p-1,  0x1.5555555555557p-3,  0x1.5555555555556p-5,
                           0x1.11111111100dfp-7,  0x1.6c16c16c162d6p-10, 0x1.a01a01abe63a9p-13,
                           0x1.a01a01a6d787dp-16, 0x1.71de02372dd4ep-19, 0x1.27e4db679d0c0p-22,
                           0x1.af4dddd8d7f8cp-26, 0x1.1f72fca335d17p-29};
constexpr double kExpShort[] = {0x1.0000000b8f6f3p-1, 0x1.5555555a7828bp-3,  0x1.5554e91100a35p-5,
                                0x1.1110e0f703999p-7, 0x1.6d43157140d27p-10, 0x1.a124e451b5351p-13};

// e^-t for 0 <= t <= kExpLimit is made 2^256 times as large and returned so: a result far below the
// least normal number then keeps all its bits until the last multiplication, by kExpUnit, rounds it
// once. kExpLimit is beyond the zero of all results, even after a division by 2^-64.
template <bool kSingle>
constexpr double kExpLimit = kSingle ? 700.0 : 885.0;
template <bool kSingle>
constexpr double kExpUnit = kSingle ? 1.0 : 0x1p-256;
template <bool kSingle>
constexpr double kExpRounder = 0x1.8p+52 + (kSingle ? 1023.0 : 1023.0 + 256.0);
constexpr double kRounder = 0x1.8p+52 + 1023.0;

// 2^(n + scale), from a / ln 2 + rounder.
ACTGRAD_INLINE Real power_of_two(Real rounded) { return bits_shift_left_52(rounded); }

// e^r - 1 for |r| <= ln 2 / 2.
template <bool kShort>
ACTGRAD_INLINE Real expm1_reduced(Real r) {
  if constexpr (kShort) return r + (r * r) * polynomial(r, kExpShort);
  return r + (r * r) * polynomial(r, kExp);
}

// e^-(t + low) / kExpUnit. kShort: a relative error of 2^-32 is good enough.
template <bool kSingle, bool kShort = kSingle>
ACTGRAD_INLINE Real exp_scaled(Real t, Real low) {
  const Real rounded = kExpRounder<kSingle> - t * kLog2E;
  const Real n = rounded - kExpRounder<kSingle>;
  const Real r = (n * -kLn2High - t) - (n * kLn2Low + low);
  return (1.0 + expm1_reduced<kShort>(r)) * power_of_two(rounded);
}
template <bool kSingle, bool kShort = kSingle>
ACTGRAD_INLINE Real exp_scaled(Real t) {
  if constexpr (!kSingle) return exp_scaled<kSingle, kShort>(t, 0.0);
  const Real rounded = kExpRounder<kSingle> - t * kLog2E;
  const Real r = (rounded - kExpRounder<kSingle>)*-kLn2 - t;
  return (1.0 + expm1_reduced<kShort>(r)) * power_of_two(rounded);
}

// e / (1 + e) / kExpUnit for e = scaled * kExpUnit <= 1. For double as e - e (e / (1 + e)), where
// the rounding errors of the sum and the quotient count for less the smaller e is.
template <bool kSingle>
ACTGRAD_INLINE Real logistic_scaled(Real scaled) {
  const Real e = scaled * kExpUnit<kSingle>;
  if constexpr (kSingle) return e / (1.0 + e);
  return scaled - scaled * (e / (1.0 + e));
}

// e^(a + low) / exp_any_unit(a) for |a| <= 885: positive or negative, 2^n is split in two so that
// results beyond the normal numbers round once.
ACTGRAD_INLINE Real exp_any_unit(Real a) { return if_negative(a, 0x1p-256, 0x1p+256); }
template <bool kSingle>
ACTGRAD_INLINE Real exp_any_scaled(Real a, Real low) {
  const Real rounder = if_negative(a, kRounder + 256.0, kRounder - 256.0);
  const Real rounded = a * kLog2E + rounder;
  const Real n = rounded - rounder;
  const Real r = (a - n * kLn2High) - (n * kLn2Low - low);
  return (1.0 + expm1_reduced<kSingle>(r)) * power_of_two(rounded);
}

// e^(a + low) - 1 for |a| <= 700.
template <bool kSingle>
ACTGRAD_INLINE Real expm1(Real a, Real low) {
  const Real rounded = a * kLog2E + kRounder;
  const Real n = rounded - kRounder;
  const Real r = (a - n * kLn2High) - (n * kLn2Low - low);
  const Real power = power_of_two(rounded);
  return (power - 1.0) + power * expm1_reduced<kSingle>(r);
}

// log(1 + e) and log m by 2 artanh(w) = 2 (w + w^3 A(w^2)), with w = e / (2 + e) and
// w = (m - 1) / (m + 1).

constexpr double kArtanh[] = {0x1.5555555555555p-2, 0x1.9999999999944p-3, 0x1.2492492499d46p-3,
                              0x1.c71c71bedea97p-4, 0x1.745d19937b1fcp-4, 0x1.3b13515f6f9efp-4,
                              0x1.111abdc8abe16p-4, 0x1.e0a2d581ab68fp-5, 0x1.bc37f0140c19ep-5,
                              0x1.32e0d25c9c761p-5, 0x1.401d3e65cdc48p-4};
constexpr double kArtanhShort[] = {0x1.5555558d7fe22p-2, 0x1.9998d485cf47ep-3, 0x1.24c926a40acd3p-3,
                                   0x1.bc8cf8ddd5876p-4, 0x1.dba25f0718ee6p-4};

template <bool kSingle>
ACTGRAD_INLINE Real artanh_tail(Real w) {
  const Real square = w * w;
  if constexpr (kSingle) return square * polynomial(square, kArtanhShort);
  return square * polynomial(square, kArtanh);
}

// log(1 + e) / kExpUnit for e = scaled * kExpUnit, 0 <= e <= 1.
template <bool kSingle>
ACTGRAD_INLINE Real log1p_scaled(Real scaled) {
  const Real half = scaled / (2.0 + scaled * kExpUnit<kSingle>);
  return 2.0 * (half + half * artanh_tail<kSingle>(half * kExpUnit<kSingle>));
}

// A positive finite x is significand(x) * 2^exponent(x, significand(x)), the former in
// [sqrt(1/2), sqrt(2)).
ACTGRAD_INLINE Real make_normal(Real x) { return select(x < 0x1p-1022, x * 0x1p+54, x); }
ACTGRAD_INLINE Real significand(Real x) {
  const Real m = bits_or(bits_and(make_normal(x), 0x000fffffffffffff), 0x3ff0000000000000);
  return select(0x1.6a09e667f3bcdp+0 < m, m * 0.5, m);
}
ACTGRAD_INLINE Real exponent(Real x, Real significand) {
  const Real field = bits_or(bits_shift_right_52(make_normal(x)), 0x4330000000000000);
  const Real floor = field - select(x < 0x1p-1022, 0x1p+52 + 1077.0, 0x1p+52 + 1023.0);
  return select(significand < 1.0, floor + 1.0, floor);
}

// log x for positive finite x.
template <bool kSingle>
ACTGRAD_INLINE Real log_positive(Real x) {
  const Real m = significand(x);
  const Real n = exponent(x, m);
  const Real w = (m - 1.0) / (m + 1.0);
  return n * kLn2High + (2.0 * (w + w * artanh_tail<kSingle>(w)) + n * kLn2Low);
}

// The rounding error of the sum of a and b, where |a| >= |b| or a = 0.
ACTGRAD_INLINE Real sum_error(Real a, Real b, Real sum) { return (a - sum) + b; }
// The same whichever is the greater: Knuth, https://en.wikipedia.org/wiki/2Sum
ACTGRAD_INLINE Real any_sum_error(Real a, Real b, Real sum) {
  const Real back = sum - a;
  return (a - (sum - back)) + (b - back);
}

// tanh t for t >= 0.
template <bool kSingle>
ACTGRAD_INLINE Real tanh_positive(Real t) {
  const Real m = expm1<kSingle>(2.0 * min(t, 20.0), 0.0);
  return m / (m + 2.0);
}

// e^(z^2) erfc z for 0 <= z, as W(u) / (1 + 2z) with u = (z - 3.75) / (z + 3.75): Shepherd and
// Laframboise, https://doi.org/10.1090/S0025-5718-1981-0595058-X
// W(u) only: the caller divides.
constexpr double kScaledErfc[] = {
    0x1.3ccda0b5d5dc2p+0,  -0x1.1f367683f899bp-3,  0x1.d5f2948159b1bp-9,   0x1.510169d095d65p-4,
    -0x1.bda9309a284fbp-4, 0x1.7a14188ab08e3p-4,   -0x1.e0d0fa6e0634ep-5,  0x1.d0b003781abf1p-6,
    -0x1.3f603c347818bp-7, 0x1.cc3a1149bde27p-10,  0x1.33fb2769fc0cdp-12,  -0x1.303fe1ac6ecdcp-12,
    0x1.b14371e31ff44p-15, 0x1.7798c785a3e98p-16,  -0x1.7ff8e06291fb9p-17, -0x1.072a8c18d6ae8p-20,
    0x1.d55b1af993875p-20, -0x1.9a56f78765a14p-25, -0x1.0f7ea91015a19p-22, 0x1.0c50494565702p-26,
    0x1.1a366a40b78cbp-25, -0x1.906ae1b8288dcp-31, -0x1.446d7c8fec632p-29};
constexpr double kScaledErfcShort[] = {
    0x1.3ccda0b5f77a8p+0,  -0x1.1f36765632adcp-3, 0x1.d5f27abe18021p-9,  0x1.510159ce16e72p-4,
    -0x1.bda92794337bdp-4, 0x1.7a14e8803236fp-4,  -0x1.e0d0d36f7d4ffp-5, 0x1.d09dbf86dd0a7p-6,
    -0x1.3f71e37a8baf8p-7, 0x1.cf59e439f6641p-10, 0x1.3da385eb1192ap-12, -0x1.4065e0e5c2e6ep-12,
    0x1.283067481d64fp-15, 0x1.eb3d81342ba46p-16};

template <bool kSingle>
ACTGRAD_INLINE Real scaled_erfc(Real z) {
  const Real u = (z - 3.75) / (z + 3.75);
  if constexpr (kSingle) return polynomial(u, kScaledErfcShort);
  return polynomial(u, kScaledErfc);
}

// erf z = z E(z^2) for |z| < 0.92.
constexpr double kErf[] = {0x1.20dd750429b6dp+0,   -0x1.812746b0379e0p-2,  0x1.ce2f21a0425e9p-4,
                           -0x1.b82ce31267dd6p-6,  0x1.565bcd089359dp-8,   -0x1.c02db2c62cdd8p-11,
                           0x1.f9a2fd1294370p-14,  -0x1.f4ceabb067b69p-17, 0x1.b9af13e91a5c6p-20,
                           -0x1.5d44967fb9a95p-23, 0x1.e08654fff1875p-27,  -0x1.ca9811e641483p-31};
constexpr double kErfShort[] = {
    0x1.20dd750258cefp+0, -0x1.81274369e03dfp-2,  0x1.ce2e29ce936d4p-4, -0x1.b8114722bbf09p-6,
    0x1.54e1f4d0486bcp-8, -0x1.ab244590dc9b9p-11, 0x1.5fc786fee87b3p-14};

// e^(-t^2 / 2) and e^(-t^2): the square is exact in two parts, the upper half of t squared and the
// rest.
template <bool kSingle>
ACTGRAD_INLINE Real exp_minus_square(Real t, Real factor) {
  if constexpr (kSingle) return exp_scaled<kSingle>(factor * (t * t));
  const Real high = high_half(t);
  return exp_scaled<kSingle>(factor * (high * high), factor * ((t - high) * (t + high)));
}
