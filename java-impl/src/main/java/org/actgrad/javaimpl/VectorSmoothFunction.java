// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.DoubleVector;
import org.actgrad.Activation;

/** A smooth activation function with its parameters. */
abstract class VectorSmoothFunction {

  /**
   * The function of an activation in its form.
   *
   * @param p those of {@code ActivationDerivative.kernelParameters}
   */
  static VectorSmoothFunction of(Activation activation, double[] p) {
    boolean fromOutput = activation.form() == Activation.Form.OUTPUT;
    return switch (activation.function()) {
      case HARD_SWISH -> new VectorSmoothFunctions.HardSwish(p);
      case ELU, SELU ->
          fromOutput
              ? new VectorSmoothFunctions.EluFromOutput(p)
              : new VectorSmoothFunctions.Elu(p);
      case CELU -> new VectorSmoothFunctions.Celu(p);
      case GELU -> new VectorSmoothFunctions.Gelu();
      case GELU_TANH -> new VectorSmoothFunctions.GeluTanh();
      case QUICK_GELU, SWISH -> new VectorSmoothFunctions.Swish(p);
      case MISH -> new VectorSmoothFunctions.Mish();
      case SOFTPLUS -> new VectorSmoothFunctions.Softplus(p);
      case LOG_SIGMOID -> new VectorSmoothFunctions.LogSigmoid();
      case SIGMOID ->
          fromOutput
              ? new VectorSmoothFunctions.SigmoidFromOutput()
              : new VectorSmoothFunctions.Sigmoid();
      case TANH ->
          fromOutput
              ? new VectorSmoothFunctions.TanhFromOutput()
              : new VectorSmoothFunctions.Tanh();
      case SOFTSIGN -> new VectorSmoothFunctions.Softsign();
      case TANH_SHRINK -> new VectorSmoothFunctions.Tanhshrink();
      case SQUAREPLUS -> new VectorSmoothFunctions.Squareplus(p);
      case SPARSE_PLUS -> new VectorSmoothFunctions.SparsePlus();
      case LISHT -> new VectorSmoothFunctions.Lisht();
      case LOG_COSH -> new VectorSmoothFunctions.LogCosh();
      case RATIONAL_TANH -> new VectorSmoothFunctions.RationalTanh();
      case RECTIFIED_TANH -> new VectorSmoothFunctions.RectifiedTanh();
      case ERF -> new VectorSmoothFunctions.Erf();
      case EXP -> new VectorSmoothFunctions.Exp();
      case LOG -> new VectorSmoothFunctions.Log();
      case SQRT -> new VectorSmoothFunctions.Sqrt();
      case SQUARE -> new VectorSmoothFunctions.Square();
      case CUBE -> new VectorSmoothFunctions.Cube();
      case POW -> new VectorSmoothFunctions.Pow(p);
      default -> throw new IllegalArgumentException(activation + " is piecewise linear.");
    };
  }

  /** f(x). */
  abstract DoubleVector value(DoubleVector x, boolean single);

  /** f'(x). */
  abstract DoubleVector derivative(DoubleVector x, boolean single);

  /** f''(x), of the functions that have a second-order form. */
  DoubleVector secondDerivative(DoubleVector x, boolean single) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " has no second derivative here; use its derivative.");
  }
}
