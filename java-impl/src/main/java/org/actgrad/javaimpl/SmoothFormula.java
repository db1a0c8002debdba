// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.List;
import org.actgrad.Activation;

/** A smooth function on the bits of numbers: a float is computed in double and rounded once. */
final class SmoothFormula extends Formula {

  final SmoothFunction function;
  final boolean secondOrder;

  /** How many kinks there are; their places, as {@link #order} gives them; the derivatives there. */
  final int kinks;

  final long[] places = new long[2];
  final long[] atKinks = new long[2];

  SmoothFormula(
      SmoothFunction function, Activation activation, double[] parameters, boolean isDouble) {
    super(isDouble, activation.upstream());
    this.function = function;
    this.secondOrder = activation.form() == Activation.Form.SECOND_ORDER;
    this.kinks =
        activation.form() == Activation.Form.OUTPUT ? 0 : activation.function().kinks();
    for (int k = 0; k < kinks; k++) {
      places[k] = order(bits(parameters[parameters.length - 2 * (kinks - k)]));
      atKinks[k] = bits(parameters[parameters.length - 2 * (kinks - k) + 1]);
    }
  }

  /** A formula whose class is a copy for this function, form and type. */
  static Formula of(Activation activation, double[] parameters, boolean isDouble) {
    SmoothFunction function = SmoothFunction.of(activation, parameters);
    try {
      return (Formula)
          ClassCopies.constructor(SmoothFormula.class, purpose(function, activation, isDouble))
              .invoke(function, activation, parameters, isDouble);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static Object purpose(SmoothFunction function, Activation activation, boolean isDouble) {
    return List.of(function.getClass(), activation.form(), isDouble);
  }

  @Override
  long value(long x) {
    if (secondOrder) {
      return firstDerivative(x);
    }
    return isDouble
        ? result(x, function.value(number(x), false))
        : result(x, (float) function.value(single(x), true));
  }

  @Override
  long derivative(long x) {
    if (!secondOrder) {
      return firstDerivative(x);
    }
    return isDouble
        ? result(x, function.secondDerivative(number(x), false))
        : result(x, (float) function.secondDerivative(single(x), true));
  }

  private long firstDerivative(long x) {
    long derivative =
        isDouble
            ? result(x, function.derivative(number(x), false))
            : result(x, (float) function.derivative(single(x), true));
    if (kinks > 0) {
      derivative = select(equal(order(x), places[0]), atKinks[0], derivative);
    }
    if (kinks > 1) {
      derivative = select(equal(order(x), places[1]), atKinks[1], derivative);
    }
    return derivative;
  }

  private static double number(long x) {
    return Double.longBitsToDouble(x);
  }

  private static double single(long x) {
    return Float.intBitsToFloat((int) x);
  }

  private long result(long x, double y) {
    long bits = Double.doubleToRawLongBits(y);
    return select(isNaN(x) | isNaN(bits), NAN, bits);
  }

  private long result(long x, float y) {
    long bits = Float.floatToRawIntBits(y);
    return select(isNaN(x) | isNaN(bits), NAN_SINGLE, bits);
  }

  private static final long NAN = Double.doubleToRawLongBits(Double.NaN);
  private static final long NAN_SINGLE = Float.floatToRawIntBits(Float.NaN);

  @Override
  long backwardFromMask(long mask, long gradOut) {
    throw new UnsupportedOperationException();
  }
}
