// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Coefficients.*;

/**
 * The functions of {@code cpp/src/elementary.inl}, operation by operation, where they are
 * explained: all providers give the same bits.
 */
final class Elementary {

  static final double LN2 = 0x1.62e42fefa39efp-1;
  static final double LN2_HIGH = 0x1.62e42feep-1;
  static final double LN2_LOW = 0x1.a39ef35793c76p-33;
  static final double LOG2_E = 0x1.71547652b82fep0;
  static final double ROUNDER = 0x1.8p52 + 1023.0;

  private Elementary() {}

  static double expLimit(boolean single) {
    return single ? 700.0 : 885.0;
  }

  static double expUnit(boolean single) {
    return single ? 1.0 : 0x1p-256;
  }

  static double expRounder(boolean single) {
    return 0x1.8p52 + (single ? 1023.0 : 1023.0 + 256.0);
  }

  static double select(boolean condition, double yes, double no) {
    return condition ? yes : no;
  }

  /** By the sign bit, and without a branch: random signs would mispredict half of them. */
  static double ifNegative(double sign, double yes, double no) {
    long mask = Double.doubleToRawLongBits(sign) >> 63;
    return Double.longBitsToDouble(
        (Double.doubleToRawLongBits(yes) & mask) | (Double.doubleToRawLongBits(no) & ~mask));
  }

  static double bitsAnd(double a, long bits) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) & bits);
  }

  static double bitsOr(double a, long bits) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) | bits);
  }

  static double bitsShiftLeft52(double a) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) << 52);
  }

  static double bitsShiftRight52(double a) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) >>> 52);
  }

  /** The magnitude must have no sign bit. */
  static double withSignOf(double magnitude, double sign) {
    return Double.longBitsToDouble(
        Double.doubleToRawLongBits(magnitude)
            | (Double.doubleToRawLongBits(sign) & 0x8000000000000000L));
  }

  /** The upper 26 bits of the significand: products of two such numbers are exact. */
  static double highHalf(double a) {
    return bitsAnd(a, 0xfffffffff8000000L);
  }

  static double productError(double x, double y, double product) {
    double xHigh = highHalf(x);
    double xLow = x - xHigh;
    double yHigh = highHalf(y);
    double yLow = y - yHigh;
    return xHigh * yHigh - product + xHigh * yLow + xLow * yHigh + xLow * yLow;
  }

  static double powerOfTwo(double rounded) {
    return bitsShiftLeft52(rounded);
  }

  static double expm1Reduced(boolean brief, double r) {
    if (brief) {
      return r + r * r * expShortPolynomial(r);
    }
    return r + r * r * expPolynomial(r);
  }

  static double expScaled(boolean single, boolean brief, double t, double low) {
    double rounded = expRounder(single) - t * LOG2_E;
    double n = rounded - expRounder(single);
    double r = n * -LN2_HIGH - t - (n * LN2_LOW + low);
    return (1.0 + expm1Reduced(brief, r)) * powerOfTwo(rounded);
  }

  static double expScaled(boolean single, boolean brief, double t) {
    if (!single) {
      return expScaled(single, brief, t, 0.0);
    }
    double rounded = expRounder(single) - t * LOG2_E;
    double r = (rounded - expRounder(single)) * -LN2 - t;
    return (1.0 + expm1Reduced(brief, r)) * powerOfTwo(rounded);
  }

  static double logisticScaled(boolean single, double scaled) {
    double e = scaled * expUnit(single);
    if (single) {
      return e / (1.0 + e);
    }
    return scaled - scaled * (e / (1.0 + e));
  }

  static double expAnyUnit(double a) {
    return ifNegative(a, 0x1p-256, 0x1p256);
  }

  static double expAnyScaled(boolean single, double a, double low) {
    double rounder = ifNegative(a, ROUNDER + 256.0, ROUNDER - 256.0);
    double rounded = a * LOG2_E + rounder;
    double n = rounded - rounder;
    double r = a - n * LN2_HIGH - (n * LN2_LOW - low);
    return (1.0 + expm1Reduced(single, r)) * powerOfTwo(rounded);
  }

  static double expm1(boolean single, double a, double low) {
    double rounded = a * LOG2_E + ROUNDER;
    double n = rounded - ROUNDER;
    double r = a - n * LN2_HIGH - (n * LN2_LOW - low);
    double power = powerOfTwo(rounded);
    return power - 1.0 + power * expm1Reduced(single, r);
  }

  static double artanhTail(boolean single, double w) {
    double square = w * w;
    if (single) {
      return square * artanhShortPolynomial(square);
    }
    return square * artanhPolynomial(square);
  }

  static double log1pScaled(boolean single, double scaled) {
    double half = scaled / (2.0 + scaled * expUnit(single));
    return 2.0 * (half + half * artanhTail(single, half * expUnit(single)));
  }

  static double makeNormal(double x) {
    return select(x < 0x1p-1022, x * 0x1p54, x);
  }

  static double significand(double x) {
    double m = bitsOr(bitsAnd(makeNormal(x), 0x000fffffffffffffL), 0x3ff0000000000000L);
    return select(0x1.6a09e667f3bcdp0 < m, m * 0.5, m);
  }

  static double exponent(double x, double significand) {
    double field = bitsOr(bitsShiftRight52(makeNormal(x)), 0x4330000000000000L);
    double floor = field - select(x < 0x1p-1022, 0x1p52 + 1077.0, 0x1p52 + 1023.0);
    return select(significand < 1.0, floor + 1.0, floor);
  }

  static double logPositive(boolean single, double x) {
    double m = significand(x);
    double n = exponent(x, m);
    double w = (m - 1.0) / (m + 1.0);
    return n * LN2_HIGH + (2.0 * (w + w * artanhTail(single, w)) + n * LN2_LOW);
  }

  static double sumError(double a, double b, double sum) {
    return a - sum + b;
  }

  static double tanhPositive(boolean single, double t) {
    double m = expm1(single, 2.0 * Math.min(t, 20.0), 0.0);
    return m / (m + 2.0);
  }

  static double scaledErfc(boolean single, double z) {
    double u = (z - 3.75) / (z + 3.75);
    if (single) {
      return scaledErfcShortPolynomial(u);
    }
    return scaledErfcPolynomial(u);
  }

  static double expMinusSquare(boolean single, double t, double factor) {
    if (single) {
      return expScaled(single, single, factor * (t * t));
    }
    double high = highHalf(t);
    return expScaled(single, single, factor * (high * high), factor * ((t - high) * (t + high)));
  }

  static double expPolynomial(double x) {
    double square = x * x;
    double even =
        ((((EXP_10 * square + EXP_8) * square + EXP_6) * square + EXP_4) * square + EXP_2) * square
            + EXP_0;
    double odd = (((EXP_9 * square + EXP_7) * square + EXP_5) * square + EXP_3) * square + EXP_1;
    return even + x * odd;
  }

  static double expShortPolynomial(double x) {
    double square = x * x;
    double even = (EXP_SHORT_4 * square + EXP_SHORT_2) * square + EXP_SHORT_0;
    double odd = (EXP_SHORT_5 * square + EXP_SHORT_3) * square + EXP_SHORT_1;
    return even + x * odd;
  }

  static double artanhPolynomial(double x) {
    double square = x * x;
    double even =
        ((((ARTANH_10 * square + ARTANH_8) * square + ARTANH_6) * square + ARTANH_4) * square
                    + ARTANH_2)
                * square
            + ARTANH_0;
    double odd =
        (((ARTANH_9 * square + ARTANH_7) * square + ARTANH_5) * square + ARTANH_3) * square
            + ARTANH_1;
    return even + x * odd;
  }

  static double artanhShortPolynomial(double x) {
    double square = x * x;
    double even = (ARTANH_SHORT_4 * square + ARTANH_SHORT_2) * square + ARTANH_SHORT_0;
    double odd = ARTANH_SHORT_3 * square + ARTANH_SHORT_1;
    return even + x * odd;
  }

  static double scaledErfcPolynomial(double x) {
    double square = x * x;
    double even =
        ((((((((((SCALED_ERFC_22 * square + SCALED_ERFC_20) * square + SCALED_ERFC_18) * square
                                                                            + SCALED_ERFC_16)
                                                                        * square
                                                                    + SCALED_ERFC_14)
                                                                * square
                                                            + SCALED_ERFC_12)
                                                        * square
                                                    + SCALED_ERFC_10)
                                                * square
                                            + SCALED_ERFC_8)
                                        * square
                                    + SCALED_ERFC_6)
                                * square
                            + SCALED_ERFC_4)
                        * square
                    + SCALED_ERFC_2)
                * square
            + SCALED_ERFC_0;
    double odd =
        (((((((((SCALED_ERFC_21 * square + SCALED_ERFC_19) * square + SCALED_ERFC_17) * square
                                                                    + SCALED_ERFC_15)
                                                                * square
                                                            + SCALED_ERFC_13)
                                                        * square
                                                    + SCALED_ERFC_11)
                                                * square
                                            + SCALED_ERFC_9)
                                        * square
                                    + SCALED_ERFC_7)
                                * square
                            + SCALED_ERFC_5)
                        * square
                    + SCALED_ERFC_3)
                * square
            + SCALED_ERFC_1;
    return even + x * odd;
  }

  static double scaledErfcShortPolynomial(double x) {
    double square = x * x;
    double even =
        (((((SCALED_ERFC_SHORT_12 * square + SCALED_ERFC_SHORT_10) * square + SCALED_ERFC_SHORT_8)
                                        * square
                                    + SCALED_ERFC_SHORT_6)
                                * square
                            + SCALED_ERFC_SHORT_4)
                        * square
                    + SCALED_ERFC_SHORT_2)
                * square
            + SCALED_ERFC_SHORT_0;
    double odd =
        (((((SCALED_ERFC_SHORT_13 * square + SCALED_ERFC_SHORT_11) * square + SCALED_ERFC_SHORT_9)
                                        * square
                                    + SCALED_ERFC_SHORT_7)
                                * square
                            + SCALED_ERFC_SHORT_5)
                        * square
                    + SCALED_ERFC_SHORT_3)
                * square
            + SCALED_ERFC_SHORT_1;
    return even + x * odd;
  }
}
