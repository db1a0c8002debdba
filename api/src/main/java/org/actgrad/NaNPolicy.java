// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

/**
 * What the derivative of a piecewise-linear activation is where the input is NaN. That of a smooth
 * function is always the canonical NaN.
 *
 * <p>The frameworks disagree: JAX, TensorFlow and ONNX Runtime give 0 for the derivative of ReLU,
 * PyTorch's {@code threshold_backward} gives 1, and {@code numpy.heaviside} gives NaN.
 */
public enum NaNPolicy {
  /** The derivative is 0; the value of the function is 0 too. The default. */
  ZERO,

  /** The derivative is 1; the value of the function is the NaN itself. */
  ONE,

  /**
   * The derivative and the value are the NaN itself, its sign and payload untouched, as in NumPy's
   * {@code x[x <= 0] = 0; x[x > 0] = 1}. Not for integer, boolean and mask outputs.
   */
  PROPAGATE,

  /**
   * The derivative is the one positive quiet NaN without payload ({@link Float#NaN}, {@link
   * Double#NaN}), as {@code numpy.heaviside} returns it; the value of the function is the NaN
   * itself. Not for integer, boolean and mask outputs.
   */
  CANONICAL,

  /**
   * NaN counts as a number left of all kinks, as in {@code x > 0 ? 1 : alpha}: the derivative is
   * the one there; the value is the NaN itself. The default where a derivative other than 0 and 1
   * is found there.
   */
  LEFT,

  /**
   * NaN counts as a number right of all kinks, as in {@code x < 0 ? alpha : 1}: the derivative is
   * the one there; the value is the NaN itself.
   */
  RIGHT
}
