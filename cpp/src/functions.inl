// SPDX-License-Identifier: Apache-2.0
// The activation functions, one struct template each:
//   derivative(x)   f'(x)
//   value(x)        f(x)
//   active(x)       the lanes where f'(x) is 1
//   backward(x, g)  g * f'(x)

template <typename T>
struct Lanes;

// The derivative at +-0 and at NaN is +0. Classification uses the integer bits, never a
// floating-point comparison: with denormals-are-zero set in MXCSR those take subnormals for 0.
template <typename T>
struct Relu {
  using Element = T;
  using L = Lanes<T>;
  using Format = Ieee754<T>;
  using Vector = typename L::Vector;
  using Mask = typename L::Mask;

  static bool implements(const Activation& a) {
    return a.nan == NaNPolicy::zero && bits_of(static_cast<T>(a.at_zero)) == 0;
  }

  explicit Relu(const Activation&) {}

  ACTGRAD_INLINE Mask active(Vector x) const {
    return L::bits_in_range(x, Format::kMinSubnormal, Format::kInfinity);
  }
  ACTGRAD_INLINE Vector derivative(Vector x) const {
    return L::select_or_zero(active(x), L::broadcast(Format::kOne));
  }
  ACTGRAD_INLINE Vector value(Vector x) const { return L::select_or_zero(active(x), x); }
  ACTGRAD_INLINE Vector backward(Vector x, Vector g) const {
    return L::select_or_zero(active(x), g);
  }
};

// ReLU with any derivative h at +-0 and any NaN policy.
template <typename T>
class ReluWithPolicy {
 public:
  using Element = T;
  using L = Lanes<T>;
  using Format = Ieee754<T>;
  using Bits = typename Format::Bits;
  using Vector = typename L::Vector;
  using Mask = typename L::Mask;

  ACTGRAD_INLINE explicit ReluWithPolicy(const Activation& a)
      : ReluWithPolicy(a.nan, bits_of(static_cast<T>(a.at_zero))) {}

  ACTGRAD_INLINE Mask active(Vector x) const { return L::bits_equal(derivative(x), one()); }
  ACTGRAD_INLINE Vector derivative(Vector x) const { return gate(x, one(), h_); }
  ACTGRAD_INLINE Vector value(Vector x) const {
    return L::bit_or(L::select_or_zero(positive(x), x),
                     L::select_or_zero(is_nan(x), L::bit_and(x, nan_value_)));
  }
  ACTGRAD_INLINE Vector backward(Vector x, Vector g) const {
    // A selection if h is 0 or 1: 0 * Inf and 0 * NaN would be NaN.
    return gate(x, g, scale_ ? L::multiply(g, h_) : L::bit_and(g, g_at_zero_));
  }

 private:
  ACTGRAD_INLINE ReluWithPolicy(NaNPolicy nan, Bits h)
      : scale_((h & Format::kMagnitude) != 0 && h != Format::kOne),
        h_(L::broadcast(h)),
        g_at_zero_(all_bits_if(h == Format::kOne)),
        x_at_nan_(all_bits_if(nan == NaNPolicy::propagate)),
        g_at_nan_(all_bits_if(nan == NaNPolicy::one)),
        nan_(L::broadcast(nan == NaNPolicy::canonical ? Format::kQuietNaN : 0)),
        nan_value_(all_bits_if(nan != NaNPolicy::zero)) {}

  ACTGRAD_INLINE static Vector one() { return L::broadcast(Format::kOne); }
  ACTGRAD_INLINE static Vector all_bits_if(bool condition) {
    return L::broadcast(condition ? ~Bits{0} : Bits{0});
  }
  ACTGRAD_INLINE static Vector magnitude(Vector x) {
    return L::bit_and(x, L::broadcast(Format::kMagnitude));
  }
  ACTGRAD_INLINE static Mask positive(Vector x) {
    return L::bits_in_range(x, Format::kMinSubnormal, Format::kInfinity);
  }
  ACTGRAD_INLINE static Mask is_zero(Vector x) { return L::bits_in_range(magnitude(x), 0, 0); }
  ACTGRAD_INLINE static Mask is_nan(Vector x) {
    return L::bits_in_range(magnitude(x), Format::kInfinity + 1, Format::kMagnitude);
  }

  // g where x is positive, +0 where it is negative.
  ACTGRAD_INLINE Vector gate(Vector x, Vector g, Vector at_zero) const {
    const Vector at_nan =
        L::bit_or(L::bit_or(L::bit_and(x, x_at_nan_), L::bit_and(g, g_at_nan_)), nan_);
    const Vector at_number = L::select(is_zero(x), at_zero, L::select_or_zero(positive(x), g));
    return L::select(is_nan(x), at_nan, at_number);
  }

  bool scale_;        // h is neither 0 nor 1
  Vector h_;          // derivative at +-0
  Vector g_at_zero_;  // the bits of g that backward takes at +-0 unless it scales
  Vector x_at_nan_;   // the bits of x, of g and of neither that the derivative takes at NaN
  Vector g_at_nan_;
  Vector nan_;
  Vector nan_value_;  // the bits of x that the value takes at NaN
};
