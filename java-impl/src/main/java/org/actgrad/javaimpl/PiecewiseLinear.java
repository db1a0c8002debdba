// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.Activation;
import org.actgrad.NaNPolicy;
import org.actgrad.Operation;

/** Every piecewise-linear function, from the numbers that describe it. */
final class PiecewiseLinear extends Formula {

  /** The kinks, as {@link #order} gives them. */
  final long lo;

  final long hi;

  /** Left of the first kink, at it, between, at the second and right of it: the derivative. */
  final long[] derivatives = new long[5];

  /** There, the factor of x in the value; the values at the kinks are constants. */
  final long[] slopes = new long[5];

  final long[] constants = new long[5];

  /** The derivative at NaN is (x &amp; nanKept) | nanSet. */
  final long nanKept;

  final long nanSet;

  /** What of x the value is where x is NaN: all bits or none. */
  final long nanValue;

  final long lesser;

  final long greater;

  /**
   * From an activation.
   *
   * @param numbers those of {@code ActivationDerivative.kernelParameters}
   */
  PiecewiseLinear(Activation activation, double[] numbers, Operation operation, boolean isDouble) {
    super(isDouble, activation.upstream());
    lo = order(bits(numbers[0]));
    hi = order(bits(numbers[1]));
    for (int i = 0; i < 5; i++) {
      derivatives[i] = output(operation, numbers[2 + i], numbers[14]);
      slopes[i] = i % 2 == 0 ? bits(numbers[2 + i]) : 0;
      constants[i] = bits(numbers[7 + i]);
    }
    nanKept = activation.nan() == NaNPolicy.PROPAGATE ? -1 : 0;
    nanSet = nanKept != 0 ? 0 : output(operation, numbers[12], numbers[14]);
    nanValue = activation.nan() == NaNPolicy.ZERO ? 0 : -1;
    lesser = bits(numbers[13]);
    greater = bits(numbers[14]);
  }

  private long output(Operation operation, double derivative, double greater) {
    return switch (operation) {
      case INT_DERIVATIVE -> (int) derivative;
      case BOOLEAN_DERIVATIVE, MASK, FORWARD_AND_MASK -> derivative == greater ? 1 : 0;
      case DERIVATIVE, BACKWARD, BACKWARD_FROM_MASK, FORWARD_AND_DERIVATIVE -> bits(derivative);
    };
  }

  private long piece(long x, long[] pieces) {
    long place = order(x);
    long left = less(place, lo);
    long afterLo = less(lo, place);
    long beforeHi = less(place, hi);
    long right = less(hi, place);
    return (pieces[0] & left)
        | (pieces[1] & ~(left | afterLo))
        | (pieces[2] & afterLo & beforeHi)
        | (pieces[3] & afterLo & ~(beforeHi | right))
        | (pieces[4] & right);
  }

  @Override
  long derivative(long x) {
    return select(isNaN(x), (x & nanKept) | nanSet, piece(x, derivatives));
  }

  @Override
  long value(long x) {
    long slope = piece(x, slopes);
    long constant = piece(x, constants);
    long identity = equal(slope, one) & isZero(constant);
    long value = select(isZero(slope), constant, select(identity, x, line(slope, x, constant)));
    return select(isNaN(x), x & nanValue, value);
  }

  private long line(long slope, long x, long constant) {
    return isDouble
        ? Double.doubleToRawLongBits(
            Double.longBitsToDouble(slope) * Double.longBitsToDouble(x)
                + Double.longBitsToDouble(constant))
        : Float.floatToRawIntBits(
            Float.intBitsToFloat((int) slope) * Float.intBitsToFloat((int) x)
                + Float.intBitsToFloat((int) constant));
  }

  @Override
  long backwardFromMask(long mask, long gradOut) {
    return times(gradOut, select(mask, greater, lesser));
  }
}
