// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.Activation;

/** A smooth activation function with its parameters. */
abstract class SmoothFunction {

  /**
   * The function of an activation in its form.
   *
   * @param p those of {@code ActivationDerivative.kernelParameters}
   */
  static SmoothFunction of(Activation activation, double[] p) {
    boolean fromOutput = activation.form() == Activation.Form.OUTPUT;
    return switch (activation.function()) {
      case HARD_SWISH -> new SmoothFunctions.HardSwish(p);
      case ELU, SELU ->
          fromOutput ? new SmoothFunctions.EluFromOutput(p) : new SmoothFunctions.Elu(p);
      case CELU -> new SmoothFunctions.Celu(p);
      case GELU -> new SmoothFunctions.Gelu();
      case GELU_TANH -> new SmoothFunctions.GeluTanh();
      case QUICK_GELU, SWISH ->
          p[0] == 1.0 ? new SmoothFunctions.Silu(p) : new SmoothFunctions.Swish(p);
      case MISH -> new SmoothFunctions.Mish();
      case SOFTPLUS ->
          p[0] == 1.0 ? new SmoothFunctions.StandardSoftplus(p) : new SmoothFunctions.Softplus(p);
      case LOG_SIGMOID -> new SmoothFunctions.LogSigmoid();
      case SIGMOID ->
          fromOutput ? new SmoothFunctions.SigmoidFromOutput() : new SmoothFunctions.Sigmoid();
      case TANH -> fromOutput ? new SmoothFunctions.TanhFromOutput() : new SmoothFunctions.Tanh();
      case SOFTSIGN -> new SmoothFunctions.Softsign();
      case TANH_SHRINK -> new SmoothFunctions.Tanhshrink();
      case SQUAREPLUS -> new SmoothFunctions.Squareplus(p);
      case SPARSE_PLUS -> new SmoothFunctions.SparsePlus();
      case LISHT -> new SmoothFunctions.Lisht();
      case LOG_COSH -> new SmoothFunctions.LogCosh();
      case RATIONAL_TANH -> new SmoothFunctions.RationalTanh();
      case RECTIFIED_TANH -> new SmoothFunctions.RectifiedTanh();
      case ERF -> new SmoothFunctions.Erf();
      case EXP -> new SmoothFunctions.Exp();
      case LOG -> new SmoothFunctions.Log();
      case SQRT -> new SmoothFunctions.Sqrt();
      case SQUARE -> new SmoothFunctions.Square();
      case CUBE -> new SmoothFunctions.Cube();
      case POW -> new SmoothFunctions.Pow(p);
      default -> throw new IllegalArgumentException(activation + " is piecewise linear.");
    };
  }

  /** f(x). */
  abstract double value(double x, boolean single);

  /** f'(x). */
  abstract double derivative(double x, boolean single);

  /** f(x) of a float: in double and rounded once, unless the function has a form in float. */
  float value(float x) {
    return (float) value(x, true);
  }

  /** f'(x) of a float, likewise. */
  float derivative(float x) {
    return (float) derivative(x, true);
  }

  /** f''(x), of the functions that have a second-order form. */
  double secondDerivative(double x, boolean single) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " has no second derivative here; use its derivative.");
  }
}
