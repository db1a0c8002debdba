// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Arithmetic.*;
import static org.actgrad.javaimpl.Coefficients.*;
import static org.actgrad.javaimpl.Elementary.*;

/**
 * The functions of {@code cpp/src/smooth.inl} and {@code cpp/src/from_output.inl}, which explain
 * them, operation by operation.
 */
final class SmoothFunctions {

  private SmoothFunctions() {}

  static final class Sigmoid extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double e = expScaled(min(abs(x), expLimit(single)), single) * expUnit(single);
      return ifNegative(x, e, 1.0) / (e + 1.0);
    }

    @Override
    double derivative(double x, boolean single) {
      double scaled = expScaled(min(abs(x), expLimit(single)), single);
      double q = logisticScaled(scaled, single) * expUnit(single);
      return q - q * q;
    }

    @Override
    float value(float x) {
      return Single.logistic(x);
    }

    @Override
    float derivative(float x) {
      return Single.logisticSlope(x);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = min(abs(x), expLimit(single));
      double scaled = expScaled(t, single);
      double d = scaled * expUnit(single) + 1.0;
      double q = logisticScaled(scaled, single) * expUnit(single);
      double tail = q - q * q * (3.0 - q * 2.0);
      double slope = abs(expm1(-min(t, 64.0), single)) / d;
      double middle = (q - q * q) * slope;
      double magnitude = less(q, 0.1875, tail, middle);
      return ifNegative(x, magnitude, -magnitude);
    }
  }

  static final class Tanh extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return withSignOf(tanhPositive(abs(x), single), x);
    }

    static double sechSquare(double t, boolean single) {
      double scaled = expScaled(min(t, 0.5 * expLimit(single)) * 2.0, single);
      double q = logisticScaled(scaled, single);
      return bell(q, single) * (4.0 * expUnit(single));
    }

    @Override
    double derivative(double x, boolean single) {
      return sechSquare(abs(x), single);
    }

    @Override
    float derivative(float x) {
      return Single.tanhSlope(x);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = abs(x);
      double magnitude = tanhPositive(t, single) * 2.0 * sechSquare(t, single);
      return ifNegative(x, magnitude, -magnitude);
    }
  }

  /** q - q² for q = e / (1 + e), all / expUnit. */
  private static double bell(double q, boolean single) {
    return q - q * (q * expUnit(single));
  }

  /** beta * x as |beta x| = z + low, cut off where e^-z is zero for good. */
  static final class Scaled {

    final double magnitude;
    final double sign;

    Scaled(double beta) {
      magnitude = Math.abs(beta);
      sign = Math.copySign(1.0, beta);
    }

    /** Has the sign of beta x. */
    double sign(double x) {
      return x * sign;
    }

    double cut(double x, boolean single) {
      return min(abs(x), expLimit(single) / magnitude);
    }

    double z(double t) {
      return t * magnitude;
    }

    double low(double t, double z, boolean single) {
      return single ? 0.0 : productError(magnitude, t, z);
    }

    static double expMinus(double z, double low, boolean single) {
      return single ? expScaled(z, true) : expScaled(z, low, false, false);
    }
  }

  static class Softplus extends SmoothFunction {

    final Scaled scaled;
    final double beta;

    Softplus(double[] p) {
      scaled = new Scaled(p[0]);
      beta = p[0];
    }

    @Override
    double value(double x, boolean single) {
      double tail = log1pScaled(expMinus(x, single), single) / beta * expUnit(single);
      return ifNegative(scaled.sign(x), tail, x + tail);
    }

    @Override
    double derivative(double x, boolean single) {
      double e = expMinus(x, single) * expUnit(single);
      return ifNegative(scaled.sign(x), e, 1.0) / (e + 1.0);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double q = logisticScaled(expMinus(x, single), single);
      return bell(q, single) * beta * expUnit(single);
    }

    private double expMinus(double x, boolean single) {
      double t = scaled.cut(x, single);
      double z = scaled.z(t);
      return Scaled.expMinus(z, scaled.low(t, z, single), single);
    }
  }

  /** Beta is 1; in float the product with another would have to be exact. */
  static final class StandardSoftplus extends Softplus {

    StandardSoftplus(double[] p) {
      super(p);
    }

    @Override
    float derivative(float x) {
      return Single.logistic(x);
    }
  }

  static final class LogSigmoid extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double scaled = expScaled(min(abs(x), expLimit(single)), single);
      double tail = log1pScaled(scaled, single) * expUnit(single);
      return ifNegative(x, x - tail, -tail);
    }

    @Override
    double derivative(double x, boolean single) {
      double e = expScaled(min(abs(x), expLimit(single)), single) * expUnit(single);
      return ifNegative(x, 1.0, e) / (e + 1.0);
    }

    @Override
    float derivative(float x) {
      return Single.logistic(-x);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double scaled = expScaled(min(abs(x), expLimit(single)), single);
      double q = logisticScaled(scaled, single) * expUnit(single);
      return q * q - q;
    }
  }

  static class Swish extends SmoothFunction {

    final Scaled scaled;
    final double beta;

    Swish(double[] p) {
      scaled = new Scaled(p[0]);
      beta = p[0];
    }

    @Override
    double value(double x, boolean single) {
      double sign = scaled.sign(x);
      double t = scaled.cut(x, single);
      double z = scaled.z(t);
      double e = Scaled.expMinus(z, scaled.low(t, z, single), single);
      double numerator = ifNegative(sign, withSignOf(t, x) * e, x);
      double unit = ifNegative(sign, expUnit(single), 1.0);
      return numerator / (e * expUnit(single) + 1.0) * unit;
    }

    @Override
    double derivative(double x, boolean single) {
      double t = scaled.cut(x, single);
      double z = scaled.z(t);
      double low = scaled.low(t, z, single);
      double scaledE = expScaled(z, low, single, false);
      double e = scaledE * expUnit(single);
      double q = logisticScaled(scaledE, single);
      double sum = 1.0 - z + (e - low);
      double tail = nearRoot(z, low, bell(q, single) * sum * expUnit(single), single);
      return ifNegative(scaled.sign(x), tail, 1.0 - tail);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = scaled.cut(x, single);
      double z = scaled.z(t);
      double low = scaled.low(t, z, single);
      double scaledE = expScaled(z, low, single, false);
      double e = scaledE * expUnit(single);
      double q = logisticScaled(scaledE, single);
      double near = 2.0 - z;
      double rest = e * (z + 2.0) - low;
      double sum = near + rest;
      double bell = bell(q, single);
      double factor = sum - sum * (q * expUnit(single));
      double bend = bell * factor;
      if (single) {
        return bend * beta;
      }
      double bendLow = productError(bell, factor, bend) + bell * anySumError(near, rest, sum);
      return nearSecondRoot(z, low, (bend * beta + bendLow * beta) * expUnit(false));
    }

    private static double nearRoot(double z, double low, double tail, boolean single) {
      if (single) {
        return tail;
      }
      double d = fromRoot(0x1.474973c84120bp+0, 0x1.f8d74bc9ac154p-54, z, low);
      return less(abs(d), 0.25, d * polynomial(d, SWISH_ROOT), tail);
    }

    private double nearSecondRoot(double z, double low, double bend) {
      double d = fromRoot(0x1.331e23ad9de11p+1, 0x1.a9c55ef03c74ap-53, z, low);
      double near = d * polynomial(d, SWISH_SECOND_ROOT) * beta;
      return less(abs(d), 0.625, near, bend);
    }

    private static double fromRoot(double root, double rootLow, double z, double low) {
      return root - z + (rootLow - low);
    }
  }

  /** Swish with beta 1. */
  static final class Silu extends Swish {

    Silu(double[] p) {
      super(p);
    }

    @Override
    float derivative(float x) {
      return Single.siluSlope(x);
    }
  }

  static final class Gelu extends SmoothFunction {

    private static double limit(boolean single) {
      return single ? 37.0 : 42.0;
    }

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), limit(single));
      double magnitude = timesDistribution(t, expMinusSquare(t, 0.5, single), single);
      return ifNegative(x, -magnitude, x - magnitude);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), limit(single));
      double tail = expMinusSquare(t, 0.5, single) * fromRoot(t, single) * expUnit(single);
      return ifNegative(x, tail, 1.0 - tail);
    }

    @Override
    float derivative(float x) {
      return Single.geluSlope(x);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = min(abs(x), limit(single));
      return expMinusSquare(t, 0.5, single)
          * twoMinusSquare(t, single)
          * (0x1.9884533d43651p-2 * expUnit(single));
    }

    private static double timesDistribution(double t, double e, boolean single) {
      double z = t * 0x1.6a09e667f3bcdp-1;
      if (single) {
        return e * (t * 0.5) * scaledErfc(z, true) / (z * 2.0 + 1.0);
      }
      double erf = z * polynomial(z * z, ERF);
      double near = t * (0.5 - erf * 0.5);
      double tail = e * polynomial(u(t), GELU_PRODUCT) * expUnit(false);
      return less(t, 0.8125, near, tail);
    }

    private static double u(double t) {
      return (t - 4.0) / (t + 4.0);
    }

    private static double fromRoot(double t, boolean single) {
      double d = 0x1.80ead197f00b4p-1 - t;
      return single
          ? d * polynomial(u(t), GELU_TAIL_SHORT)
          : (d - 0x1.13e74c58cada8p-56) * polynomial(u(t), GELU_TAIL);
    }

    private static double twoMinusSquare(double t, boolean single) {
      double two = 2.0;
      if (single) {
        return two - t * t;
      }
      double high = highHalf(t);
      double low = t - high;
      return two - high * high - high * 2.0 * low - low * low;
    }
  }

  static final class GeluTanh extends SmoothFunction {

    private static final double A = 0x1.9884533d43651p+0;
    private static final double A_LOW = -0x1.cbc0d30ebfd15p-54;
    private static final double B = 0x1.2444f2a4d8b4bp-4;
    private static final double B_LOW = -0x1.6c843a29d1c70p-61;

    private static double limit(boolean single) {
      return single ? 21.0 : 22.8;
    }

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), limit(single));
      double scaled = expScaled(z(t), zLow(t, single), single, single);
      double numerator = ifNegative(x, -t * scaled, x);
      double unit = ifNegative(x, expUnit(single), 1.0);
      return numerator / (scaled * expUnit(single) + 1.0) * unit;
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), limit(single));
      double z = z(t);
      double low = zLow(t, single);
      double scaled = expScaled(z, low, single, false);
      double e = scaled * expUnit(single);
      double q = logisticScaled(scaled, single);
      double term = t * t * B;
      double cubic = t * 2.0 * term;
      double sum = 1.0 - z - (cubic + (low + cubicLow(t, term, cubic, single))) + e;
      double tail = nearRoot(t, bell(q, single) * sum * expUnit(single), single);
      return ifNegative(x, tail, 1.0 - tail);
    }

    private static double z(double t) {
      return t * (t * t * B + A);
    }

    @Override
    float derivative(float x) {
      return Single.geluTanhSlope(x);
    }

    private static double cubicLow(double t, double term, double cubic, boolean single) {
      if (single) {
        return 0.0;
      }
      return productError(t * 2.0, term, cubic) + t * 2.0 * termLow(t, t * t, term);
    }

    private static double termLow(double t, double square, double term) {
      double error = productError(B, square, term) + productError(t, t, square) * B;
      return error + square * B_LOW;
    }

    private static double zLow(double t, boolean single) {
      if (single) {
        return 0.0;
      }
      double term = t * t * B;
      double sum = term + A;
      double sumLow = anySumError(A, term, sum) + (termLow(t, t * t, term) + A_LOW);
      return productError(t, sum, t * sum) + t * sumLow;
    }

    private static double nearRoot(double t, double tail, boolean single) {
      if (single) {
        return tail;
      }
      double d = 0x1.81429f9e97e4dp-1 - t - 0x1.4f523ed77dbdcp-55;
      return less(abs(d), 0.25, d * polynomial(d, GELU_TANH_ROOT), tail);
    }
  }

  static final class Mish extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), expLimit(single));
      double scaled = expScaled(t, single);
      double e = scaled * expUnit(single);
      double eOne = e * 2.0 + 1.0;
      double denominator = denominator(x, e, e * (e + 2.0), eOne);
      double rest = ifNegative(x, e * (e + 1.0), e * e * 2.0) / denominator;
      double tail = ifNegative(x, t * scaled, t);
      double magnitude = ifNegative(x, tail, x) - tail * rest;
      double unit = ifNegative(x, expUnit(single), 1.0);
      return withSignOf(magnitude * unit, x);
    }

    private static double denominator(double x, double e, double n, double eOne) {
      return ifNegative(x, n + 2.0, eOne + e * e * 2.0);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), expLimit(single));
      double scaled = expScaled(t, single, false);
      double e = scaled * expUnit(single);
      double n = e * (e + 2.0);
      double eOne = e * 2.0 + 1.0;
      double d = denominator(x, e, n, eOne);
      double slope = t * 4.0 * (e * (e + 1.0)) * ifNegative(x, -1.0, e) / (d * d);
      double right = ifNegative(x, n, eOne) / d + slope;
      double sum = (1.0 - t) * 4.0 + e * (6.0 - t * 4.0 + e * (e + 4.0));
      double left = scaled * sum / (n * (n + 4.0) + 4.0) * expUnit(single);
      return nearRoot(x, less(x, -0.52, left, right), single);
    }

    @Override
    float derivative(float x) {
      return Single.mishSlope(x);
    }

    private static double nearRoot(double x, double y, boolean single) {
      if (single) {
        return y;
      }
      double d = x + 0x1.31432c0d12d84p+0 + 0x1.bf319154da210p-55;
      return less(abs(d), 0.6875, d * polynomial(d, MISH_ROOT), y);
    }
  }

  static final class Elu extends SmoothFunction {

    final double scale;
    final double product;

    Elu(double[] p) {
      scale = p[1];
      product = p[0] * p[1];
    }

    @Override
    double value(double x, boolean single) {
      double m = expm1(-min(abs(x), 64.0), single);
      return less(x, 0.0, m * product, x * scale);
    }

    @Override
    double derivative(double x, boolean single) {
      double zero = 0.0;
      double right = less(zero, x, scale, product);
      return less(x, zero, tail(x, single), right);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      return less(x, 0.0, tail(x, single), 0.0);
    }

    private double tail(double x, boolean single) {
      double e = expScaled(min(abs(x), expLimit(single)), single);
      return e * product * expUnit(single);
    }
  }

  static final class Celu extends SmoothFunction {

    final double alpha;

    Celu(double[] p) {
      alpha = p[0];
    }

    @Override
    double value(double x, boolean single) {
      double t = cut(x, single);
      double q = t / alpha;
      double below = expm1(-min(q, 64.0), -low(t, q, single), single) * alpha;
      return less(x, 0.0, less(q, 0x1p-60, x, below), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double below = exp(x, single) * expUnit(single);
      return less(x, 0.0, below, 1.0);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double below = exp(x, single) / alpha * expUnit(single);
      return less(x, 0.0, below, 0.0);
    }

    private double cut(double x, boolean single) {
      return min(abs(x), expLimit(single) * alpha);
    }

    private double exp(double x, boolean single) {
      double t = cut(x, single);
      double q = t / alpha;
      return single ? expScaled(q, true) : expScaled(q, low(t, q, false), false, false);
    }

    private double low(double t, double q, boolean single) {
      if (single) {
        return 0.0;
      }
      double product = q * alpha;
      double error = productError(q, alpha, product);
      return (t - product - error) / alpha;
    }
  }

  static final class Softsign extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), 0x1p+100);
      return withSignOf(t / (t + 1.0), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double r = 1.0 / (abs(x) + 1.0);
      return r * r;
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = min(abs(x), 0x1p+360);
      double d = t + 1.0;
      double low = single ? 0.0 : anySumError(1.0, t, d);
      double magnitude = 0x1p-179 / (d * d * 0x1p-180 * (d + low * 3.0));
      return less(x, 0.0, magnitude, -magnitude);
    }
  }

  static final class Tanhshrink extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = abs(x);
      double e = expScaled(min(t, 0.5 * expLimit(single)) * 2.0, single) * expUnit(single);
      double above = t - 1.0 + e * 2.0 / (e + 1.0);
      return withSignOf(less(t, 1.0, belowOne(min(t, 1.0), single), above), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double tanh = closerTanh(abs(x), single);
      return tanh * tanh;
    }

    private static double closerTanh(double t, boolean single) {
      double tanh = tanhPositive(t, single);
      return single ? tanh : less(t, 1.0, t - belowOne(min(t, 1.0), false), tanh);
    }

    private static double belowOne(double t, boolean single) {
      double square = t * t;
      return t * (square * polynomial(square, single ? TANHSHRINK_CUBE_SHORT : TANHSHRINK_CUBE));
    }
  }

  static final class Squareplus extends SmoothFunction {

    final double b;

    Squareplus(double[] p) {
      b = p[0];
    }

    @Override
    double value(double x, boolean single) {
      double t = abs(x);
      double halfSum = t * 0.5 + root(t) * 0.5;
      return ifNegative(x, 0.5 * (0.5 * b) / halfSum, halfSum);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = abs(x);
      double r = root(t);
      double half = 0.5;
      double nearZero = half - min(t, 0x1p+500) / r * 0.5;
      double q = 0.5 * b / (r + t);
      double far = q / (q * 2.0 + t);
      double tail = less(t * t, 0.1 * b, nearZero, far);
      return ifNegative(x, tail, 1.0 - tail);
    }

    private double root(double t) {
      return less(t, 0x1p+500, sqrt(t * t + b), t);
    }
  }

  static final class SparsePlus extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double half = (x + 1.0) * 0.5;
      double left = less(-1.0, x, half * half, 0.0);
      return less(x, 1.0, left, x);
    }

    @Override
    double derivative(double x, boolean single) {
      double half = (x + 1.0) * 0.5;
      double left = less(-1.0, x, half, 0.0);
      return less(x, 1.0, left, 1.0);
    }
  }

  static final class Lisht extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = abs(x);
      return t * tanhPositive(t, single);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = abs(x);
      double bend = min(t, expLimit(single)) * Tanh.sechSquare(t, single);
      return withSignOf(tanhPositive(t, single) + bend, x);
    }
  }

  static final class LogCosh extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = abs(x);
      double scaled = expScaled(min(t, 0.5 * expLimit(single)) * 2.0, single);
      double log = log1pScaled(scaled, single) * expUnit(single);
      double above = t - LN_2_HIGH + (log - LN_2_LOW);
      return less(t, 0.70703125, nearZero(min(t, 1.0), single), above);
    }

    @Override
    double derivative(double x, boolean single) {
      return withSignOf(tanhPositive(abs(x), single), x);
    }

    private static double nearZero(double t, boolean single) {
      double square = t * t;
      return square * polynomial(square, single ? LOG_COSH_SQUARE_SHORT : LOG_COSH_SQUARE);
    }
  }

  static final class HardSwish extends SmoothFunction {

    final double alpha;
    final double root;
    final double lower;
    final double upper;

    HardSwish(double[] p) {
      alpha = p[0];
      root = -0.5 * p[1] / p[0];
      lower = -p[1] / p[0];
      upper = (1.0 - p[1]) / p[0];
    }

    @Override
    double value(double x, boolean single) {
      double inside = x * ((x - lower) * alpha);
      double left = less(lower, x, inside, 0.0);
      return less(x, upper, left, x);
    }

    @Override
    double derivative(double x, boolean single) {
      double inside = (x - root) * (2.0 * alpha);
      double left = less(lower, x, inside, 0.0);
      return less(x, upper, left, 1.0);
    }
  }

  static final class RectifiedTanh extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return less(0.0, x, tanhPositive(abs(x), single), 0.0);
    }

    @Override
    double derivative(double x, boolean single) {
      return less(0.0, x, Tanh.sechSquare(abs(x), single), 0.0);
    }
  }

  static final class RationalTanh extends SmoothFunction {

    private static final double K_1 = 2.0 / 3.0;
    private static final double K_2 = 4.0 / 9.0;
    private static final double K_4 = 1.41645 * 16.0 / 81.0;
    private static final double RECIPROCAL = 1.0 / 1.7159;

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), 0x1p+240);
      double u = t * (t * (t * t * K_4 + K_2) + K_1);
      return withSignOf(u / (u * RECIPROCAL + RECIPROCAL), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), 0x1p+240);
      double square = t * t;
      double a = square * K_4;
      double w = a + K_2;
      double p = t * w;
      double v = p + K_1;
      double u = t * v;
      double d = u + 1.0;
      double small = K_1 - t * (2.0 * K_2);
      if (single) {
        return (small + p * 4.0) * 1.7159 / d / d;
      }
      double aLow = productError(square, K_4, a) + productError(t, t, square) * K_4;
      double pLow = productError(t, w, p) + t * (anySumError(K_2, a, w) + aLow);
      double uLow = productError(t, v, u) + t * (anySumError(K_1, p, v) + pLow);
      double dLow = anySumError(1.0, u, d) + uLow;
      return (small + pLow * 4.0 + p * 4.0) * 1.7159 / d / (d + dLow * 2.0);
    }
  }

  static final class Erf extends SmoothFunction {

    private static double limit(boolean single) {
      return single ? 26.0 : 29.7;
    }

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), limit(single));
      double erfc =
          expMinusSquare(t, 1.0, single)
              * expUnit(single)
              * scaledErfc(t, single)
              / (t * 2.0 + 1.0);
      double above = 1.0 - erfc;
      return withSignOf(less(t, 0.921875, nearZero(min(t, 1.0), single), above), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), limit(single));
      return expMinusSquare(t, 1.0, single) * (0x1.20dd750429b6dp+0 * expUnit(single));
    }

    private static double nearZero(double t, boolean single) {
      double square = t * t;
      return t * polynomial(square, single ? ERF_SHORT : ERF);
    }
  }

  static final class Exp extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), expLimit(single));
      double a = ifNegative(x, -t, t);
      return single ? expScaled(-a, true) : expAnyScaled(a, 0.0, false) * expAnyUnit(a);
    }

    @Override
    double derivative(double x, boolean single) {
      return value(x, single);
    }
  }

  static final class Log extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double zero = 0.0;
      double zeroOrPositive = equal(x, 0.0, Double.NEGATIVE_INFINITY, x);
      double notNegative = less(x, zero, Double.NaN, zeroOrPositive);
      double infinity = Double.POSITIVE_INFINITY;
      double finite = less(x, infinity, logPositive(x, single), x);
      return less(zero, notNegative, finite, notNegative);
    }

    @Override
    double derivative(double x, boolean single) {
      return 1.0 / x;
    }
  }

  static final class Sqrt extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return sqrt(x);
    }

    @Override
    double derivative(double x, boolean single) {
      return 0.5 / abs(sqrt(x));
    }
  }

  static final class Square extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return x * x;
    }

    @Override
    double derivative(double x, boolean single) {
      return x * 2.0;
    }

    @Override
    float value(float x) {
      return x * x;
    }

    @Override
    float derivative(float x) {
      return x * 2.0f;
    }
  }

  static final class Cube extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return x * (x * x);
    }

    @Override
    double derivative(double x, boolean single) {
      return x * 3.0 * x;
    }
  }

  /** coefficient * x^y. */
  static final class Power {

    final double coefficient;
    final double y;
    final double belowZero;
    final double atMinusZero;
    final double atZero;
    final double atInfinity;

    Power(double coefficient, double y) {
      this.coefficient = coefficient;
      this.y = y;
      boolean integer = Math.rint(y) == y;
      boolean odd = integer && Math.abs(y) < 0x1p53 && (long) y % 2 != 0;
      belowZero = !integer ? Double.NaN : odd ? -1.0 : 1.0;
      atMinusZero = odd ? -1.0 : 1.0;
      atZero = y < 0.0 ? Double.POSITIVE_INFINITY : y == 0.0 ? 1.0 : 0.0;
      atInfinity = y < 0.0 ? 0.0 : y == 0.0 ? 1.0 : Double.POSITIVE_INFINITY;
    }

    double of(double x, boolean single) {
      double t = abs(x);
      double one = 1.0;
      double below = less(x, 0.0, belowZero, atMinusZero);
      double sign = ifNegative(x, below, one);
      double infinity = Double.POSITIVE_INFINITY;
      double regular = ofPositive(equal(t, infinity, one, equal(t, 0.0, one, t)), single);
      double limit = equal(t, infinity, atInfinity, atZero) * coefficient;
      return equal(t, infinity, limit, equal(t, 0.0, limit, regular)) * sign;
    }

    private double ofPositive(double t, boolean single) {
      if (single) {
        return expAny(logPositive(t, false) * y, 0.0, true);
      }
      double m = significand(t);
      double n = exponent(t, m);
      double sum = m + 1.0;
      double w = (m - 1.0) / sum;
      double product = w * sum;
      double remainder = m - 1.0 - product - productError(w, sum, product);
      double wLow = (remainder - w * (m - (sum - 1.0))) / sum;
      double first = n * LN_2_HIGH;
      double second = w * 2.0;
      double log = first + second;
      double tail = wLow * 2.0 + second * artanhTail(w, false);
      double logLow = sumError(first, second, log) + (n * LN_2_LOW + tail);
      double z = log * y;
      return expAny(z, productError(y, log, z) + logLow * y, false);
    }

    private double expAny(double z, double low, boolean single) {
      double sum = z + low;
      double negative = -min(-sum, expLimit(false));
      double a = ifNegative(sum, negative, min(sum, expLimit(false)));
      double scaled = expAnyScaled(a, sumError(z, low, sum), single);
      return scaled * coefficient * expAnyUnit(a);
    }
  }

  static final class Pow extends SmoothFunction {

    final Power value;
    final Power derivative;

    Pow(double[] p) {
      double factor = p[0] * p[1];
      value = new Power(p[0], p[0] == 0.0 ? 0.0 : p[1]);
      derivative = new Power(factor, factor == 0.0 ? 0.0 : p[1] - 1.0);
    }

    @Override
    double value(double x, boolean single) {
      return value.of(x, single);
    }

    @Override
    double derivative(double x, boolean single) {
      return derivative.of(x, single);
    }
  }

  /** Its x is y = f(x), as that of the two below. */
  static final class SigmoidFromOutput extends SmoothFunction {

    @Override
    double value(double y, boolean single) {
      return y;
    }

    @Override
    double derivative(double y, boolean single) {
      return y * (1.0 - y);
    }
  }

  static final class TanhFromOutput extends SmoothFunction {

    @Override
    double value(double y, boolean single) {
      return y;
    }

    @Override
    double derivative(double y, boolean single) {
      return (1.0 - y) * (y + 1.0);
    }
  }

  static final class EluFromOutput extends SmoothFunction {

    final double scale;
    final double product;

    EluFromOutput(double[] p) {
      scale = p[1];
      product = p[0] * p[1];
    }

    @Override
    double value(double y, boolean single) {
      return y;
    }

    @Override
    double derivative(double y, boolean single) {
      return less(0.0, y, scale, y + product);
    }
  }
}
