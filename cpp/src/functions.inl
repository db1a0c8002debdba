// SPDX-License-Identifier: Apache-2.0
// The formulas, one struct a function. L is Lanes<float> or Lanes<double> of the instruction set.

/// ReLU with derivative 0 at 0 and at NaN.
template <class L>
struct Relu {
  using V = typename L::V;
  using M = typename L::M;

  explicit Relu(const Activation&) {}

  V derivative(V x) const { return L::select(L::positive(x), L::one(), L::splat(0)); }
  V value(V x) const { return L::select(L::positive(x), x, L::splat(0)); }
  M active(V x) const { return L::positive(x); }
  V backward(V x, V gradient) const { return L::select(L::positive(x), gradient, L::splat(0)); }
};

/// ReLU with any policy.
template <class L>
struct ReluWithPolicies {
  using V = typename L::V;
  using M = typename L::M;

  explicit ReluWithPolicies(const Activation& a)
      : nan(a.nan), h(static_cast<typename L::T>(a.at_zero)) {}

  V derivative(V x) const { return choose(x, L::one(), L::number(h), at_nan(x, L::one())); }

  V value(V x) const {
    return choose(x, x, L::splat(0), nan == NaNPolicy::zero ? L::splat(0) : x);
  }

  /// Where the derivative is 1, if it is 0 or 1 everywhere.
  M active(V x) const {
    return L::positive(choose(x, L::one(), L::number(h), at_nan(x, L::one())));
  }

  V backward(V x, V gradient) const {
    const V at_zero = h == 0 ? L::splat(0) : h == 1 ? gradient : L::multiply(gradient, h);
    return choose(x, gradient, at_zero, at_nan(x, gradient));
  }

 private:
  V choose(V x, V positive, V zero, V not_a_number) const {
    return L::select(
        L::positive(x), positive,
        L::select(L::zero(x), zero, L::select(L::nan(x), not_a_number, L::splat(0))));
  }

  V at_nan(V x, V one) const {
    switch (nan) {
      case NaNPolicy::one:
        return one;
      case NaNPolicy::propagate:
        return x;
      case NaNPolicy::canonical:
        return L::splat(L::canonical_nan);
      default:
        return L::splat(0);
    }
  }

  NaNPolicy nan;
  typename L::T h;
};
