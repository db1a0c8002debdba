// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import org.actgrad.Activation.Function;

/** What is special about the parameters of functions that are not piecewise linear. */
final class Smooth {

  private static final double SELU_ALPHA = 1.6732632423543773;
  static final double SELU_SCALE = 1.0507009873554805;

  private Smooth() {}

  static void check(Function function, double[] p) {
    switch (function) {
      case HARD_SWISH -> PiecewiseLinear.hardSigmoid(function, p);
      case ELU -> PiecewiseLinear.finite(function, "alpha", p[0]);
      // Beyond these bounds products in the formulas overflow or lose bits.
      case QUICK_GELU, SWISH -> between(function, "in magnitude ", Math.abs(p[0]), 0x1p-64, 0x1p64);
      case CELU, SOFTPLUS -> between(function, "", p[0], 0x1p-64, 0x1p64);
      case SQUAREPLUS -> between(function, "", p[0], 0x1p-900, 0x1p900);
      case POW -> {
        PiecewiseLinear.finite(function, "alpha", p[0]);
        PiecewiseLinear.finite(function, "beta", p[1]);
      }
      default -> {}
    }
  }

  private static void between(
      Function function, String how, double value, double least, double greatest) {
    PiecewiseLinear.require(
        least <= value && value <= greatest,
        function,
        function.parameters().get(0).name()
            + " must be "
            + how
            + "between "
            + least
            + " and "
            + greatest
            + ", not "
            + value);
  }

  /** The derivatives at the kinks by our own convention. */
  static double[] atKinks(Function function, double[] p) {
    return switch (function) {
      case HARD_SWISH -> new double[] {0, 1};
      case ELU -> new double[] {p[0]};
      case SELU -> new double[] {SELU_ALPHA * SELU_SCALE};
      case RECTIFIED_TANH -> new double[] {0};
      default -> new double[0];
    };
  }

  /**
   * The parameters, with those that the function fixes, followed by the place of each kink and the
   * derivative there.
   */
  static double[] kernelParameters(Function function, double[] p, double[] atKinks) {
    return switch (function) {
      case HARD_SWISH ->
          new double[] {p[0], p[1], -p[1] / p[0], atKinks[0], (1 - p[1]) / p[0], atKinks[1]};
      case ELU -> new double[] {p[0], 1, 0, atKinks[0]};
      case SELU -> new double[] {SELU_ALPHA, SELU_SCALE, 0, atKinks[0]};
      case RECTIFIED_TANH -> new double[] {0, atKinks[0]};
      default -> p;
    };
  }

  static boolean hasOutputForm(Function function, double[] p) {
    return switch (function) {
      case SIGMOID, TANH, SELU -> true;
      case ELU -> p[0] >= 0;
      default -> false;
    };
  }

  static boolean hasSecondOrderForm(Function function) {
    return switch (function) {
      case SIGMOID, TANH, SOFTPLUS, LOG_SIGMOID, SWISH, QUICK_GELU, GELU, ELU, SELU, SOFTSIGN ->
          true;
      default -> false;
    };
  }
}
