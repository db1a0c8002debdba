// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

/**
 * The operations that a provider implements, each for {@code float} and {@code double}.
 *
 * @see ActivationDerivative#cutover(Activation.Function, Operation, boolean, ActivationDerivative)
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
  FORWARD_AND_MASK;

  /**
   * How long the first input of a kernel is. The second, where there is one, has an entry for each
   * element.
   *
   * @param elements how many elements; 0 or more
   * @return as many, or the words of their mask
   */
  public int in0Length(int elements) {
    return this == BACKWARD_FROM_MASK ? ActivationDerivative.maskWords(elements) : elements;
  }

  /**
   * How long the first output of a kernel is.
   *
   * @param elements how many elements; 0 or more
   * @return as many, or the words of their mask
   */
  public int out0Length(int elements) {
    return this == MASK ? ActivationDerivative.maskWords(elements) : elements;
  }

  /**
   * How long the second output of a kernel is, where there is one.
   *
   * @param elements how many elements; 0 or more
   * @return as many, or the words of their mask
   */
  public int out1Length(int elements) {
    return this == FORWARD_AND_MASK ? ActivationDerivative.maskWords(elements) : elements;
  }
}
