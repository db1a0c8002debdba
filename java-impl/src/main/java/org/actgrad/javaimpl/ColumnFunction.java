// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.List;
import org.actgrad.Activation;

/** {@link SmoothFunction} on columns. */
abstract class ColumnFunction {

  /**
   * The function of an activation in its form.
   *
   * @param p those of {@code ActivationDerivative.kernelParameters}
   */
  static ColumnFunction of(Activation activation, double[] p) {
    boolean fromOutput = activation.form() == Activation.Form.OUTPUT;
    return switch (activation.function()) {
      case HARD_SWISH -> new ColumnFunctions.HardSwish(p);
      case ELU, SELU ->
          fromOutput ? new ColumnFunctions.EluFromOutput(p) : new ColumnFunctions.Elu(p);
      case CELU -> new ColumnFunctions.Celu(p);
      case GELU -> new ColumnFunctions.Gelu();
      case GELU_TANH -> new ColumnFunctions.GeluTanh();
      case QUICK_GELU, SWISH -> new ColumnFunctions.Swish(p);
      case MISH -> new ColumnFunctions.Mish();
      case SOFTPLUS -> new ColumnFunctions.Softplus(p);
      case LOG_SIGMOID -> new ColumnFunctions.LogSigmoid();
      case SIGMOID ->
          fromOutput ? new ColumnFunctions.SigmoidFromOutput() : new ColumnFunctions.Sigmoid();
      case TANH -> fromOutput ? new ColumnFunctions.TanhFromOutput() : new ColumnFunctions.Tanh();
      case SOFTSIGN -> new ColumnFunctions.Softsign();
      case TANH_SHRINK -> new ColumnFunctions.Tanhshrink();
      case SQUAREPLUS -> new ColumnFunctions.Squareplus(p);
      case SPARSE_PLUS -> new ColumnFunctions.SparsePlus();
      case LISHT -> new ColumnFunctions.Lisht();
      case LOG_COSH -> new ColumnFunctions.LogCosh();
      case RATIONAL_TANH -> new ColumnFunctions.RationalTanh();
      case RECTIFIED_TANH -> new ColumnFunctions.RectifiedTanh();
      case ERF -> new ColumnFunctions.Erf();
      case EXP -> new ColumnFunctions.Exp();
      case LOG -> new ColumnFunctions.Log();
      case SQRT -> new ColumnFunctions.Sqrt();
      case SQUARE -> new ColumnFunctions.Square();
      case CUBE -> new ColumnFunctions.Cube();
      case POW -> new ColumnFunctions.Pow(p);
      default -> throw new IllegalArgumentException(activation + " is piecewise linear.");
    };
  }

  /** f(x). */
  abstract Column value(Column x, boolean single);

  /** f'(x). */
  abstract Column derivative(Column x, boolean single);

  /** f in float arithmetic; null where floats are computed in double. */
  List<ColumnStep> singleValue() {
    return null;
  }

  /** f' in float arithmetic, likewise. */
  List<ColumnStep> singleDerivative() {
    return null;
  }

  /** f''(x), of the functions that have a second-order form. */
  Column secondDerivative(Column x, boolean single) {
    throw new UnsupportedOperationException(
        getClass().getSimpleName() + " has no second derivative here; use its derivative.");
  }
}
