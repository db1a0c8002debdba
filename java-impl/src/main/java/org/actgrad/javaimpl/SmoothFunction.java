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
    return switch (activation.function()) {
      case SIGMOID -> new SmoothFunctions.Sigmoid();
      default -> throw new UnsupportedOperationException(activation.toString());
    };
  }

  /** f(x). */
  abstract <R extends Real<R>> R value(R x, boolean single);

  /** f'(x). */
  abstract <R extends Real<R>> R derivative(R x, boolean single);

  /** f''(x), of the functions that have a second-order form. */
  <R extends Real<R>> R secondDerivative(R x, boolean single) {
    throw new UnsupportedOperationException(getClass().getSimpleName());
  }
}
