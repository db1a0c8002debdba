// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Arithmetic.*;
import static org.actgrad.javaimpl.Coefficients.*;

/**
 * The elementary functions of {@code cpp/src/elementary.inl}, which explains them, operation by
 * operation.
 *
 * <p>{@code single}, here and in {@link SmoothFunctions}: the result will be rounded to {@code
 * float}. A literal where the formulas are called, so that C2 leaves out what it excludes.
 */
final class Elementary {

  static final double LN_2 = 0x1.62e42fefa39efp-1;
  static final double LN_2_HIGH = 0x1.62e42feep-1;
  static final double LN_2_LOW = 0x1.a39ef35793c76p-33;
  private static final double LOG_2_E = 0x1.71547652b82fep+0;
  private static final double ROUNDER = 0x1.8p+52 + 1023.0;

  private Elementary() {}

  static double min(double a, double limit) {
    return less(a, constant(limit), a, constant(limit));
  }

  /**
   * c[0] + c[1] x + c[2] x² + ..., the even and the odd powers side by side. A loop, although all
   * counts are constant: each operation on vectors takes C2 some hundred nodes, and after {@code
   * NodeCountInliningCutoff} of them it inlines no more.
   */
  static double polynomial(double x, double[] c) {
    double square = times(x, x);
    double even = constant(c[c.length - 1 & ~1]);
    double odd = constant(c[c.length - 2 | 1]);
    if (c.length % 2 != 0) {
      even = plus(times(even, square), c[c.length - 3]);
    }
    for (int k = (c.length - 2 | 1) - 2; k > 0; k -= 2) {
      odd = plus(times(odd, square), c[k]);
      even = plus(times(even, square), c[k - 1]);
    }
    return plus(even, times(x, odd));
  }

  static double expLimit(boolean single) {
    return single ? 700.0 : 885.0;
  }

  static double expUnit(boolean single) {
    return single ? 1.0 : 0x1p-256;
  }

  private static double expRounder(boolean single) {
    return 0x1.8p+52 + (single ? 1023.0 : 1023.0 + 256.0);
  }

  private static double powerOfTwo(double rounded) {
    return bitsShiftLeft(rounded, 52);
  }

  private static double expm1Reduced(double r, boolean brief) {
    return plus(r, times(times(r, r), polynomial(r, brief ? EXP_SHORT : EXP)));
  }

  /** e^-(t + low) / expUnit. */
  static double expScaled(double t, double low, boolean single, boolean brief) {
    double rounded = minus(constant(expRounder(single)), times(t, LOG_2_E));
    double n = minus(rounded, expRounder(single));
    double r = minus(minus(times(n, -LN_2_HIGH), t), plus(times(n, LN_2_LOW), low));
    return times(plus(expm1Reduced(r, brief), 1.0), powerOfTwo(rounded));
  }

  static double expScaled(double t, boolean single, boolean brief) {
    if (!single) {
      return expScaled(t, constant(0.0), false, brief);
    }
    double rounded = minus(constant(expRounder(true)), times(t, LOG_2_E));
    double r = minus(times(minus(rounded, expRounder(true)), -LN_2), t);
    return times(plus(expm1Reduced(r, brief), 1.0), powerOfTwo(rounded));
  }

  static double expScaled(double t, boolean single) {
    return expScaled(t, single, single);
  }

  /** e / (1 + e) / expUnit for e = scaled * expUnit ≤ 1. */
  static double logisticScaled(double scaled, boolean single) {
    double e = times(scaled, expUnit(single));
    return single ? over(e, plus(e, 1.0)) : minus(scaled, times(scaled, over(e, plus(e, 1.0))));
  }

  static double highHalf(double a) {
    return bitsAnd(a, 0xfffffffff8000000L);
  }

  /** x * y - product, for the rounded product. */
  static double productError(double x, double y, double product) {
    double xHigh = highHalf(x);
    double xLow = minus(x, xHigh);
    double yHigh = highHalf(y);
    double yLow = minus(y, yHigh);
    return plus(
        plus(plus(minus(times(xHigh, yHigh), product), times(xHigh, yLow)), times(xLow, yHigh)),
        times(xLow, yLow));
  }

  /** The rounding error of the sum of a and b, where |a| ≥ |b| or a = 0. */
  static double sumError(double a, double b, double sum) {
    return plus(minus(a, sum), b);
  }

  static double expAnyUnit(double a) {
    return ifNegative(a, constant(0x1p-256), constant(0x1p+256));
  }

  /** e^(a + low) / expAnyUnit(a) for |a| ≤ 885. */
  static double expAnyScaled(double a, double low, boolean single) {
    double rounder = ifNegative(a, constant(ROUNDER + 256.0), constant(ROUNDER - 256.0));
    double rounded = plus(times(a, LOG_2_E), rounder);
    double n = minus(rounded, rounder);
    double r = minus(minus(a, times(n, LN_2_HIGH)), minus(times(n, LN_2_LOW), low));
    return times(plus(expm1Reduced(r, single), 1.0), powerOfTwo(rounded));
  }

  /** e^(a + low) - 1 for |a| ≤ 700. */
  static double expm1(double a, double low, boolean single) {
    double rounded = plus(times(a, LOG_2_E), ROUNDER);
    double n = minus(rounded, ROUNDER);
    double r = minus(minus(a, times(n, LN_2_HIGH)), minus(times(n, LN_2_LOW), low));
    double power = powerOfTwo(rounded);
    return plus(minus(power, 1.0), times(power, expm1Reduced(r, single)));
  }

  static double expm1(double a, boolean single) {
    return expm1(a, constant(0.0), single);
  }

  static double artanhTail(double w, boolean single) {
    double square = times(w, w);
    return times(square, polynomial(square, single ? ARTANH_SHORT : ARTANH));
  }

  /** log(1 + e) / expUnit for e = scaled * expUnit, 0 ≤ e ≤ 1. */
  static double log1pScaled(double scaled, boolean single) {
    double half = over(scaled, plus(times(scaled, expUnit(single)), 2.0));
    double tail = artanhTail(times(half, expUnit(single)), single);
    return times(plus(half, times(half, tail)), 2.0);
  }

  private static double makeNormal(double x) {
    return less(x, constant(0x1p-1022), times(x, 0x1p+54), x);
  }

  /** A positive finite x is significand(x) * 2^exponent(x, significand(x)). */
  static double significand(double x) {
    double m = bitsOr(bitsAnd(makeNormal(x), 0x000fffffffffffffL), 0x3ff0000000000000L);
    return less(constant(0x1.6a09e667f3bcdp+0), m, times(m, 0.5), m);
  }

  static double exponent(double x, double significand) {
    double field = bitsOr(bitsShiftRight(makeNormal(x), 52), 0x4330000000000000L);
    double bias =
        less(x, constant(0x1p-1022), constant(0x1p+52 + 1077.0), constant(0x1p+52 + 1023.0));
    double floor = minus(field, bias);
    return less(significand, constant(1.0), plus(floor, 1.0), floor);
  }

  /** log x for positive finite x. */
  static double logPositive(double x, boolean single) {
    double m = significand(x);
    double n = exponent(x, m);
    double w = over(minus(m, 1.0), plus(m, 1.0));
    double tail = times(plus(w, times(w, artanhTail(w, single))), 2.0);
    return plus(times(n, LN_2_HIGH), plus(tail, times(n, LN_2_LOW)));
  }

  /** tanh t for t ≥ 0. */
  static double tanhPositive(double t, boolean single) {
    double m = expm1(times(min(t, 20.0), 2.0), single);
    return over(m, plus(m, 2.0));
  }

  /** W(u) of e^(z²) erfc z = W(u) / (1 + 2z) for z ≥ 0. */
  static double scaledErfc(double z, boolean single) {
    double u = over(minus(z, 3.75), plus(z, 3.75));
    return polynomial(u, single ? SCALED_ERFC_SHORT : SCALED_ERFC);
  }

  /** e^(-factor t²), the factor 1 or 1/2. */
  static double expMinusSquare(double t, double factor, boolean single) {
    if (single) {
      return expScaled(times(times(t, t), factor), true);
    }
    double high = highHalf(t);
    double square = times(times(high, high), factor);
    double low = times(times(minus(t, high), plus(t, high)), factor);
    return expScaled(square, low, false, false);
  }
}
