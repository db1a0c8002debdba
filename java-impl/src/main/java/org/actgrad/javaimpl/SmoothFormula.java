// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.List;
import org.actgrad.Activation;

/** A smooth function on the bits of numbers: NaN is always the positive quiet one. */
final class SmoothFormula extends Formula {

  private static final long NAN = Double.doubleToRawLongBits(Double.NaN);
  private static final long FLOAT_NAN = Float.floatToRawIntBits(Float.NaN);

  private final SmoothFunction function;

  private final boolean secondOrder;

  /** How many kinks there are, their places as {@link #order} gives them, the derivatives there. */
  private final int kinks;

  private final long[] places;
  private final long[] atKinks;

  SmoothFormula(
      SmoothFunction function, Activation activation, double[] parameters, boolean isDouble) {
    super(isDouble, activation.upstream());
    this.function = function;
    this.secondOrder = activation.form() == Activation.Form.SECOND_ORDER;
    this.kinks = activation.form() == Activation.Form.OUTPUT ? 0 : activation.function().kinks();
    this.places = new long[kinks];
    this.atKinks = new long[kinks];
    for (int k = 0; k < kinks; k++) {
      int i = parameters.length - 2 * (kinks - k);
      places[k] = order(bits(parameters[i]));
      atKinks[k] = bits(parameters[i + 1]);
    }
  }

  /** A formula of a class that is there for this function, form and type alone. */
  static Formula of(Activation activation, double[] parameters, boolean isDouble) {
    return (Formula)
        ClassCopies.instance(
            SmoothFormula.class,
            List.of(activation.function(), activation.form(), isDouble),
            SmoothFunction.of(activation, parameters),
            activation,
            parameters,
            isDouble);
  }

  @Override
  long value(long x) {
    if (secondOrder) {
      return firstDerivative(x);
    }
    return isDouble
        ? result(x, function.value(number(x), false))
        : result(x, function.value(floatNumber(x)));
  }

  @Override
  long derivative(long x) {
    if (!secondOrder) {
      return firstDerivative(x);
    }
    return isDouble
        ? result(x, function.secondDerivative(number(x), false))
        : result(x, (float) function.secondDerivative(floatNumber(x), true));
  }

  private long firstDerivative(long x) {
    long derivative =
        isDouble
            ? result(x, function.derivative(number(x), false))
            : result(x, function.derivative(floatNumber(x)));
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

  private static float floatNumber(long x) {
    return Float.intBitsToFloat((int) x);
  }

  private long result(long x, double y) {
    long bits = Double.doubleToRawLongBits(y);
    return select(isNaN(x) | isNaN(bits), NAN, bits);
  }

  private long result(long x, float y) {
    long bits = Float.floatToRawIntBits(y);
    return select(isNaN(x) | isNaN(bits), FLOAT_NAN, bits);
  }

  @Override
  long backwardFromMask(long mask, long gradOut) {
    throw new UnsupportedOperationException(
        "The derivative of a smooth function takes more than two values, so that it has no mask;"
            + " keep the input and call backward.");
  }
}
