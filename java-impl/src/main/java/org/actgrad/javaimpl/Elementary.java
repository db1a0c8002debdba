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
  static final double LOG_2_E = 0x1.71547652b82fep+0;
  static final double ROUNDER = 0x1.8p+52 + 1023.0;

  private Elementary() {}

  static double min(double a, double limit) {
    return less(a, limit, a, limit);
  }

  /** c[0] + c[1] x + c[2] x² + ..., the even and the odd powers side by side. */
  static double polynomial(double x, double[] c) {
    double square = x * x;
    double even = c[c.length - 1 & ~1];
    double odd = c[c.length - 2 | 1];
    if (c.length % 2 != 0) {
      even = even * square + c[c.length - 3];
    }
    for (int k = (c.length - 2 | 1) - 2; k > 0; k -= 2) {
      odd = odd * square + c[k];
      even = even * square + c[k - 1];
    }
    return even + x * odd;
  }

  static double expLimit(boolean single) {
    return single ? 700.0 : 885.0;
  }

  static double expUnit(boolean single) {
    return single ? 1.0 : 0x1p-256;
  }

  static double expRounder(boolean single) {
    return 0x1.8p+52 + (single ? 1023.0 : 1023.0 + 256.0);
  }

  private static double powerOfTwo(double rounded) {
    return bitsShiftLeft(rounded, 52);
  }

  private static double expm1Reduced(double r, boolean brief) {
    return r + r * r * polynomial(r, brief ? EXP_SHORT : EXP);
  }

  /** e^-(t + low) / expUnit. */
  static double expScaled(double t, double low, boolean single, boolean brief) {
    double rounded = expRounder(single) - t * LOG_2_E;
    double n = rounded - expRounder(single);
    double r = n * -LN_2_HIGH - t - (n * LN_2_LOW + low);
    return (expm1Reduced(r, brief) + 1.0) * powerOfTwo(rounded);
  }

  static double expScaled(double t, boolean single, boolean brief) {
    if (!single) {
      return expScaled(t, 0.0, false, brief);
    }
    double rounded = expRounder(true) - t * LOG_2_E;
    double r = (rounded - expRounder(true)) * -LN_2 - t;
    return (expm1Reduced(r, brief) + 1.0) * powerOfTwo(rounded);
  }

  static double expScaled(double t, boolean single) {
    return expScaled(t, single, single);
  }

  /** e / (1 + e) / expUnit for e = scaled * expUnit ≤ 1. */
  static double logisticScaled(double scaled, boolean single) {
    double e = scaled * expUnit(single);
    return single ? e / (e + 1.0) : scaled - scaled * (e / (e + 1.0));
  }

  static double highHalf(double a) {
    return bitsAnd(a, 0xfffffffff8000000L);
  }

  /** x * y - product, for the rounded product. */
  static double productError(double x, double y, double product) {
    double xHigh = highHalf(x);
    double xLow = x - xHigh;
    double yHigh = highHalf(y);
    double yLow = y - yHigh;
    return xHigh * yHigh - product + xHigh * yLow + xLow * yHigh + xLow * yLow;
  }

  /** The rounding error of the sum of a and b, where |a| ≥ |b| or a = 0. */
  static double sumError(double a, double b, double sum) {
    return a - sum + b;
  }

  /** The same whichever is the greater. */
  static double anySumError(double a, double b, double sum) {
    double back = sum - a;
    return a - (sum - back) + (b - back);
  }

  static double expAnyUnit(double a) {
    return ifNegative(a, 0x1p-256, 0x1p+256);
  }

  /** e^(a + low) / expAnyUnit(a) for |a| ≤ 885. */
  static double expAnyScaled(double a, double low, boolean single) {
    double rounder = ifNegative(a, ROUNDER + 256.0, ROUNDER - 256.0);
    double rounded = a * LOG_2_E + rounder;
    double n = rounded - rounder;
    double r = a - n * LN_2_HIGH - (n * LN_2_LOW - low);
    return (expm1Reduced(r, single) + 1.0) * powerOfTwo(rounded);
  }

  /** e^(a + low) - 1 for |a| ≤ 700. */
  static double expm1(double a, double low, boolean single) {
    double rounded = a * LOG_2_E + ROUNDER;
    double n = rounded - ROUNDER;
    double r = a - n * LN_2_HIGH - (n * LN_2_LOW - low);
    double power = powerOfTwo(rounded);
    return power - 1.0 + power * expm1Reduced(r, single);
  }

  static double expm1(double a, boolean single) {
    return expm1(a, 0.0, single);
  }

  static double artanhTail(double w, boolean single) {
    double square = w * w;
    return square * polynomial(square, single ? ARTANH_SHORT : ARTANH);
  }

  /** log(1 + e) / expUnit for e = scaled * expUnit, 0 ≤ e ≤ 1. */
  static double log1pScaled(double scaled, boolean single) {
    double half = scaled / (scaled * expUnit(single) + 2.0);
    double tail = artanhTail(half * expUnit(single), single);
    return (half + half * tail) * 2.0;
  }

  private static double makeNormal(double x) {
    return less(x, 0x1p-1022, x * 0x1p+54, x);
  }

  /** A positive finite x is significand(x) * 2^exponent(x, significand(x)). */
  static double significand(double x) {
    double m = bitsOr(bitsAnd(makeNormal(x), 0x000fffffffffffffL), 0x3ff0000000000000L);
    return less(0x1.6a09e667f3bcdp+0, m, m * 0.5, m);
  }

  static double exponent(double x, double significand) {
    double field = bitsOr(bitsShiftRight(makeNormal(x), 52), 0x4330000000000000L);
    double bias = less(x, 0x1p-1022, 0x1p+52 + 1077.0, 0x1p+52 + 1023.0);
    double floor = field - bias;
    return less(significand, 1.0, floor + 1.0, floor);
  }

  /** log x for positive finite x. */
  static double logPositive(double x, boolean single) {
    double m = significand(x);
    double n = exponent(x, m);
    double w = (m - 1.0) / (m + 1.0);
    double tail = (w + w * artanhTail(w, single)) * 2.0;
    return n * LN_2_HIGH + (tail + n * LN_2_LOW);
  }

  /** tanh t for t ≥ 0. */
  static double tanhPositive(double t, boolean single) {
    double m = expm1(min(t, 20.0) * 2.0, single);
    return m / (m + 2.0);
  }

  /** W(u) of e^(z²) erfc z = W(u) / (1 + 2z) for z ≥ 0. */
  static double scaledErfc(double z, boolean single) {
    double u = (z - 3.75) / (z + 3.75);
    return polynomial(u, single ? SCALED_ERFC_SHORT : SCALED_ERFC);
  }

  /** e^(-factor t²), the factor 1 or 1/2. */
  static double expMinusSquare(double t, double factor, boolean single) {
    if (single) {
      return expScaled(t * t * factor, true);
    }
    double high = highHalf(t);
    double square = high * high * factor;
    double low = (t - high) * (t + high) * factor;
    return expScaled(square, low, false, false);
  }
}
