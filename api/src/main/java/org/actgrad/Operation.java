// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

/**
 * The operations that a provider implements, each for {@code float} and {@code double}.
 *
 * @see ActivationDerivative#cutover(Activation.Function, Operation, ActivationDerivative)
 */
public enum Operation {
  /** x to f'(x), of the same type. */
  DERIVATIVE,
  /** x to f'(x) as {@code int}. */
  INT_DERIVATIVE,
  /** x to f'(x) as {@code boolean}. */
  BOOLEAN_DERIVATIVE,
  /** x to f'(x) as packed bits. */
  MASK,
  /** x and the upstream gradient to the gradient with respect to x. */
  BACKWARD,
  /** Packed bits and the upstream gradient to the gradient with respect to x. */
  BACKWARD_FROM_MASK,
  /** x to f(x) and f'(x). */
  FORWARD_AND_DERIVATIVE,
  /** x to f(x) and f'(x) as packed bits. */
  FORWARD_AND_MASK
}
