// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Coefficients.*;
import static org.actgrad.javaimpl.Elementary.*;

/**
 * The functions of {@code cpp/src/smooth.inl}, operation by operation, where they are explained.
 * {@code single}: the result will be rounded to float.
 */
final class Smooth {

  static final double GELU_TANH_A = 0x1.9884533d43651p0;
  static final double GELU_TANH_A_LOW = -0x1.cbc0d30ebfd15p-54;
  static final double GELU_TANH_B = 0x1.2444f2a4d8b4bp-4;
  static final double GELU_TANH_B_LOW = -0x1.6c843a29d1c70p-61;
  static final double RATIONAL_TANH_1 = 2.0 / 3.0;
  static final double RATIONAL_TANH_2 = 4.0 / 9.0;
  static final double RATIONAL_TANH_4 = 1.41645 * 16.0 / 81.0;

  private Smooth() {}

  /** The positive quiet NaN where x or y is NaN, else y: every provider has the same NaN. */
  static float canonical(float x, double y) {
    return x != x || y != y ? Float.NaN : (float) y;
  }

  static double canonical(double x, double y) {
    return x != x || y != y ? Double.NaN : y;
  }

  static double geluLimit(boolean single) {
    return single ? 37.0 : 42.0;
  }

  static double geluTanhLimit(boolean single) {
    return single ? 21.0 : 22.8;
  }

  static double erfLimit(boolean single) {
    return single ? 26.0 : 29.7;
  }

  static double sigmoidValue(boolean single, double x) {
    double e = expScaled(single, single, Math.min(Math.abs(x), expLimit(single))) * expUnit(single);
    return ifNegative(x, e, 1.0) / (1.0 + e);
  }

  static double sigmoidDerivative(boolean single, double x) {
    double scaled = expScaled(single, single, Math.min(Math.abs(x), expLimit(single)));
    double q = logisticScaled(single, scaled) * expUnit(single);
    return q - q * q;
  }

  static double sigmoidSecondDerivative(boolean single, double x) {
    double t = Math.min(Math.abs(x), expLimit(single));
    double scaled = expScaled(single, single, t);
    double d = 1.0 + scaled * expUnit(single);
    double q = logisticScaled(single, scaled) * expUnit(single);
    double tail = q - q * q * (3.0 - 2.0 * q);
    double middle = (q - q * q) * (Math.abs(expm1(single, -Math.min(t, 64.0), 0.0)) / d);
    double magnitude = select(q < 0.1875, tail, middle);
    return ifNegative(x, magnitude, -magnitude);
  }

  static double tanhValue(boolean single, double x) {
    return withSignOf(tanhPositive(single, Math.abs(x)), x);
  }

  private static double tanhSechSquare(boolean single, double t) {
    double scaled = expScaled(single, single, 2.0 * Math.min(t, 0.5 * expLimit(single)));
    double q = logisticScaled(single, scaled);
    return (q - q * (q * expUnit(single))) * (4.0 * expUnit(single));
  }

  static double tanhDerivative(boolean single, double x) {
    return tanhSechSquare(single, Math.abs(x));
  }

  static double tanhSecondDerivative(boolean single, double x) {
    double t = Math.abs(x);
    double magnitude = 2.0 * tanhPositive(single, t) * tanhSechSquare(single, t);
    return ifNegative(x, magnitude, -magnitude);
  }

  private static double scaledSign(SmoothParameters.Scaled k, double x) {
    return k.sign * x;
  }

  private static double scaledCut(SmoothParameters.Scaled k, double x) {
    return Math.min(Math.abs(x), k.bound);
  }

  private static double scaledZ(SmoothParameters.Scaled k, double t) {
    return k.beta * t;
  }

  private static double scaledLow(boolean single, SmoothParameters.Scaled k, double t, double z) {
    if (single) {
      return 0.0;
    }
    return productError(k.beta, t, z);
  }

  private static double scaledExpMinus(boolean single, double z, double low) {
    if (single) {
      return expScaled(single, single, z);
    }
    return expScaled(single, single, z, low);
  }

  static double softplusValue(boolean single, SmoothParameters.Softplus k, double x) {
    double tail = log1pScaled(single, softplusExpMinus(single, k, x)) / k.beta * expUnit(single);
    return ifNegative(scaledSign(k.scaled, x), tail, x + tail);
  }

  static double softplusDerivative(boolean single, SmoothParameters.Softplus k, double x) {
    double e = softplusExpMinus(single, k, x) * expUnit(single);
    return ifNegative(scaledSign(k.scaled, x), e, 1.0) / (1.0 + e);
  }

  static double softplusSecondDerivative(boolean single, SmoothParameters.Softplus k, double x) {
    double scaled = softplusExpMinus(single, k, x);
    double q = logisticScaled(single, scaled);
    return (q - q * (q * expUnit(single))) * k.beta * expUnit(single);
  }

  private static double softplusExpMinus(boolean single, SmoothParameters.Softplus k, double x) {
    double t = scaledCut(k.scaled, x);
    double z = scaledZ(k.scaled, t);
    return scaledExpMinus(single, z, scaledLow(single, k.scaled, t, z));
  }

  static double logSigmoidValue(boolean single, double x) {
    double scaled = expScaled(single, single, Math.min(Math.abs(x), expLimit(single)));
    double tail = log1pScaled(single, scaled) * expUnit(single);
    return ifNegative(x, x - tail, -tail);
  }

  static double logSigmoidDerivative(boolean single, double x) {
    double e = expScaled(single, single, Math.min(Math.abs(x), expLimit(single))) * expUnit(single);
    return ifNegative(x, 1.0, e) / (1.0 + e);
  }

  static double logSigmoidSecondDerivative(boolean single, double x) {
    double scaled = expScaled(single, single, Math.min(Math.abs(x), expLimit(single)));
    double q = logisticScaled(single, scaled) * expUnit(single);
    return q * q - q;
  }

  static double swishValue(boolean single, SmoothParameters.Swish k, double x) {
    double sign = scaledSign(k.scaled, x);
    double t = scaledCut(k.scaled, x);
    double z = scaledZ(k.scaled, t);
    double scaled = scaledExpMinus(single, z, scaledLow(single, k.scaled, t, z));
    double numerator = ifNegative(sign, withSignOf(t, x) * scaled, x);
    double unit = ifNegative(sign, expUnit(single), 1.0);
    return numerator / (1.0 + scaled * expUnit(single)) * unit;
  }

  static double swishDerivative(boolean single, SmoothParameters.Swish k, double x) {
    double t = scaledCut(k.scaled, x);
    double z = scaledZ(k.scaled, t);
    double low = scaledLow(single, k.scaled, t, z);
    double scaled = expScaled(single, false, z, low);
    double e = scaled * expUnit(single);
    double q = logisticScaled(single, scaled);
    double bell = q - q * (q * expUnit(single));
    double tail = swishNearRoot(single, k, z, low, bell * (1.0 - z + (e - low)) * expUnit(single));
    return ifNegative(scaledSign(k.scaled, x), tail, 1.0 - tail);
  }

  static double swishSecondDerivative(boolean single, SmoothParameters.Swish k, double x) {
    double t = scaledCut(k.scaled, x);
    double z = scaledZ(k.scaled, t);
    double low = scaledLow(single, k.scaled, t, z);
    double scaled = expScaled(single, false, z, low);
    double e = scaled * expUnit(single);
    double q = logisticScaled(single, scaled);
    double bell = q - q * (q * expUnit(single));
    double sum = 2.0 - z + (e * (2.0 + z) - low);
    double bend = bell * (sum - sum * (q * expUnit(single)));
    return swishNearSecondRoot(single, k, z, low, bend * k.beta * expUnit(single));
  }

  private static double swishNearRoot(
      boolean single, SmoothParameters.Swish k, double z, double low, double tail) {
    if (single) {
      return tail;
    }
    double d = 0x1.474973c84120bp0 - z + (0x1.f8d74bc9ac154p-54 - low);
    return select(Math.abs(d) < 0.25, d * swishRootPolynomial(d), tail);
  }

  private static double swishNearSecondRoot(
      boolean single, SmoothParameters.Swish k, double z, double low, double bend) {
    if (single) {
      return bend;
    }
    double d = 0x1.331e23ad9de11p1 - z + (0x1.a9c55ef03c74ap-53 - low);
    return select(Math.abs(d) < 0.25, d * swishSecondRootPolynomial(d) * k.beta, bend);
  }

  static double geluValue(boolean single, double x) {
    double t = Math.min(Math.abs(x), geluLimit(single));
    double z = t * 0x1.6a09e667f3bcdp-1;
    double tail =
        expMinusSquare(single, t, 0.5)
            * (0.5 * t)
            * scaledErfc(single, z)
            / (1.0 + 2.0 * z)
            * expUnit(single);
    double magnitude = geluNearZero(single, t, z, tail);
    return ifNegative(x, -magnitude, x - magnitude);
  }

  static double geluDerivative(boolean single, double x) {
    double t = Math.min(Math.abs(x), geluLimit(single));
    double tail = expMinusSquare(single, t, 0.5) * geluFromRoot(single, t) * expUnit(single);
    return ifNegative(x, tail, 1.0 - tail);
  }

  static double geluSecondDerivative(boolean single, double x) {
    double t = Math.min(Math.abs(x), geluLimit(single));
    return expMinusSquare(single, t, 0.5)
        * geluTwoMinusSquare(single, t)
        * (0x1.9884533d43651p-2 * expUnit(single));
  }

  private static double geluNearZero(boolean single, double t, double z, double tail) {
    if (single) {
      return tail;
    }
    double erf = z * erfPolynomial(z * z);
    return select(t < 0.6875, t * (0.5 - 0.5 * erf), tail);
  }

  private static double geluFromRoot(boolean single, double t) {
    double u = (t - 4.0) / (t + 4.0);
    if (single) {
      return (0x1.80ead197f00b4p-1 - t) * geluTailShortPolynomial(u);
    }
    return (0x1.80ead197f00b4p-1 - t - 0x1.13e74c58cada8p-56) * geluTailPolynomial(u);
  }

  private static double geluTwoMinusSquare(boolean single, double t) {
    if (single) {
      return 2.0 - t * t;
    }
    double high = highHalf(t);
    double low = t - high;
    return 2.0 - high * high - 2.0 * high * low - low * low;
  }

  static double geluTanhValue(boolean single, double x) {
    double t = Math.min(Math.abs(x), geluTanhLimit(single));
    double z = geluTanhZOf(single, t);
    double scaled = expScaled(single, single, z, geluTanhZLow(single, t));
    double numerator = ifNegative(x, -t * scaled, x);
    double unit = ifNegative(x, expUnit(single), 1.0);
    return numerator / (1.0 + scaled * expUnit(single)) * unit;
  }

  static double geluTanhDerivative(boolean single, double x) {
    double t = Math.min(Math.abs(x), geluTanhLimit(single));
    double z = geluTanhZOf(single, t);
    double low = geluTanhZLow(single, t);
    double scaled = expScaled(single, false, z, low);
    double e = scaled * expUnit(single);
    double q = logisticScaled(single, scaled);
    double bell = q - q * (q * expUnit(single));
    double cubic = 2.0 * GELU_TANH_B * (t * (t * t));
    double tail =
        geluTanhNearRoot(single, t, bell * (1.0 - z - cubic + (e - low)) * expUnit(single));
    return ifNegative(x, tail, 1.0 - tail);
  }

  private static double geluTanhZOf(boolean single, double t) {
    return t * (GELU_TANH_A + GELU_TANH_B * (t * t));
  }

  private static double geluTanhZLow(boolean single, double t) {
    if (single) {
      return 0.0;
    }
    double square = t * t;
    double term = GELU_TANH_B * square;
    double sum = GELU_TANH_A + term;
    double termLow =
        productError(GELU_TANH_B, square, term)
            + GELU_TANH_B * productError(t, t, square)
            + GELU_TANH_B_LOW * square;
    double back = sum - GELU_TANH_A;
    double sumLow = GELU_TANH_A - (sum - back) + (term - back) + (GELU_TANH_A_LOW + termLow);
    return productError(t, sum, t * sum) + t * sumLow;
  }

  private static double geluTanhNearRoot(boolean single, double t, double tail) {
    if (single) {
      return tail;
    }
    double d = 0x1.81429f9e97e4dp-1 - t - 0x1.4f523ed77dbdcp-55;
    return select(Math.abs(d) < 0.25, d * geluTanhRootPolynomial(d), tail);
  }

  static double mishValue(boolean single, double x) {
    double t = Math.min(Math.abs(x), expLimit(single));
    double scaled = expScaled(single, single, t);
    double e = scaled * expUnit(single);
    double numerator = ifNegative(x, -t * (scaled * (e + 2.0)), x * (1.0 + 2.0 * e));
    double denominator = ifNegative(x, e * (e + 2.0) + 2.0, 1.0 + 2.0 * e + 2.0 * (e * e));
    return numerator / denominator * ifNegative(x, expUnit(single), 1.0);
  }

  static double mishDerivative(boolean single, double x) {
    double t = Math.min(Math.abs(x), expLimit(single));
    double scaled = expScaled(single, false, t);
    double e = scaled * expUnit(single);
    double n = e * (e + 2.0);
    double d = ifNegative(x, n + 2.0, 1.0 + 2.0 * e + 2.0 * (e * e));
    double slope = 4.0 * t * (e * (1.0 + e)) * ifNegative(x, -1.0, e) / (d * d);
    double right = ifNegative(x, n, 1.0 + 2.0 * e) / d + slope;
    double sum = 4.0 * (1.0 - t) + e * (6.0 - 4.0 * t + e * (e + 4.0));
    double left = scaled * sum / (4.0 + n * (4.0 + n)) * expUnit(single);
    return mishNearRoot(single, x, select(x < -0.52, left, right));
  }

  private static double mishNearRoot(boolean single, double x, double y) {
    if (single) {
      return y;
    }
    double d = x + 0x1.31432c0d12d84p0 + 0x1.bf319154da210p-55;
    return select(Math.abs(d) < 0.6875, d * mishRootPolynomial(d), y);
  }

  static double eluValue(boolean single, SmoothParameters.Elu k, double x) {
    double m = expm1(single, -Math.min(Math.abs(x), 64.0), 0.0);
    return select(x < 0.0, k.product * m, k.scale * x);
  }

  static double eluDerivative(boolean single, SmoothParameters.Elu k, double x) {
    return select(x < 0.0, eluTail(single, k, x), select(0.0 < x, k.scale, k.atZero));
  }

  static double eluSecondDerivative(boolean single, SmoothParameters.Elu k, double x) {
    return select(x < 0.0, eluTail(single, k, x), select(0.0 < x, 0.0, k.secondAtZero));
  }

  private static double eluTail(boolean single, SmoothParameters.Elu k, double x) {
    return expScaled(single, single, Math.min(Math.abs(x), expLimit(single)))
        * k.product
        * expUnit(single);
  }

  static double celuValue(boolean single, SmoothParameters.Celu k, double x) {
    double t = Math.min(Math.abs(x), k.bound);
    double q = t / k.alpha;
    double below = k.alpha * expm1(single, -Math.min(q, 64.0), -celuLow(single, k, t, q));
    return select(x < 0.0, select(q < 0x1p-60, x, below), x);
  }

  static double celuDerivative(boolean single, SmoothParameters.Celu k, double x) {
    return select(x < 0.0, celuExpOf(single, k, x) * expUnit(single), 1.0);
  }

  static double celuSecondDerivative(boolean single, SmoothParameters.Celu k, double x) {
    double below = celuExpOf(single, k, x) / k.alpha * expUnit(single);
    return select(x < 0.0, below, select(0.0 < x, 0.0, k.secondAtZero));
  }

  private static double celuExpOf(boolean single, SmoothParameters.Celu k, double x) {
    double t = Math.min(Math.abs(x), k.bound);
    double q = t / k.alpha;
    if (single) {
      return expScaled(single, single, q);
    }
    return expScaled(single, single, q, celuLow(single, k, t, q));
  }

  private static double celuLow(boolean single, SmoothParameters.Celu k, double t, double q) {
    if (single) {
      return 0.0;
    }
    double product = q * k.alpha;
    return (t - product - productError(q, k.alpha, product)) / k.alpha;
  }

  static double softsignValue(boolean single, double x) {
    double t = Math.min(Math.abs(x), 0x1p100);
    return withSignOf(t / (1.0 + t), x);
  }

  static double softsignDerivative(boolean single, double x) {
    double r = 1.0 / (1.0 + Math.abs(x));
    return r * r;
  }

  static double softsignSecondDerivative(boolean single, double x) {
    double r = 1.0 / (1.0 + Math.abs(x));
    double magnitude = 2.0 * r * (r * r);
    return select(x < 0.0, magnitude, -magnitude);
  }

  static double tanhshrinkValue(boolean single, double x) {
    double t = Math.abs(x);
    double e =
        expScaled(single, single, 2.0 * Math.min(t, 0.5 * expLimit(single))) * expUnit(single);
    double above = t - 1.0 + 2.0 * e / (1.0 + e);
    double magnitude = select(t < 1.0, tanhshrinkBelowOne(single, Math.min(t, 1.0)), above);
    return withSignOf(magnitude, x);
  }

  static double tanhshrinkDerivative(boolean single, double x) {
    double tanh = tanhshrinkCloserTanh(single, Math.abs(x));
    return tanh * tanh;
  }

  private static double tanhshrinkCloserTanh(boolean single, double t) {
    double tanh = tanhPositive(single, t);
    if (single) {
      return tanh;
    }
    return select(t < 1.0, t - tanhshrinkBelowOne(single, Math.min(t, 1.0)), tanh);
  }

  private static double tanhshrinkBelowOne(boolean single, double t) {
    double square = t * t;
    if (single) {
      return t * (square * tanhshrinkCubeShortPolynomial(square));
    }
    return t * (square * tanhshrinkCubePolynomial(square));
  }

  static double squareplusValue(boolean single, SmoothParameters.Squareplus k, double x) {
    double t = Math.abs(x);
    double halfSum = 0.5 * t + 0.5 * squareplusRoot(single, k, t);
    return ifNegative(x, 0.5 * k.halfB / halfSum, halfSum);
  }

  static double squareplusDerivative(boolean single, SmoothParameters.Squareplus k, double x) {
    double t = Math.abs(x);
    double r = squareplusRoot(single, k, t);
    double nearZero = 0.5 - 0.5 * (Math.min(t, 0x1p500) / r);
    double tail = select(t * t < k.small, nearZero, k.halfB / (r + t) / r);
    return ifNegative(x, tail, 1.0 - tail);
  }

  private static double squareplusRoot(boolean single, SmoothParameters.Squareplus k, double t) {
    return select(t < 0x1p500, Math.sqrt(t * t + k.b), t);
  }

  static double sparsePlusValue(boolean single, double x) {
    double half = 0.5 * (x + 1.0);
    return select(x < 1.0, select(-1.0 < x, half * half, 0.0), x);
  }

  static double sparsePlusDerivative(boolean single, double x) {
    return select(x < 1.0, select(-1.0 < x, 0.5 * (x + 1.0), 0.0), 1.0);
  }

  static double lishtValue(boolean single, double x) {
    double t = Math.abs(x);
    return t * tanhPositive(single, t);
  }

  static double lishtDerivative(boolean single, double x) {
    double t = Math.abs(x);
    double bend = Math.min(t, expLimit(single)) * tanhSechSquare(single, t);
    return withSignOf(tanhPositive(single, t) + bend, x);
  }

  static double logCoshValue(boolean single, double x) {
    double t = Math.abs(x);
    double scaled = expScaled(single, single, 2.0 * Math.min(t, 0.5 * expLimit(single)));
    double above = t - LN2_HIGH + (log1pScaled(single, scaled) * expUnit(single) - LN2_LOW);
    return select(t < 0.70703125, logCoshNearZero(single, Math.min(t, 1.0)), above);
  }

  static double logCoshDerivative(boolean single, double x) {
    return withSignOf(tanhPositive(single, Math.abs(x)), x);
  }

  private static double logCoshNearZero(boolean single, double t) {
    double square = t * t;
    if (single) {
      return square * logCoshSquareShortPolynomial(square);
    }
    return square * logCoshSquarePolynomial(square);
  }

  static double hardSwishValue(boolean single, SmoothParameters.HardSwish k, double x) {
    double inside = x * (k.alpha * (x - k.lower));
    return select(x < k.upper, select(k.lower < x, inside, 0.0), x);
  }

  static double hardSwishDerivative(boolean single, SmoothParameters.HardSwish k, double x) {
    double inside = k.doubleAlpha * (x - k.root);
    double fromLower = select(k.lower < x, inside, select(x < k.lower, 0.0, k.atLower));
    return select(x < k.upper, fromLower, select(k.upper < x, 1.0, k.atUpper));
  }

  static double rectifiedTanhValue(boolean single, SmoothParameters.RectifiedTanh k, double x) {
    return select(0.0 < x, tanhPositive(single, Math.abs(x)), 0.0);
  }

  static double rectifiedTanhDerivative(
      boolean single, SmoothParameters.RectifiedTanh k, double x) {
    double above = tanhSechSquare(single, Math.abs(x));
    return select(0.0 < x, above, select(x < 0.0, 0.0, k.atZero));
  }

  static double rationalTanhValue(boolean single, double x) {
    double u = rationalTanhUOf(single, Math.min(Math.abs(x), 0x1p240));
    return withSignOf(1.7159 * (u / (1.0 + u)), x);
  }

  static double rationalTanhDerivative(boolean single, double x) {
    double t = Math.min(Math.abs(x), 0x1p240);
    double slope = RATIONAL_TANH_1 + t * (2.0 * RATIONAL_TANH_2 + t * t * (4.0 * RATIONAL_TANH_4));
    double d = 1.0 + rationalTanhUOf(single, t);
    return 1.7159 * slope / d / d;
  }

  private static double rationalTanhUOf(boolean single, double t) {
    return t * (RATIONAL_TANH_1 + t * (RATIONAL_TANH_2 + t * t * RATIONAL_TANH_4));
  }

  static double erfValue(boolean single, double x) {
    double t = Math.min(Math.abs(x), erfLimit(single));
    double erfc =
        expMinusSquare(single, t, 1.0) * expUnit(single) * scaledErfc(single, t) / (1.0 + 2.0 * t);
    double magnitude = select(t < 0.921875, erfNearZero(single, Math.min(t, 1.0)), 1.0 - erfc);
    return withSignOf(magnitude, x);
  }

  static double erfDerivative(boolean single, double x) {
    double t = Math.min(Math.abs(x), erfLimit(single));
    return expMinusSquare(single, t, 1.0) * (0x1.20dd750429b6dp0 * expUnit(single));
  }

  private static double erfNearZero(boolean single, double t) {
    double square = t * t;
    if (single) {
      return t * erfShortPolynomial(square);
    }
    return t * erfPolynomial(square);
  }

  static double expValue(boolean single, double x) {
    double t = Math.min(Math.abs(x), expLimit(single));
    double a = ifNegative(x, -t, t);
    if (single) {
      return expScaled(single, single, -a);
    }
    return expAnyScaled(single, a, 0.0) * expAnyUnit(a);
  }

  static double expDerivative(boolean single, double x) {
    return expValue(single, x);
  }

  static double logValue(boolean single, double x) {
    double notNegative =
        select(x < 0.0, Double.NaN, select(x == 0.0, -Double.POSITIVE_INFINITY, x));
    boolean positive = 0.0 < notNegative;
    double finite = select(x < Double.POSITIVE_INFINITY, logPositive(single, x), x);
    return select(positive, finite, notNegative);
  }

  static double logDerivative(boolean single, double x) {
    return 1.0 / x;
  }

  static double sqrtValue(boolean single, double x) {
    return Math.sqrt(x);
  }

  static double sqrtDerivative(boolean single, double x) {
    return 0.5 / Math.abs(Math.sqrt(x));
  }

  static double squareValue(boolean single, double x) {
    return x * x;
  }

  static double squareDerivative(boolean single, double x) {
    return 2.0 * x;
  }

  static double cubeValue(boolean single, double x) {
    return x * (x * x);
  }

  static double cubeDerivative(boolean single, double x) {
    return 3.0 * x * x;
  }

  private static double powerOf(boolean single, SmoothParameters.Power k, double x) {
    double t = Math.abs(x);
    boolean zero = t == 0.0;
    boolean infinite = t == Double.POSITIVE_INFINITY;
    double sign = ifNegative(x, select(x < 0.0, k.belowZero, k.atMinusZero), 1.0);
    double regular = powerOfPositive(single, k, select(infinite, 1.0, select(zero, 1.0, t)));
    double limit = select(infinite, k.atInfinity, k.atZero) * k.coefficient;
    return select(infinite, limit, select(zero, limit, regular)) * sign;
  }

  private static double powerOfPositive(boolean single, SmoothParameters.Power k, double t) {
    if (single) {
      double z = k.y * logPositive(false, t);
      return powerExpAny(single, k, z, 0.0);
    }
    double m = significand(t);
    double n = exponent(t, m);
    double sum = m + 1.0;
    double w = (m - 1.0) / sum;
    double product = w * sum;
    double remainder = m - 1.0 - product - productError(w, sum, product);
    double wLow = (remainder - w * (m - (sum - 1.0))) / sum;
    double first = n * LN2_HIGH;
    double second = 2.0 * w;
    double log = first + second;
    double logLow =
        sumError(first, second, log) + (n * LN2_LOW + (2.0 * wLow + second * artanhTail(false, w)));
    double z = k.y * log;
    return powerExpAny(single, k, z, productError(k.y, log, z) + k.y * logLow);
  }

  private static double powerExpAny(
      boolean single, SmoothParameters.Power k, double z, double low) {
    double sum = z + low;
    double a = ifNegative(sum, -Math.min(-sum, expLimit(false)), Math.min(sum, expLimit(false)));
    double scaled = expAnyScaled(single, a, sumError(z, low, sum));
    return scaled * k.coefficient * expAnyUnit(a);
  }

  static double powValue(boolean single, SmoothParameters.Pow k, double x) {
    return powerOf(single, k.value, x);
  }

  static double powDerivative(boolean single, SmoothParameters.Pow k, double x) {
    return powerOf(single, k.derivative, x);
  }

  private static double erfPolynomial(double x) {
    double square = x * x;
    double even =
        ((((ERF_10 * square + ERF_8) * square + ERF_6) * square + ERF_4) * square + ERF_2) * square
            + ERF_0;
    double odd =
        ((((ERF_11 * square + ERF_9) * square + ERF_7) * square + ERF_5) * square + ERF_3) * square
            + ERF_1;
    return even + x * odd;
  }

  private static double erfShortPolynomial(double x) {
    double square = x * x;
    double even =
        ((ERF_SHORT_6 * square + ERF_SHORT_4) * square + ERF_SHORT_2) * square + ERF_SHORT_0;
    double odd = (ERF_SHORT_5 * square + ERF_SHORT_3) * square + ERF_SHORT_1;
    return even + x * odd;
  }

  private static double swishRootPolynomial(double x) {
    double square = x * x;
    double even =
        (((((SWISH_ROOT_12 * square + SWISH_ROOT_10) * square + SWISH_ROOT_8) * square
                                    + SWISH_ROOT_6)
                                * square
                            + SWISH_ROOT_4)
                        * square
                    + SWISH_ROOT_2)
                * square
            + SWISH_ROOT_0;
    double odd =
        ((((SWISH_ROOT_11 * square + SWISH_ROOT_9) * square + SWISH_ROOT_7) * square + SWISH_ROOT_5)
                        * square
                    + SWISH_ROOT_3)
                * square
            + SWISH_ROOT_1;
    return even + x * odd;
  }

  private static double swishSecondRootPolynomial(double x) {
    double square = x * x;
    double even =
        (((((SWISH_SECOND_ROOT_12 * square + SWISH_SECOND_ROOT_10) * square + SWISH_SECOND_ROOT_8)
                                        * square
                                    + SWISH_SECOND_ROOT_6)
                                * square
                            + SWISH_SECOND_ROOT_4)
                        * square
                    + SWISH_SECOND_ROOT_2)
                * square
            + SWISH_SECOND_ROOT_0;
    double odd =
        ((((SWISH_SECOND_ROOT_11 * square + SWISH_SECOND_ROOT_9) * square + SWISH_SECOND_ROOT_7)
                                * square
                            + SWISH_SECOND_ROOT_5)
                        * square
                    + SWISH_SECOND_ROOT_3)
                * square
            + SWISH_SECOND_ROOT_1;
    return even + x * odd;
  }

  private static double geluTailPolynomial(double x) {
    double square = x * x;
    double even =
        (((((((((GELU_TAIL_20 * square + GELU_TAIL_18) * square + GELU_TAIL_16) * square
                                                                    + GELU_TAIL_14)
                                                                * square
                                                            + GELU_TAIL_12)
                                                        * square
                                                    + GELU_TAIL_10)
                                                * square
                                            + GELU_TAIL_8)
                                        * square
                                    + GELU_TAIL_6)
                                * square
                            + GELU_TAIL_4)
                        * square
                    + GELU_TAIL_2)
                * square
            + GELU_TAIL_0;
    double odd =
        (((((((((GELU_TAIL_21 * square + GELU_TAIL_19) * square + GELU_TAIL_17) * square
                                                                    + GELU_TAIL_15)
                                                                * square
                                                            + GELU_TAIL_13)
                                                        * square
                                                    + GELU_TAIL_11)
                                                * square
                                            + GELU_TAIL_9)
                                        * square
                                    + GELU_TAIL_7)
                                * square
                            + GELU_TAIL_5)
                        * square
                    + GELU_TAIL_3)
                * square
            + GELU_TAIL_1;
    return even + x * odd;
  }

  private static double geluTailShortPolynomial(double x) {
    double square = x * x;
    double even =
        ((((GELU_TAIL_SHORT_10 * square + GELU_TAIL_SHORT_8) * square + GELU_TAIL_SHORT_6) * square
                            + GELU_TAIL_SHORT_4)
                        * square
                    + GELU_TAIL_SHORT_2)
                * square
            + GELU_TAIL_SHORT_0;
    double odd =
        ((((GELU_TAIL_SHORT_11 * square + GELU_TAIL_SHORT_9) * square + GELU_TAIL_SHORT_7) * square
                            + GELU_TAIL_SHORT_5)
                        * square
                    + GELU_TAIL_SHORT_3)
                * square
            + GELU_TAIL_SHORT_1;
    return even + x * odd;
  }

  private static double geluTanhRootPolynomial(double x) {
    double square = x * x;
    double even =
        (((((GELU_TANH_ROOT_12 * square + GELU_TANH_ROOT_10) * square + GELU_TANH_ROOT_8) * square
                                    + GELU_TANH_ROOT_6)
                                * square
                            + GELU_TANH_ROOT_4)
                        * square
                    + GELU_TANH_ROOT_2)
                * square
            + GELU_TANH_ROOT_0;
    double odd =
        ((((GELU_TANH_ROOT_11 * square + GELU_TANH_ROOT_9) * square + GELU_TANH_ROOT_7) * square
                            + GELU_TANH_ROOT_5)
                        * square
                    + GELU_TANH_ROOT_3)
                * square
            + GELU_TANH_ROOT_1;
    return even + x * odd;
  }

  private static double mishRootPolynomial(double x) {
    double square = x * x;
    double even =
        (((((((((MISH_ROOT_20 * square + MISH_ROOT_18) * square + MISH_ROOT_16) * square
                                                                    + MISH_ROOT_14)
                                                                * square
                                                            + MISH_ROOT_12)
                                                        * square
                                                    + MISH_ROOT_10)
                                                * square
                                            + MISH_ROOT_8)
                                        * square
                                    + MISH_ROOT_6)
                                * square
                            + MISH_ROOT_4)
                        * square
                    + MISH_ROOT_2)
                * square
            + MISH_ROOT_0;
    double odd =
        ((((((((MISH_ROOT_19 * square + MISH_ROOT_17) * square + MISH_ROOT_15) * square
                                                            + MISH_ROOT_13)
                                                        * square
                                                    + MISH_ROOT_11)
                                                * square
                                            + MISH_ROOT_9)
                                        * square
                                    + MISH_ROOT_7)
                                * square
                            + MISH_ROOT_5)
                        * square
                    + MISH_ROOT_3)
                * square
            + MISH_ROOT_1;
    return even + x * odd;
  }

  private static double tanhshrinkCubePolynomial(double x) {
    double square = x * x;
    double even =
        ((((((TANHSHRINK_CUBE_14 * square + TANHSHRINK_CUBE_12) * square + TANHSHRINK_CUBE_10)
                                                * square
                                            + TANHSHRINK_CUBE_8)
                                        * square
                                    + TANHSHRINK_CUBE_6)
                                * square
                            + TANHSHRINK_CUBE_4)
                        * square
                    + TANHSHRINK_CUBE_2)
                * square
            + TANHSHRINK_CUBE_0;
    double odd =
        ((((((TANHSHRINK_CUBE_15 * square + TANHSHRINK_CUBE_13) * square + TANHSHRINK_CUBE_11)
                                                * square
                                            + TANHSHRINK_CUBE_9)
                                        * square
                                    + TANHSHRINK_CUBE_7)
                                * square
                            + TANHSHRINK_CUBE_5)
                        * square
                    + TANHSHRINK_CUBE_3)
                * square
            + TANHSHRINK_CUBE_1;
    return even + x * odd;
  }

  private static double tanhshrinkCubeShortPolynomial(double x) {
    double square = x * x;
    double even =
        (((TANHSHRINK_CUBE_SHORT_8 * square + TANHSHRINK_CUBE_SHORT_6) * square
                            + TANHSHRINK_CUBE_SHORT_4)
                        * square
                    + TANHSHRINK_CUBE_SHORT_2)
                * square
            + TANHSHRINK_CUBE_SHORT_0;
    double odd =
        ((TANHSHRINK_CUBE_SHORT_7 * square + TANHSHRINK_CUBE_SHORT_5) * square
                    + TANHSHRINK_CUBE_SHORT_3)
                * square
            + TANHSHRINK_CUBE_SHORT_1;
    return even + x * odd;
  }

  private static double logCoshSquarePolynomial(double x) {
    double square = x * x;
    double even =
        (((((LOG_COSH_SQUARE_12 * square + LOG_COSH_SQUARE_10) * square + LOG_COSH_SQUARE_8)
                                        * square
                                    + LOG_COSH_SQUARE_6)
                                * square
                            + LOG_COSH_SQUARE_4)
                        * square
                    + LOG_COSH_SQUARE_2)
                * square
            + LOG_COSH_SQUARE_0;
    double odd =
        ((((LOG_COSH_SQUARE_11 * square + LOG_COSH_SQUARE_9) * square + LOG_COSH_SQUARE_7) * square
                            + LOG_COSH_SQUARE_5)
                        * square
                    + LOG_COSH_SQUARE_3)
                * square
            + LOG_COSH_SQUARE_1;
    return even + x * odd;
  }

  private static double logCoshSquareShortPolynomial(double x) {
    double square = x * x;
    double even =
        ((LOG_COSH_SQUARE_SHORT_6 * square + LOG_COSH_SQUARE_SHORT_4) * square
                    + LOG_COSH_SQUARE_SHORT_2)
                * square
            + LOG_COSH_SQUARE_SHORT_0;
    double odd =
        (LOG_COSH_SQUARE_SHORT_5 * square + LOG_COSH_SQUARE_SHORT_3) * square
            + LOG_COSH_SQUARE_SHORT_1;
    return even + x * odd;
  }
}
