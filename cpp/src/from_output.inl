// SPDX-License-Identifier: Apache-2.0
// Derivatives from the output, shaped as the formulas in smooth.inl: x is y = f(x) here.

template <bool kSingle>
struct SigmoidFromOutput {
  ACTGRAD_INLINE explicit SigmoidFromOutput(const double*) {}

  ACTGRAD_INLINE Real value(Real y) const { return y; }
  ACTGRAD_INLINE Real derivative(Real y) const { return y * (1.0 - y); }
};

template <bool kSingle>
struct TanhFromOutput {
  ACTGRAD_INLINE explicit TanhFromOutput(const double*) {}

  ACTGRAD_INLINE Real value(Real y) const { return y; }
  ACTGRAD_INLINE Real derivative(Real y) const { return (1.0 - y) * (1.0 + y); }
};

// Parameters: alpha >= 0, scale.
template <bool kSingle>
class EluFromOutput {
 public:
  ACTGRAD_INLINE explicit EluFromOutput(const double* p) : scale_(p[1]), product_(p[0] * p[1]) {}

  ACTGRAD_INLINE Real value(Real y) const { return y; }
  ACTGRAD_INLINE Real derivative(Real y) const { return select(0.0 < y, scale_, y + product_); }

 private:
  Real scale_;
  Real product_;
};
