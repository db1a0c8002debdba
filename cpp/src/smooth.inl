// SPDX-License-Identifier: Apache-2.0
// The smooth activation functions, one struct template each, on vectors of double:
//   value(x)              f(x)
//   derivative(x)         f'(x)
//   second_derivative(x)  f''(x), of some
// and, of some, on vectors of float:
//   single_derivative(x)  f'(x)
//   single_value(x)       f(x), of some of these
// The constructor takes the parameters. The formulas avoid what the textbook form loses: s(1 - s)
// has no correct digit left at 37, x^2 overflows, Inf * 0 is NaN. Everywhere t = |x| and e = e^-t
// (or e^-z for another z >= 0), so that nothing overflows and no 1 - s cancels; "scaled" is e /
// kExpUnit. ../ACCURACY.md gives bound and reason for each.

template <bool kSingle>
struct Sigmoid {
  ACTGRAD_INLINE explicit Sigmoid(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real e = exp_scaled<kSingle>(min(abs(x), kExpLimit<kSingle>)) * kExpUnit<kSingle>;
    return if_negative(x, e, 1.0) / (1.0 + e);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real scaled = exp_scaled<kSingle>(min(abs(x), kExpLimit<kSingle>));
    const Real q = logistic_scaled<kSingle>(scaled) * kExpUnit<kSingle>;
    return q - q * q;
  }
  // With q = e / (1 + e), f''(t) = -q (1 - q) (1 - 2q): the first form where q is small, else
  // 1 - 2q as -(e^-t - 1) / (1 + e).
  ACTGRAD_INLINE Real second_derivative(Real x) const {
    const Real t = min(abs(x), kExpLimit<kSingle>);
    const Real scaled = exp_scaled<kSingle>(t);
    const Real d = 1.0 + scaled * kExpUnit<kSingle>;
    const Real q = logistic_scaled<kSingle>(scaled) * kExpUnit<kSingle>;
    const Real tail = q - (q * q) * (3.0 - 2.0 * q);
    const Real middle = (q - q * q) * (abs(expm1<kSingle>(-min(t, 64.0), 0.0)) / d);
    const Real magnitude = select(q < 0.1875, tail, middle);
    return if_negative(x, magnitude, -magnitude);
  }

  ACTGRAD_INLINE static Single single_value(Single x) { return logistic(x); }
  ACTGRAD_INLINE static Single single_derivative(Single x) {
    return logistic_slope(magnitude(x, kSingleLimit), 1.0f);
  }
};

template <bool kSingle>
struct Tanh {
  ACTGRAD_INLINE explicit Tanh(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    return with_sign_of(tanh_positive<kSingle>(abs(x)), x);
  }
  // sech^2 t = 4q - (2q)^2 with q = e / (1 + e), e = e^-2t
  ACTGRAD_INLINE static Real sech_square(Real t) {
    const Real scaled = exp_scaled<kSingle>(2.0 * min(t, 0.5 * kExpLimit<kSingle>));
    const Real q = logistic_scaled<kSingle>(scaled);
    return (q - q * (q * kExpUnit<kSingle>)) * (4.0 * kExpUnit<kSingle>);
  }
  ACTGRAD_INLINE Real derivative(Real x) const { return sech_square(abs(x)); }
  ACTGRAD_INLINE Real second_derivative(Real x) const {
    const Real t = abs(x);
    const Real magnitude = 2.0 * tanh_positive<kSingle>(t) * sech_square(t);
    return if_negative(x, magnitude, -magnitude);
  }

  ACTGRAD_INLINE static Single single_derivative(Single x) {
    return logistic_slope(2.0f * magnitude(x, 0.5f * kSingleLimit), 4.0f);
  }
};

// beta * x for 2^-64 <= |beta| <= 2^64 as |beta x| = z + low, cut off where e^-z is zero for good.
template <bool kSingle>
class Scaled {
 public:
  ACTGRAD_INLINE explicit Scaled(double beta)
      : beta_(abs(Real(beta))),
        sign_(with_sign_of(1.0, beta)),
        bound_(kExpLimit<kSingle> / abs(Real(beta))) {}

  ACTGRAD_INLINE Real magnitude_of_beta() const { return beta_; }
  // Has the sign of beta x.
  ACTGRAD_INLINE Real sign(Real x) const { return sign_ * x; }
  ACTGRAD_INLINE Real cut(Real x) const { return min(abs(x), bound_); }
  ACTGRAD_INLINE Real z(Real t) const { return beta_ * t; }
  ACTGRAD_INLINE Real low(Real t, Real z) const {
    if constexpr (kSingle) return 0.0;
    return product_error(beta_, t, z);
  }
  ACTGRAD_INLINE static Real exp_minus(Real z, Real low) {
    if constexpr (kSingle) return exp_scaled<kSingle>(z);
    return exp_scaled<kSingle>(z, low);
  }

 private:
  Real beta_;
  Real sign_;
  Real bound_;
};

// Parameter: beta.
template <bool kSingle>
class Softplus {
 public:
  ACTGRAD_INLINE explicit Softplus(const double* p) : scaled_(p[0]), beta_(p[0]) {}

  // log(1 + e^(beta x)) / beta
  ACTGRAD_INLINE Real value(Real x) const {
    const Real tail = log1p_scaled<kSingle>(exp_minus(x)) / beta_ * kExpUnit<kSingle>;
    return if_negative(scaled_.sign(x), tail, x + tail);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real e = exp_minus(x) * kExpUnit<kSingle>;
    return if_negative(scaled_.sign(x), e, 1.0) / (1.0 + e);
  }
  ACTGRAD_INLINE Real second_derivative(Real x) const {
    const Real scaled = exp_minus(x);
    const Real q = logistic_scaled<kSingle>(scaled);
    return (q - q * (q * kExpUnit<kSingle>)) * beta_ * kExpUnit<kSingle>;
  }

 private:
  ACTGRAD_INLINE Real exp_minus(Real x) const {
    const Real t = scaled_.cut(x);
    const Real z = scaled_.z(t);
    return scaled_.exp_minus(z, scaled_.low(t, z));
  }

  Scaled<kSingle> scaled_;
  Real beta_;
};

// With beta = 1; in float the product with another one would have to be exact.
template <bool kSingle>
struct StandardSoftplus : Softplus<kSingle> {
  ACTGRAD_INLINE explicit StandardSoftplus(const double* p) : Softplus<kSingle>(p) {}

  ACTGRAD_INLINE static Single single_derivative(Single x) { return logistic(x); }
};

// log f of Sigmoid.
template <bool kSingle>
struct LogSigmoid {
  ACTGRAD_INLINE explicit LogSigmoid(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real scaled = exp_scaled<kSingle>(min(abs(x), kExpLimit<kSingle>));
    const Real tail = log1p_scaled<kSingle>(scaled) * kExpUnit<kSingle>;
    return if_negative(x, x - tail, -tail);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real e = exp_scaled<kSingle>(min(abs(x), kExpLimit<kSingle>)) * kExpUnit<kSingle>;
    return if_negative(x, 1.0, e) / (1.0 + e);
  }
  ACTGRAD_INLINE Real second_derivative(Real x) const {
    const Real scaled = exp_scaled<kSingle>(min(abs(x), kExpLimit<kSingle>));
    const Real q = logistic_scaled<kSingle>(scaled) * kExpUnit<kSingle>;
    return q * q - q;
  }

  ACTGRAD_INLINE static Single single_derivative(Single x) { return logistic(-x); }
};

// x sigma(beta x). Parameter: beta.
template <bool kSingle>
class Swish {
 public:
  ACTGRAD_INLINE explicit Swish(const double* p) : scaled_(p[0]), beta_(p[0]) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real sign = scaled_.sign(x);
    const Real t = scaled_.cut(x);
    const Real z = scaled_.z(t);
    const Real scaled = scaled_.exp_minus(z, scaled_.low(t, z));
    const Real numerator = if_negative(sign, with_sign_of(t, x) * scaled, x);
    const Real unit = if_negative(sign, kExpUnit<kSingle>, 1.0);
    return numerator / (1.0 + scaled * kExpUnit<kSingle>)*unit;
  }
  // With z = |beta x|: f'(-) = e (1 + e - z) / (1 + e)^2 and f'(+) = 1 - f'(-).
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real t = scaled_.cut(x);
    const Real z = scaled_.z(t);
    const Real low = scaled_.low(t, z);
    const Real scaled = exp_scaled<kSingle, false>(z, low);
    const Real e = scaled * kExpUnit<kSingle>;
    const Real q = logistic_scaled<kSingle>(scaled);
    const Real bell = q - q * (q * kExpUnit<kSingle>);
    const Real tail = near_root(z, low, bell * ((1.0 - z) + (e - low)) * kExpUnit<kSingle>);
    return if_negative(scaled_.sign(x), tail, 1.0 - tail);
  }
  // f''(x) = beta e (2 (1 + e) - z (1 - e)) / (1 + e)^3
  ACTGRAD_INLINE Real second_derivative(Real x) const {
    const Real t = scaled_.cut(x);
    const Real z = scaled_.z(t);
    const Real low = scaled_.low(t, z);
    const Real scaled = exp_scaled<kSingle, false>(z, low);
    const Real e = scaled * kExpUnit<kSingle>;
    const Real q = logistic_scaled<kSingle>(scaled);
    const Real bell = q - q * (q * kExpUnit<kSingle>);
    const Real near = 2.0 - z;
    const Real rest = e * (2.0 + z) - low;
    const Real sum = near + rest;
    const Real factor = sum - sum * (q * kExpUnit<kSingle>);
    const Real bend = bell * factor;
    if constexpr (kSingle) return bend * beta_;
    // The errors of the two in one.
    const Real bend_low = product_error(bell, factor, bend) + bell * any_sum_error(near, rest, sum);
    return near_second_root(z, low, (bend * beta_ + bend_low * beta_) * kExpUnit<kSingle>);
  }

 private:
  static constexpr double kRoot[] = {
      0x1.be1410460527fp-3,   0x1.2c563458cc0adp-3,   0x1.353eb573ca45cp-6,   -0x1.f2d0e32bc301cp-7,
      -0x1.b0f82c4992032p-8,  0x1.098e92c5f75f7p-13,  0x1.a2a7caf9afe77p-11,  0x1.8574ce7034671p-13,
      -0x1.5723abd31bc82p-15, -0x1.f2d64d630df36p-16, -0x1.8ac1f43adbba3p-19, 0x1.39fbcae97d047p-19,
      0x1.c3a6832086e5bp-21};
  static constexpr double kSecondRoot[] = {
      0x1.76e8b4eb0ea41p-4,   0x1.388203715b23ep-4,   0x1.706e66bf3603bp-6,
      -0x1.e178d8d23905dp-10, -0x1.fa4e9f742fa86p-9,  -0x1.662f848d70393p-10,
      -0x1.e2e4a66116cc5p-14, 0x1.94804c5a6106dp-14,  0x1.8e0bb1b86fecep-15,
      0x1.1af19082056d4p-17,  -0x1.4e838ff5f1b9ep-20, -0x1.3f8f71710c679p-20,
      -0x1.51a792bb7eeecp-22, -0x1.550f89b145b59p-27, 0x1.849a2a11e92ebp-26,
      0x1.2a0db04451357p-27,  0x1.38426dc22bb51p-30,  -0x1.924957b7ce4d6p-32,
      -0x1.9a47aa3513d0dp-33};

  // f'(z0 + d) = d * polynomial(d) about the root of f', where the difference cancels.
  ACTGRAD_INLINE static Real near_root(Real z, Real low, Real tail) {
    if constexpr (kSingle) return tail;
    const Real d = ((0x1.474973c84120bp+0 - z) + (0x1.f8d74bc9ac154p-54 - low));
    return select(abs(d) < 0.25, d * polynomial(d, kRoot), tail);
  }
  ACTGRAD_INLINE Real near_second_root(Real z, Real low, Real bend) const {
    const Real d = ((0x1.331e23ad9de11p+1 - z) + (0x1.a9c55ef03c74ap-53 - low));
    return select(abs(d) < 0.625, d * polynomial(d, kSecondRoot) * beta_, bend);
  }

  Scaled<kSingle> scaled_;
  Real beta_;
};

// Swish with beta = 1.
template <bool kSingle>
struct Silu : Swish<kSingle> {
  ACTGRAD_INLINE explicit Silu(const double* p) : Swish<kSingle>(p) {}

  ACTGRAD_INLINE static Single single_derivative(Single x) { return silu_slope(x); }
};

// x Phi(x)
template <bool kSingle>
class Gelu {
 public:
  ACTGRAD_INLINE explicit Gelu(const double*) {}

  // max(x, 0) - t Phi(-t), Phi(-t) = erfc(t / sqrt 2) / 2; for double t Phi(-t) =
  // e^(-t^2 / 2) G(u) with u = (t - 4) / (t + 4)
  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = min(abs(x), kLimit);
    const Real e = exp_minus_square<kSingle>(t, 0.5);
    const Real magnitude = times_distribution(t, e);
    return if_negative(x, -magnitude, x - magnitude);
  }
  // f'(-t) = e^(-t^2 / 2) (t0 - t) S(u) with t0 the root and u = (t - 4) / (t + 4)
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real t = min(abs(x), kLimit);
    const Real tail = exp_minus_square<kSingle>(t, 0.5) * from_root(t) * kExpUnit<kSingle>;
    return if_negative(x, tail, 1.0 - tail);
  }
  // phi(x) (2 - x^2)
  ACTGRAD_INLINE Real second_derivative(Real x) const {
    const Real t = min(abs(x), kLimit);
    return exp_minus_square<kSingle>(t, 0.5) * two_minus_square(t) *
           (0x1.9884533d43651p-2 * kExpUnit<kSingle>);
  }

  ACTGRAD_INLINE static Single single_derivative(Single x) { return gelu_slope(x); }

 private:
  static constexpr double kLimit = kSingle ? 37.0 : 42.0;
  static constexpr double kTail[] = {
      0x1.d94de78425463p-2,   -0x1.a763001ac67d8p-4,  0x1.ef4ff8013791fp-5,   -0x1.cc1e2623d99dcp-6,
      0x1.37754d81716fap-7,   -0x1.d4c82229baa70p-10, -0x1.443f63fb40adcp-13, 0x1.85999bc753843p-13,
      -0x1.25380b23a3e12p-16, -0x1.2e93673322ce9p-16, 0x1.dafadc3e4a117p-19,  0x1.2983a721f9dd8p-19,
      -0x1.083129363f947p-21, -0x1.76d63fce82772p-22, 0x1.c118e95c28ff0p-25,  0x1.0d47deda65367p-24,
      -0x1.7bc99dc15540fp-31, -0x1.6d813fe590f07p-27, -0x1.c8782ad932a3ap-30, 0x1.43ee1766d3665p-30,
      0x1.aa102310ce2cdp-32,  0x1.4b55000a7d16dp-38};
  static constexpr double kProduct[] = {
      0x1.82b4bb8c94dcep-2,  0x1.2dda040d62d0bp-4,   -0x1.c41d6bcaf85c7p-4,  0x1.9adc525a9048bp-4,
      -0x1.024df8efd0e85p-4, 0x1.b0ffe01d9a9b2p-6,   -0x1.691976fdb5514p-8,  -0x1.e4abd3885f134p-11,
      0x1.ce76f7e74477cp-11, -0x1.99ff37c15b88ep-15, -0x1.e8a5259ecfb0ap-14, 0x1.16d2cbb571034p-16,
      0x1.2cdc6f31724d9p-16, -0x1.5dc66fb1fc9c4p-19, -0x1.b845e9aa8ec14p-19, 0x1.be9c8615c437dp-23,
      0x1.5f9b842cde4e2p-21, 0x1.4129789df939dp-25,  -0x1.100b17cde5cf6p-23, -0x1.f8a23db8a6764p-27,
      0x1.34bd67ee16559p-26};
  static constexpr double kTailShort[] = {
      0x1.d94de7843cf24p-2,   -0x1.a763002862726p-4, 0x1.ef4ff77bc724ep-5,
      -0x1.cc1e20c67b501p-6,  0x1.37757cba15977p-7,  -0x1.d4ca3cf9e4b6ep-10,
      -0x1.4498692048e1bp-13, 0x1.85b2cd67b5178p-13, -0x1.1c1b60ba430f6p-16,
      -0x1.2c8690e6eb8ddp-16, 0x1.6d768a63050e0p-19, 0x1.e3d3f443676dep-20};

  ACTGRAD_INLINE static Real times_distribution(Real t, Real e) {
    const Real z = t * 0x1.6a09e667f3bcdp-1;
    if constexpr (kSingle) {
      return e * (0.5 * t) * scaled_erfc<kSingle>(z) / (1.0 + 2.0 * z);
    }
    // G has a root at 0.
    const Real near_zero = t * (0.5 - 0.5 * (z * polynomial(z * z, kErf)));
    const Real tail = e * polynomial(u_of(t), kProduct) * kExpUnit<kSingle>;
    return select(t < 0.8125, near_zero, tail);
  }
  ACTGRAD_INLINE static Real u_of(Real t) { return (t - 4.0) / (t + 4.0); }
  ACTGRAD_INLINE static Real from_root(Real t) {
    if constexpr (kSingle) return (0x1.80ead197f00b4p-1 - t) * polynomial(u_of(t), kTailShort);
    return ((0x1.80ead197f00b4p-1 - t) - 0x1.13e74c58cada8p-56) * polynomial(u_of(t), kTail);
  }
  ACTGRAD_INLINE static Real two_minus_square(Real t) {
    if constexpr (kSingle) return 2.0 - t * t;
    const Real high = high_half(t);
    const Real low = t - high;
    return ((2.0 - high * high) - 2.0 * high * low) - low * low;
  }
};

// x sigma(z), z = 2 sqrt(2 / pi) (x + 0.044715 x^3) = x (A + B x^2)
template <bool kSingle>
class GeluTanh {
 public:
  ACTGRAD_INLINE explicit GeluTanh(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = min(abs(x), kLimit);
    const Real z = z_of(t);
    const Real scaled = exp_scaled<kSingle>(z, z_low(t));
    const Real numerator = if_negative(x, -t * scaled, x);
    const Real unit = if_negative(x, kExpUnit<kSingle>, 1.0);
    return numerator / (1.0 + scaled * kExpUnit<kSingle>)*unit;
  }
  // f'(-t) = e (1 + e - t z') / (1 + e)^2 with t z' = z + 2 B t^3, and f'(t) = 1 - f'(-t)
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real t = min(abs(x), kLimit);
    const Real z = z_of(t);
    const Real low = z_low(t);
    const Real scaled = exp_scaled<kSingle, false>(z, low);
    const Real e = scaled * kExpUnit<kSingle>;
    const Real q = logistic_scaled<kSingle>(scaled);
    const Real bell = q - q * (q * kExpUnit<kSingle>);
    const Real term = kB * (t * t);
    const Real cubic = 2.0 * t * term;
    const Real sum = ((1.0 - z) - (cubic + (low + cubic_low(t, term, cubic)))) + e;
    const Real tail = near_root(t, bell * sum * kExpUnit<kSingle>);
    return if_negative(x, tail, 1.0 - tail);
  }

  ACTGRAD_INLINE static Single single_derivative(Single x) { return gelu_tanh_slope(x); }

 private:
  static constexpr double kLimit = kSingle ? 21.0 : 22.8;
  static constexpr double kA = 0x1.9884533d43651p+0;
  static constexpr double kALow = -0x1.cbc0d30ebfd15p-54;
  static constexpr double kB = 0x1.2444f2a4d8b4bp-4;
  static constexpr double kBLow = -0x1.6c843a29d1c70p-61;
  static constexpr double kRoot[] = {
      0x1.b8bacd2c96b91p-2,   0x1.8cd1a2b2fff1fp-2,  -0x1.029615edb07fap-6, -0x1.d2b773463e824p-4,
      -0x1.104a83edb2dbdp-6,  0x1.427996cb0f99cp-6,  0x1.58c9ed5529752p-8,  -0x1.3d8d46c152d26p-9,
      -0x1.e63ef9197c359p-11, 0x1.14a702f67c076p-12, 0x1.047f4c1b75af8p-13, -0x1.1b5b46a612725p-15,
      -0x1.037fb613a09b7p-16};

  ACTGRAD_INLINE static Real z_of(Real t) { return t * (kA + kB * (t * t)); }
  // What the terms lack, and what z_of lacks: z comes to 885, and e^-z needs its error absolute.
  ACTGRAD_INLINE static Real cubic_low(Real t, Real term, Real cubic) {
    if constexpr (kSingle) return 0.0;
    return product_error(2.0 * t, term, cubic) + 2.0 * t * term_low(t, t * t, term);
  }
  ACTGRAD_INLINE static Real term_low(Real t, Real square, Real term) {
    const Real error = product_error(kB, square, term) + kB * product_error(t, t, square);
    return error + kBLow * square;
  }
  ACTGRAD_INLINE static Real z_low(Real t) {
    if constexpr (kSingle) return 0.0;
    const Real term = kB * (t * t);
    const Real sum = kA + term;
    const Real sum_low = any_sum_error(kA, term, sum) + (kALow + term_low(t, t * t, term));
    return product_error(t, sum, t * sum) + t * sum_low;
  }
  ACTGRAD_INLINE static Real near_root(Real t, Real tail) {
    if constexpr (kSingle) return tail;
    const Real d = (0x1.81429f9e97e4dp-1 - t) - 0x1.4f523ed77dbdcp-55;
    return select(abs(d) < 0.25, d * polynomial(d, kRoot), tail);
  }
};

// x tanh(log(1 + e^x)). tanh(log(1 + w)) = w (w + 2) / (w (w + 2) + 2), and with e = 1 / w
// (1 + 2e) / (1 + 2e + 2e^2). The value is x w or x less what that is too much: in the tails
// little, with all its errors.
template <bool kSingle>
class Mish {
 public:
  ACTGRAD_INLINE explicit Mish(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = min(abs(x), kExpLimit<kSingle>);
    const Real scaled = exp_scaled<kSingle>(t);
    const Real e = scaled * kExpUnit<kSingle>;
    const Real denominator = if_negative(x, e * (e + 2.0) + 2.0, (1.0 + 2.0 * e) + 2.0 * (e * e));
    const Real rest = if_negative(x, e * (1.0 + e), 2.0 * (e * e)) / denominator;
    const Real tail = if_negative(x, t * scaled, t);
    const Real magnitude = if_negative(x, tail, x) - tail * rest;
    return with_sign_of(magnitude * if_negative(x, kExpUnit<kSingle>, 1.0), x);
  }
  // tanh(log(1 + w)) + x 4 e (1 + e) / d^2 {-1 or e}; further left, where that cancels,
  // e ((e + 2) d - 4t (1 + e)) / d^2 with the terms without e first.
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real t = min(abs(x), kExpLimit<kSingle>);
    const Real scaled = exp_scaled<kSingle, false>(t);
    const Real e = scaled * kExpUnit<kSingle>;
    const Real n = e * (e + 2.0);
    const Real d = if_negative(x, n + 2.0, (1.0 + 2.0 * e) + 2.0 * (e * e));
    const Real slope = 4.0 * t * (e * (1.0 + e)) * if_negative(x, -1.0, e) / (d * d);
    const Real right = if_negative(x, n, 1.0 + 2.0 * e) / d + slope;
    const Real sum = 4.0 * (1.0 - t) + e * ((6.0 - 4.0 * t) + e * (e + 4.0));
    const Real left = scaled * sum / (4.0 + n * (4.0 + n)) * kExpUnit<kSingle>;
    return near_root(x, select(x < -0.52, left, right));
  }

  ACTGRAD_INLINE static Single single_derivative(Single x) { return mish_slope(x); }

 private:
  static constexpr double kRoot[] = {
      0x1.115acb42500bbp-2,   0x1.a34a251d8ad7bp-3,   0x1.574f121a868dcp-5,
      -0x1.4c222fe64d4c4p-6,  -0x1.03369d4ac91d9p-6,  -0x1.b87ddfb5204f2p-9,
      0x1.1e5e184a36420p-10,  0x1.037991837f865p-10,  0x1.0a7954dc4c6bfp-12,
      -0x1.5fffa197ccfc4p-15, -0x1.d453aac6fdf30p-15, -0x1.223bbc034b6b7p-16,
      0x1.fa19ad78731dfp-21,  0x1.8667b89979d5dp-19,  0x1.1fbba1ba9818fp-20,
      0x1.d1cd16f2b5fe0p-26,  -0x1.305c5c5b31cdep-23, -0x1.0b40fb05e4ce3p-24,
      -0x1.3a131b2e1f5c5p-28, 0x1.e24f33088b27ap-28,  0x1.626a75106553ap-29};

  ACTGRAD_INLINE static Real near_root(Real x, Real y) {
    if constexpr (kSingle) return y;
    const Real d = (x + 0x1.31432c0d12d84p+0) + 0x1.bf319154da210p-55;
    return select(abs(d) < 0.6875, d * polynomial(d, kRoot), y);
  }
};

// scale * (x > 0 ? x : alpha (e^x - 1)). Parameters: alpha, scale.
template <bool kSingle>
class Elu {
 public:
  ACTGRAD_INLINE explicit Elu(const double* p) : scale_(p[1]), product_(p[0] * p[1]) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real m = expm1<kSingle>(-min(abs(x), 64.0), 0.0);
    return select(x < 0.0, product_ * m, scale_ * x);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    return select(x < 0.0, tail(x), select(0.0 < x, scale_, product_));
  }
  ACTGRAD_INLINE Real second_derivative(Real x) const { return select(x < 0.0, tail(x), 0.0); }

 private:
  ACTGRAD_INLINE Real tail(Real x) const {
    return exp_scaled<kSingle>(min(abs(x), kExpLimit<kSingle>)) * product_ * kExpUnit<kSingle>;
  }

  Real scale_;
  Real product_;
};

// x > 0 ? x : alpha (e^(x / alpha) - 1). Parameter: alpha, in [2^-64, 2^64].
template <bool kSingle>
class Celu {
 public:
  ACTGRAD_INLINE explicit Celu(const double* p)
      : alpha_(p[0]), bound_(kExpLimit<kSingle> * Real(p[0])) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = min(abs(x), bound_);
    const Real q = t / alpha_;
    const Real below = alpha_ * expm1<kSingle>(-min(q, 64.0), -low(t, q));
    return select(x < 0.0, select(q < 0x1p-60, x, below), x);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    return select(x < 0.0, exp_of(x) * kExpUnit<kSingle>, 1.0);
  }
  ACTGRAD_INLINE Real second_derivative(Real x) const {
    const Real below = exp_of(x) / alpha_ * kExpUnit<kSingle>;
    return select(x < 0.0, below, 0.0);
  }

 private:
  ACTGRAD_INLINE Real exp_of(Real x) const {
    const Real t = min(abs(x), bound_);
    const Real q = t / alpha_;
    if constexpr (kSingle) return exp_scaled<kSingle>(q);
    return exp_scaled<kSingle>(q, low(t, q));
  }
  // t / alpha - q: the remainder of the division is exact.
  ACTGRAD_INLINE Real low(Real t, Real q) const {
    if constexpr (kSingle) return 0.0;
    const Real product = q * alpha_;
    return ((t - product) - product_error(q, alpha_, product)) / alpha_;
  }

  Real alpha_;
  Real bound_;
};

// x / (1 + |x|)
template <bool kSingle>
struct Softsign {
  ACTGRAD_INLINE explicit Softsign(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = min(abs(x), 0x1p+100);
    return with_sign_of(t / (1.0 + t), x);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real r = 1.0 / (1.0 + abs(x));
    return r * r;
  }
  // 2 / (1 + t)^3, where the error of the sum would count three times. The third power is kept
  // 2^180 times too small: it might overflow.
  ACTGRAD_INLINE Real second_derivative(Real x) const {
    const Real t = min(abs(x), 0x1p+360);
    const Real d = 1.0 + t;
    const Real low = kSingle ? Real(0.0) : any_sum_error(1.0, t, d);
    const Real magnitude = 0x1p-179 / ((d * d) * 0x1p-180 * (d + 3.0 * low));
    return select(x < 0.0, magnitude, -magnitude);
  }
};

// x - tanh x
template <bool kSingle>
class Tanhshrink {
 public:
  ACTGRAD_INLINE explicit Tanhshrink(const double*) {}

  // Below 1 a polynomial, above (t - 1) + 2e / (1 + e).
  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = abs(x);
    const Real e = exp_scaled<kSingle>(2.0 * min(t, 0.5 * kExpLimit<kSingle>)) * kExpUnit<kSingle>;
    const Real above = (t - 1.0) + 2.0 * e / (1.0 + e);
    const Real magnitude = select(t < 1.0, below_one(min(t, 1.0)), above);
    return with_sign_of(magnitude, x);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real tanh = closer_tanh(abs(x));
    return tanh * tanh;
  }

 private:
  static constexpr double kCube[] = {
      0x1.5555555555555p-2,  -0x1.11111111110b9p-3,  0x1.ba1ba1ba1453ep-5,  -0x1.664f4880d2a47p-6,
      0x1.226e3519865dfp-7,  -0x1.d6d3c538d0bbep-9,  0x1.7da2bdc3daa27p-10, -0x1.3551ae34bdfffp-11,
      0x1.f5211730ee038p-13, -0x1.94981e5bdbe6fp-14, 0x1.42090e21d3d28p-15, -0x1.ea19b73b128d8p-17,
      0x1.4eb911dcd9788p-18, -0x1.7238a0a7e22b6p-20, 0x1.1ab979c0ab58cp-22, -0x1.b028f6cb72ebfp-26};
  static constexpr double kCubeShort[] = {
      0x1.55555552c2397p-2,  -0x1.11110dcccb7a9p-3,  0x1.ba1a40daac299p-5,
      -0x1.663249914dd83p-6, 0x1.2137f4495df3ap-7,   -0x1.c7eb486e672fdp-9,
      0x1.459fc74aa9ea7p-10, -0x1.6217eb100c968p-12, 0x1.96925494e5eadp-15};

  // The square of tanh doubles its error.
  ACTGRAD_INLINE static Real closer_tanh(Real t) {
    const Real tanh = tanh_positive<kSingle>(t);
    if constexpr (kSingle) return tanh;
    return select(t < 1.0, t - below_one(min(t, 1.0)), tanh);
  }
  ACTGRAD_INLINE static Real below_one(Real t) {
    const Real square = t * t;
    if constexpr (kSingle) return t * (square * polynomial(square, kCubeShort));
    return t * (square * polynomial(square, kCube));
  }
};

// (x + sqrt(x^2 + b)) / 2. Parameter: b, in [2^-900, 2^900].
template <bool kSingle>
class Squareplus {
 public:
  ACTGRAD_INLINE explicit Squareplus(const double* p)
      : b_(p[0]), half_b_(0.5 * p[0]), small_(0.1 * p[0]) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = abs(x);
    const Real half_sum = 0.5 * t + 0.5 * root(t);
    return if_negative(x, 0.5 * half_b_ / half_sum, half_sum);
  }
  // f'(-t) = q / r = 1/2 - t / (2r) with q = b / 2 / (r + t), and f'(t) = 1 - f'(-t). As r = t + 2q
  // the errors of q, that of the root among them, count for less.
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real t = abs(x);
    const Real r = root(t);
    const Real near_zero = 0.5 - 0.5 * (min(t, 0x1p+500) / r);
    const Real q = half_b_ / (r + t);
    const Real tail = select(t * t < small_, near_zero, q / (t + 2.0 * q));
    return if_negative(x, tail, 1.0 - tail);
  }

 private:
  // The square of more than 2^500 might overflow, and b adds nothing to it.
  ACTGRAD_INLINE Real root(Real t) const { return select(t < 0x1p+500, sqrt(t * t + b_), t); }

  Real b_;
  Real half_b_;
  Real small_;
};

// x <= -1 ? 0 : x < 1 ? (x + 1)^2 / 4 : x
template <bool kSingle>
struct SparsePlus {
  ACTGRAD_INLINE explicit SparsePlus(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real half = 0.5 * (x + 1.0);
    return select(x < 1.0, select(-1.0 < x, half * half, 0.0), x);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    return select(x < 1.0, select(-1.0 < x, 0.5 * (x + 1.0), 0.0), 1.0);
  }
};

// x tanh x
template <bool kSingle>
struct Lisht {
  ACTGRAD_INLINE explicit Lisht(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = abs(x);
    return t * tanh_positive<kSingle>(t);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real t = abs(x);
    const Real bend = min(t, kExpLimit<kSingle>) * Tanh<kSingle>::sech_square(t);
    return with_sign_of(tanh_positive<kSingle>(t) + bend, x);
  }
};

// log cosh x = t - log 2 + log(1 + e^-2t)
template <bool kSingle>
class LogCosh {
 public:
  ACTGRAD_INLINE explicit LogCosh(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = abs(x);
    const Real scaled = exp_scaled<kSingle>(2.0 * min(t, 0.5 * kExpLimit<kSingle>));
    const Real above =
        (t - kLn2High) + (log1p_scaled<kSingle>(scaled) * kExpUnit<kSingle> - kLn2Low);
    return select(t < 0.70703125, near_zero(min(t, 1.0)), above);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    return with_sign_of(tanh_positive<kSingle>(abs(x)), x);
  }

 private:
  static constexpr double kSquare[] = {
      0x1.0000000000000p-1,  -0x1.5555555555548p-4,  0x1.6c16c16c15553p-6,  -0x1.ba1ba1b91feefp-8,
      0x1.1ea5d36e7fe5fp-9,  -0x1.833d92c16e889p-11, 0x1.0d0aa62b4afbap-12, -0x1.7d93472a77097p-14,
      0x1.127418261dd1ap-15, -0x1.8b3aad6540256p-17, 0x1.0ff174d4d8b26p-18, -0x1.37e1636726c30p-20,
      0x1.a3efb5608e9b9p-23};
  static constexpr double kSquareShort[] = {
      0x1.ffffffff2c48ep-2, -0x1.555552cbc594ep-4,  0x1.6c15799a77586p-6, -0x1.b9dd03a6d3f5cp-8,
      0x1.1bc255150a9e2p-9, -0x1.5f43de8527a16p-11, 0x1.2d4a7f3764078p-13};

  ACTGRAD_INLINE static Real near_zero(Real t) {
    const Real square = t * t;
    if constexpr (kSingle) return square * polynomial(square, kSquareShort);
    return square * polynomial(square, kSquare);
  }
};

// x * (alpha x + beta clipped to [0, 1]). Parameters: alpha > 0, beta. The derivative is
// 2 alpha (x - root): the root rounded, so that 1/6 and 1/2 have it at -3/2 exactly.
template <bool kSingle>
class HardSwish {
 public:
  ACTGRAD_INLINE explicit HardSwish(const double* p)
      : alpha_(p[0]),
        double_alpha_(2.0 * p[0]),
        root_(-0.5 * p[1] / p[0]),
        lower_(-p[1] / p[0]),
        upper_((1.0 - p[1]) / p[0]) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real inside = x * (alpha_ * (x - lower_));
    return select(x < upper_, select(lower_ < x, inside, 0.0), x);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real inside = double_alpha_ * (x - root_);
    return select(x < upper_, select(lower_ < x, inside, 0.0), 1.0);
  }

 private:
  Real alpha_;
  Real double_alpha_;
  Real root_;
  Real lower_;
  Real upper_;
};

// max(0, tanh x)
template <bool kSingle>
struct RectifiedTanh {
  ACTGRAD_INLINE explicit RectifiedTanh(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    return select(0.0 < x, tanh_positive<kSingle>(abs(x)), 0.0);
  }
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real above = Tanh<kSingle>::sech_square(abs(x));
    return select(0.0 < x, above, 0.0);
  }
};

// 1.7159 u / (1 + u) with the sign of x: u = z + z^2 + 1.41645 z^4, z = 2t / 3
template <bool kSingle>
struct RationalTanh {
  ACTGRAD_INLINE explicit RationalTanh(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = min(abs(x), 0x1p+240);
    const Real u = t * (k1 + t * (k2 + (t * t) * k4));
    return with_sign_of(u / (kReciprocal + kReciprocal * u), x);
  }
  // 1.7159 u' / (1 + u)^2, where the errors of 1 + u would count twice.
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real t = min(abs(x), 0x1p+240);
    const Real square = t * t;
    const Real a = square * k4;
    const Real w = k2 + a;
    const Real p = t * w;
    const Real v = k1 + p;
    const Real u = t * v;
    const Real d = 1.0 + u;
    const Real small = k1 - (2.0 * k2) * t;
    if constexpr (kSingle) return 1.7159 * (small + 4.0 * p) / d / d;
    const Real a_low = product_error(square, k4, a) + k4 * product_error(t, t, square);
    const Real p_low = product_error(t, w, p) + t * (any_sum_error(k2, a, w) + a_low);
    const Real u_low = product_error(t, v, u) + t * (any_sum_error(k1, p, v) + p_low);
    const Real d_low = any_sum_error(1.0, u, d) + u_low;
    return 1.7159 * ((small + 4.0 * p_low) + 4.0 * p) / d / (d + 2.0 * d_low);
  }

 private:
  static constexpr double k1 = 2.0 / 3.0;
  static constexpr double k2 = 4.0 / 9.0;
  static constexpr double k4 = 1.41645 * 16.0 / 81.0;
  static constexpr double kReciprocal = 1.0 / 1.7159;
};

template <bool kSingle>
class Erf {
 public:
  ACTGRAD_INLINE explicit Erf(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = min(abs(x), kLimit);
    const Real erfc = exp_minus_square<kSingle>(t, 1.0) * kExpUnit<kSingle> *
                      scaled_erfc<kSingle>(t) / (1.0 + 2.0 * t);
    const Real magnitude = select(t < 0.921875, near_zero(min(t, 1.0)), 1.0 - erfc);
    return with_sign_of(magnitude, x);
  }
  // 2 / sqrt(pi) e^(-x^2)
  ACTGRAD_INLINE Real derivative(Real x) const {
    const Real t = min(abs(x), kLimit);
    return exp_minus_square<kSingle>(t, 1.0) * (0x1.20dd750429b6dp+0 * kExpUnit<kSingle>);
  }

 private:
  static constexpr double kLimit = kSingle ? 26.0 : 29.7;

  ACTGRAD_INLINE static Real near_zero(Real t) {
    const Real square = t * t;
    if constexpr (kSingle) return t * polynomial(square, kErfShort);
    return t * polynomial(square, kErf);
  }
};

template <bool kSingle>
struct Exp {
  ACTGRAD_INLINE explicit Exp(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real t = min(abs(x), kExpLimit<kSingle>);
    const Real a = if_negative(x, -t, t);
    if constexpr (kSingle) return exp_scaled<kSingle>(-a);
    return exp_any_scaled<kSingle>(a, 0.0) * exp_any_unit(a);
  }
  ACTGRAD_INLINE Real derivative(Real x) const { return value(x); }
};

template <bool kSingle>
struct Log {
  ACTGRAD_INLINE explicit Log(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const {
    const Real not_negative = select(x < 0.0, kNaN, select(x == 0.0, -kInfinity, x));
    const Condition positive = 0.0 < not_negative;
    const Real finite = select(x < kInfinity, log_positive<kSingle>(x), x);
    return select(positive, finite, not_negative);
  }
  ACTGRAD_INLINE Real derivative(Real x) const { return 1.0 / x; }
};

template <bool kSingle>
struct Sqrt {
  ACTGRAD_INLINE explicit Sqrt(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const { return sqrt(x); }
  // +Inf at both zeros.
  ACTGRAD_INLINE Real derivative(Real x) const { return 0.5 / abs(sqrt(x)); }
};

template <bool kSingle>
struct Square {
  ACTGRAD_INLINE explicit Square(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const { return x * x; }
  ACTGRAD_INLINE Real derivative(Real x) const { return 2.0 * x; }

  // The same bits as by way of double: one operation rounds once.
  ACTGRAD_INLINE static Single single_value(Single x) { return x * x; }
  ACTGRAD_INLINE static Single single_derivative(Single x) { return 2.0f * x; }
};

template <bool kSingle>
struct Cube {
  ACTGRAD_INLINE explicit Cube(const double*) {}

  ACTGRAD_INLINE Real value(Real x) const { return x * (x * x); }
  ACTGRAD_INLINE Real derivative(Real x) const { return (3.0 * x) * x; }
};

// coefficient * x^y: e^(y log |x|), with the sign of x where y is odd, NaN below 0 where it is no
// integer.
template <bool kSingle>
class Power {
 public:
  ACTGRAD_INLINE Power(double coefficient, double y)
      : coefficient_(coefficient),
        y_(y),
        below_zero_(is_integer(y) ? sign_below_zero(y) : kNaN),
        at_minus_zero_(is_integer(y) ? sign_below_zero(y) : 1.0),
        at_zero_(y < 0.0    ? kInfinity
                 : y == 0.0 ? 1.0
                            : 0.0),
        at_infinity_(y < 0.0    ? 0.0
                     : y == 0.0 ? 1.0
                                : kInfinity) {}

  ACTGRAD_INLINE Real of(Real x) const {
    const Real t = abs(x);
    const Condition zero = t == 0.0;
    const Condition infinite = t == kInfinity;
    const Real sign = if_negative(x, select(x < 0.0, below_zero_, at_minus_zero_), 1.0);
    const Real regular = of_positive(select(infinite, 1.0, select(zero, 1.0, t)));
    const Real limit = select(infinite, at_infinity_, at_zero_) * coefficient_;
    return select(infinite, limit, select(zero, limit, regular)) * sign;
  }

 private:
  static bool is_integer(double y) {
    return !(-0x1p+52 < y && y < 0x1p+52) || y == static_cast<double>(static_cast<long long>(y));
  }
  static double sign_below_zero(double y) {
    const bool odd = -0x1p+53 < y && y < 0x1p+53 && static_cast<long long>(y) % 2 != 0;
    return odd ? -1.0 : 1.0;
  }

  ACTGRAD_INLINE Real of_positive(Real t) const {
    if constexpr (kSingle) {
      const Real z = y_ * log_positive<false>(t);
      return exp_any(z, 0.0);
    }
    const Real m = significand(t);
    const Real n = exponent(t, m);
    // (m - 1) / (m + 1) as w + w_low
    const Real sum = m + 1.0;
    const Real w = (m - 1.0) / sum;
    const Real product = w * sum;
    const Real remainder = ((m - 1.0) - product) - product_error(w, sum, product);
    const Real w_low = (remainder - w * (m - (sum - 1.0))) / sum;
    // log t as log + log_low
    const Real first = n * kLn2High;
    const Real second = 2.0 * w;
    const Real log = first + second;
    const Real log_low = sum_error(first, second, log) +
                         (n * kLn2Low + (2.0 * w_low + second * artanh_tail<false>(w)));
    const Real z = y_ * log;
    return exp_any(z, product_error(y_, log, z) + y_ * log_low);
  }
  ACTGRAD_INLINE Real exp_any(Real z, Real low) const {
    const Real sum = z + low;
    const Real a = if_negative(sum, -min(-sum, kExpLimit<false>), min(sum, kExpLimit<false>));
    const Real scaled = exp_any_scaled<kSingle>(a, sum_error(z, low, sum));
    return scaled * coefficient_ * exp_any_unit(a);
  }

  Real coefficient_;
  Real y_;
  Real below_zero_;
  Real at_minus_zero_;
  Real at_zero_;
  Real at_infinity_;
};

// alpha x^beta. Parameters: alpha, beta.
template <bool kSingle>
class Pow {
 public:
  // A factor of 0 makes 0 of everything but NaN.
  ACTGRAD_INLINE explicit Pow(const double* p)
      : value_(p[0], p[0] == 0.0 ? 0.0 : p[1]),
        derivative_(p[0] * p[1], p[0] * p[1] == 0.0 ? 0.0 : p[1] - 1.0) {}

  ACTGRAD_INLINE Real value(Real x) const { return value_.of(x); }
  ACTGRAD_INLINE Real derivative(Real x) const { return derivative_.of(x); }

 private:
  Power<kSingle> value_;
  Power<kSingle> derivative_;
};

// F on vectors of T, in double: a result for float is rounded once. NaN has one representation, the
// positive quiet one, because processors and compilers differ in its sign and payload.
template <template <bool> class F, typename T>
class SmoothInDouble;

template <typename L>
ACTGRAD_INLINE typename L::Vector canonical(typename L::Vector x, typename L::Vector y) {
  constexpr auto kQuietNaN = Ieee754<typename L::Element>::kQuietNaN;
  return L::select(L::unordered(x, y), L::broadcast(kQuietNaN), y);
}

template <template <bool> class F>
class SmoothInDouble<F, double> {
 public:
  using Element = double;
  using L = Doubles;
  using Vector = L::Vector;

  ACTGRAD_INLINE explicit SmoothInDouble(const double* p) : f_(p) {}

  ACTGRAD_INLINE Vector value(Vector x) const {
    return canonical<L>(x, f_.value(Real(x)).vector());
  }
  ACTGRAD_INLINE Vector derivative(Vector x) const {
    return canonical<L>(x, f_.derivative(Real(x)).vector());
  }
  ACTGRAD_INLINE Vector second_derivative(Vector x) const {
    return canonical<L>(x, f_.second_derivative(Real(x)).vector());
  }

 private:
  F<false> f_;
};

template <template <bool> class F>
class SmoothInDouble<F, float> {
 public:
  using Element = float;
  using L = Lanes<float>;
  using Vector = L::Vector;

  ACTGRAD_INLINE explicit SmoothInDouble(const double* p) : f_(p) {}

  ACTGRAD_INLINE Vector value(Vector x) const { return narrowed(x, f_.value(widened(x))); }
  ACTGRAD_INLINE Vector derivative(Vector x) const {
    return narrowed(x, f_.derivative(widened(x)));
  }
  ACTGRAD_INLINE Vector second_derivative(Vector x) const {
    return narrowed(x, f_.second_derivative(widened(x)));
  }

 private:
  ACTGRAD_INLINE static Real widened(Vector x) {
    return Real(Doubles::Vector{widen_low(x), widen_high(x)});
  }
  ACTGRAD_INLINE static Vector narrowed(Vector x, Real y) {
    return canonical<L>(x, narrow(y.vector().low, y.vector().high));
  }

  F<true> f_;
};

// F on vectors of float, in float where it has a form for that.
template <template <bool> class F>
class SmoothInFloat {
 public:
  using Element = float;
  using L = Floats;
  using Vector = L::Vector;

  ACTGRAD_INLINE explicit SmoothInFloat(const double* p) : in_double_(p) {}

  ACTGRAD_INLINE Vector value(Vector x) const {
    if constexpr (has_single_value<F<true>>(0)) {
      return canonical<L>(x, F<true>::single_value(Single(x)).vector());
    } else {
      return {in_double_.value(x.low), in_double_.value(x.high)};
    }
  }
  ACTGRAD_INLINE Vector derivative(Vector x) const {
    return canonical<L>(x, F<true>::single_derivative(Single(x)).vector());
  }
  ACTGRAD_INLINE Vector second_derivative(Vector x) const {
    return {in_double_.second_derivative(x.low), in_double_.second_derivative(x.high)};
  }

 private:
  SmoothInDouble<F, float> in_double_;
};

template <template <bool> class F, typename T>
using Smooth = std::conditional_t<std::is_same_v<T, float> && has_single_derivative<F<true>>(0),
                                  SmoothInFloat<F>, SmoothInDouble<F, T>>;
