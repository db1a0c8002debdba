// SPDX-License-Identifier: Apache-2.0
// The activation functions as the operations see them:
//   derivative(x)         f'(x)
//   value(x)              f(x)
//   backward(x, g)        g * f'(x)
// and, if f' takes two values only,
//   active(x)             the lanes where f'(x) is the greater one
//   from_mask(active, g)  g * f'(x)

template <typename T>
struct Lanes;

template <typename L>
ACTGRAD_INLINE typename L::Vector magnitude(typename L::Vector x) {
  return L::bit_and(x, L::broadcast(Ieee754<typename L::Element>::kMagnitude));
}
template <typename L>
ACTGRAD_INLINE typename L::Mask is_zero(typename L::Vector x) {
  return L::bits_equal(magnitude<L>(x), L::broadcast(0));
}
// A comparison of numbers: NaN is unordered even where denormals are zero.
template <typename L>
ACTGRAD_INLINE typename L::Mask is_nan(typename L::Vector x) {
  return L::unordered(x, x);
}

// ReLU with the default policies. The derivative at +-0 and at NaN is +0. Classification uses the
// integer bits, never a floating-point comparison: with denormals-are-zero set in MXCSR those take
// subnormals for 0.
template <typename T>
struct Relu {
  using Element = T;
  static constexpr bool kBoundByMemory = true;
  using L = Lanes<T>;
  using Format = Ieee754<T>;
  using Vector = typename L::Vector;
  using Mask = typename L::Mask;

  static bool implements(const Activation& a) {
    constexpr double kRelu[] = {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
    for (const double& number : kRelu) {
      // Between coinciding kinks there is nothing.
      const auto i = &number - kRelu;
      const bool unused = i == 4 || i == 5 || i == 9 || i == 10;
      if (!unused && bits_of(a.numbers[i]) != bits_of(number)) return false;
    }
    return a.nan == NaNPolicy::zero && a.upstream == Upstream::select;
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
  ACTGRAD_INLINE Vector from_mask(Mask active, Vector g) const {
    return L::select_or_zero(active, g);
  }
};

// Multiplies by the upstream gradient. The rule is a matter of constants: a branch on it within the
// loop makes the backward of SiLU a third slower than its derivative (Zen 4).
template <typename L>
class Product {
 public:
  using Format = Ieee754<typename L::Element>;
  using Vector = typename L::Vector;

  // No derivative is kept or cleared at a quiet NaN: it is a NaN all the same in the end.
  explicit Product(Upstream rule)
      : kept_at_(L::broadcast(rule == Upstream::select ? Format::kOne : Format::kQuietNaN)),
        cleared_at_(L::broadcast(rule == Upstream::select ? 0 : Format::kQuietNaN)),
        responses_(L::broadcast(rule == Upstream::select ? 0x811 : 0x11)) {}

  ACTGRAD_INLINE Vector operator()(Vector g, Vector derivative) const {
    Vector product = L::multiply(g, derivative);
    L::hide_origin(product);
    product = L::select(L::bits_equal(derivative, kept_at_), g, product);
    if constexpr (L::kFixesUp) {
      return L::fix_up(product, derivative, responses_);
    } else {
      // 0 * Inf and 0 * NaN would be NaN.
      const typename L::Mask cleared = L::bits_equal(magnitude<L>(derivative), cleared_at_);
      product = L::select(cleared, L::broadcast(0), product);
      return L::select(is_nan<L>(derivative), derivative, product);
    }
  }

 private:
  Vector kept_at_;
  Vector cleared_at_;
  Vector responses_;  // to NaN the derivative, to 0 by the rule +0, to others the product
};

// Every piecewise-linear function.
template <typename T>
class PiecewiseLinear {
 public:
  using Element = T;
  using L = Lanes<T>;
  using Format = Ieee754<T>;
  using Vector = typename L::Vector;
  using Mask = typename L::Mask;
  static constexpr bool kBoundByMemory = true;

  ACTGRAD_INLINE explicit PiecewiseLinear(const Activation& a)
      : lo_(L::order(number(a, 0))),
        hi_(L::order(number(a, 1))),
        derivatives_{number(a, 2), number(a, 3), number(a, 4),
                     a.numbers[0] < a.numbers[1] ? number(a, 5) : number(a, 3), number(a, 6)},
        // The values at the kinks are constants.
        slopes_{number(a, 2), L::broadcast(0), number(a, 4), L::broadcast(0), number(a, 6)},
        constants_{number(a, 7), number(a, 8), number(a, 9),
                   a.numbers[0] < a.numbers[1] ? number(a, 10) : number(a, 8), number(a, 11)},
        nan_kept_(all_bits_if(a.nan == NaNPolicy::propagate)),
        nan_set_(a.nan == NaNPolicy::propagate   ? L::broadcast(0)
                 : a.nan == NaNPolicy::canonical ? L::broadcast(Format::kQuietNaN)
                                                 : number(a, 12)),
        nan_value_(all_bits_if(a.nan != NaNPolicy::zero)),
        lesser_(number(a, 13)),
        greater_(number(a, 14)),
        product_(a.upstream) {}

  ACTGRAD_INLINE Vector derivative(Vector x) const {
    const Vector at_nan = L::bit_or(L::bit_and(x, nan_kept_), nan_set_);
    return L::select(is_nan<L>(x), at_nan, piece(x, derivatives_));
  }
  ACTGRAD_INLINE Mask active(Vector x) const { return L::bits_equal(derivative(x), greater_); }
  ACTGRAD_INLINE Vector value(Vector x) const {
    const Vector slope = piece(x, slopes_);
    const Vector constant = piece(x, constants_);
    // x itself where nothing is added: an addition would flush a subnormal if MXCSR says so.
    const Vector sum = L::add(L::multiply(slope, x), constant);
    const Vector plain = L::select(L::bits_equal(slope, L::broadcast(Format::kOne)), x, sum);
    const Vector line = L::select(is_zero<L>(constant), plain, sum);
    const Vector number = L::select(is_zero<L>(slope), constant, line);
    return L::select(is_nan<L>(x), L::bit_and(x, nan_value_), number);
  }
  ACTGRAD_INLINE Vector backward(Vector x, Vector g) const { return product_(g, derivative(x)); }
  ACTGRAD_INLINE Vector from_mask(Mask active, Vector g) const {
    return product_(g, L::select(active, greater_, lesser_));
  }

 private:
  ACTGRAD_INLINE static Vector number(const Activation& a, int i) {
    return L::broadcast(bits_of(static_cast<T>(a.numbers[i])));
  }
  ACTGRAD_INLINE static Vector all_bits_if(bool condition) {
    return L::broadcast(condition ? ~typename Format::Bits{0} : 0);
  }
  ACTGRAD_INLINE Vector piece(Vector x, const Vector (&pieces)[5]) const {
    const Vector place = L::order(x);
    Vector v = L::select(L::bits_equal(place, lo_), pieces[1], pieces[0]);
    v = L::select(L::bits_greater(place, lo_), pieces[2], v);
    v = L::select(L::bits_equal(place, hi_), pieces[3], v);
    return L::select(L::bits_greater(place, hi_), pieces[4], v);
  }

  Vector lo_;
  Vector hi_;
  Vector derivatives_[5];
  Vector slopes_[5];
  Vector constants_[5];
  Vector nan_kept_;  // the bits of x that the derivative takes at NaN
  Vector nan_set_;   // and those it has there anyway
  Vector nan_value_;
  Vector lesser_;
  Vector greater_;
  Product<L> product_;
};

// What the operations want of a formula S in smooth.inl, which has kParameters.
template <typename S, bool kSecondOrder, unsigned kParameters, unsigned kKinks>
class SmoothFunction {
 public:
  using Element = typename S::Element;
  using T = Element;
  using L = typename S::L;
  using Vector = typename L::Vector;
  static constexpr bool kBoundByMemory = false;

  ACTGRAD_INLINE explicit SmoothFunction(const Activation& a)
      : formula_(a.numbers), product_(a.upstream) {
    for (unsigned k = 0; k < kKinks; ++k) {
      const double* kink = a.numbers + kParameters + 2 * k;
      places_[k] = L::order(L::broadcast(bits_of(static_cast<T>(kink[0]))));
      at_kinks_[k] = L::broadcast(bits_of(static_cast<T>(kink[1])));
    }
  }

  ACTGRAD_INLINE Vector value(Vector x) const {
    if constexpr (kSecondOrder) return first_derivative(x);
    return formula_.value(x);
  }
  ACTGRAD_INLINE Vector derivative(Vector x) const {
    if constexpr (kSecondOrder) return formula_.second_derivative(x);
    return first_derivative(x);
  }
  ACTGRAD_INLINE Vector backward(Vector x, Vector g) const { return product_(g, derivative(x)); }

 private:
  ACTGRAD_INLINE Vector first_derivative(Vector x) const {
    Vector d = formula_.derivative(x);
    for (unsigned k = 0; k < kKinks; ++k) {
      d = L::select(L::bits_equal(L::order(x), places_[k]), at_kinks_[k], d);
    }
    return d;
  }

  S formula_;
  Product<L> product_;
  Vector places_[kKinks + 1];
  Vector at_kinks_[kKinks + 1];
};
