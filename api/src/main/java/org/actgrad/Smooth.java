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
      case ELU, QUICK_GELU, SWISH -> PiecewiseLinear.finite(function, "the parameter", p[0]);
      case CELU, SOFTPLUS ->
          PiecewiseLinear.require(
              p[0] > 0 && Double.isFinite(p[0]),
              function,
              "the parameter must be a finite number above 0, not " + p[0]);
      case SQUAREPLUS ->
          PiecewiseLinear.require(
              p[0] >= 0 && Double.isFinite(p[0]),
              function,
              "b must be a finite number of 0 or more, not " + p[0]);
      case POW -> {
        PiecewiseLinear.finite(function, "alpha", p[0]);
        PiecewiseLinear.finite(function, "beta", p[1]);
      }
      default -> {}
    }
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
