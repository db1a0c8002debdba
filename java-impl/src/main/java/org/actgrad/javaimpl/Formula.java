// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.Activation;
import org.actgrad.Operation;
import org.actgrad.Upstream;

/**
 * An activation function on the raw bits of numbers, sign-extended to {@code long}, so that one
 * formula serves {@code float} and {@code double}. Without branches: random signs mispredict them
 * half of the time.
 *
 * <p>On bits also because a comparison of floats counts subnormals as 0 where a foreign library has
 * left denormals-are-zero set in the thread.
 */
abstract class Formula {

  final boolean isDouble;

  final boolean select;

  /** The bits of 1 in the type of x. */
  final long one;

  Formula(boolean isDouble, Upstream upstream) {
    this.isDouble = isDouble;
    this.select = upstream == Upstream.SELECT;
    this.one = bits(1);
  }

  /**
   * The formula of an activation.
   *
   * @param parameters those of {@code ActivationDerivative.kernelParameters}
   * @param operation decides what {@link #derivative} returns: an integer, whether the derivative
   *     is the greater one, or a number of the type of x
   */
  static Formula of(
      Activation activation, double[] parameters, Operation operation, boolean isDouble) {
    if (!activation.function().isPiecewiseLinear()) {
      return SmoothFormula.of(activation, parameters, isDouble);
    }
    return Relu.is(activation)
        ? new Relu(operation, isDouble)
        : new PiecewiseLinear(activation, parameters, operation, isDouble);
  }

  /** f'(x). */
  abstract long derivative(long x);

  /** f(x). */
  abstract long value(long x);

  /** The upstream gradient times f'(x). */
  long backward(long x, long gradOut) {
    return times(gradOut, derivative(x));
  }

  /** The upstream gradient times the greater (all bits set) or the lesser derivative (none set). */
  abstract long backwardFromMask(long mask, long gradOut);

  /** The upstream gradient times a derivative, by the rule of the activation. */
  final long times(long gradOut, long derivative) {
    long product =
        isDouble
            ? Double.doubleToRawLongBits(
                Double.longBitsToDouble(gradOut) * Double.longBitsToDouble(derivative))
            : Float.floatToRawIntBits(
                Float.intBitsToFloat((int) gradOut) * Float.intBitsToFloat((int) derivative));
    if (select) {
      product = select(isZero(derivative), 0, select(equal(derivative, one), gradOut, product));
    }
    return select(isNaN(derivative), derivative, product);
  }

  final long bits(double number) {
    return isDouble ? Double.doubleToRawLongBits(number) : Float.floatToRawIntBits((float) number);
  }

  final long magnitude(long x) {
    return x & (isDouble ? Long.MAX_VALUE : Integer.MAX_VALUE);
  }

  /** Sign and magnitude to an integer that is ordered as the numbers are; 0 for both zeros. */
  final long order(long x) {
    long sign = x >> 63;
    return (magnitude(x) ^ sign) - sign;
  }

  final long isNaN(long x) {
    long infinity = isDouble ? 0x7ffL << 52 : 0xffL << 23;
    return (infinity - magnitude(x)) >> 63;
  }

  final long isZero(long x) {
    return (magnitude(x) - 1) >> 63;
  }

  static long equal(long a, long b) {
    long difference = a ^ b;
    return ~((difference | -difference) >> 63);
  }

  /** All bits set where a is less than b, also where a - b overflows (Hacker's Delight, 2-12). */
  static long less(long a, long b) {
    return ((a & ~b) | (~(a ^ b) & (a - b))) >> 63;
  }

  static long select(long mask, long yes, long no) {
    return (yes & mask) | (no & ~mask);
  }
}
