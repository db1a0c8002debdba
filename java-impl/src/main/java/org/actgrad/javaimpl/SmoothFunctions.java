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
      double e = times(expScaled(min(abs(x), expLimit(single)), single), expUnit(single));
      return over(ifNegative(x, e, constant(1.0)), plus(e, 1.0));
    }

    @Override
    double derivative(double x, boolean single) {
      double scaled = expScaled(min(abs(x), expLimit(single)), single);
      double q = times(logisticScaled(scaled, single), expUnit(single));
      return minus(q, times(q, q));
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = min(abs(x), expLimit(single));
      double scaled = expScaled(t, single);
      double d = plus(times(scaled, expUnit(single)), 1.0);
      double q = times(logisticScaled(scaled, single), expUnit(single));
      double tail = minus(q, times(times(q, q), minus(constant(3.0), times(q, 2.0))));
      double slope = over(abs(expm1(negate(min(t, 64.0)), single)), d);
      double middle = times(minus(q, times(q, q)), slope);
      double magnitude = less(q, constant(0.1875), tail, middle);
      return ifNegative(x, magnitude, negate(magnitude));
    }
  }

  static final class Tanh extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return withSignOf(tanhPositive(abs(x), single), x);
    }

    static double sechSquare(double t, boolean single) {
      double scaled = expScaled(times(min(t, 0.5 * expLimit(single)), 2.0), single);
      double q = logisticScaled(scaled, single);
      return times(bell(q, single), 4.0 * expUnit(single));
    }

    @Override
    double derivative(double x, boolean single) {
      return sechSquare(abs(x), single);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = abs(x);
      double magnitude = times(times(tanhPositive(t, single), 2.0), sechSquare(t, single));
      return ifNegative(x, magnitude, negate(magnitude));
    }
  }

  /** q - q² for q = e / (1 + e), all / expUnit. */
  private static double bell(double q, boolean single) {
    return minus(q, times(q, times(q, expUnit(single))));
  }

  /** beta * x as |beta x| = z + low, cut off where e^-z is zero for good. */
  private static final class Scaled {

    private final double magnitude;
    private final double sign;

    Scaled(double beta) {
      magnitude = Math.abs(beta);
      sign = Math.copySign(1.0, beta);
    }

    /** Has the sign of beta x. */
    double sign(double x) {
      return times(x, sign);
    }

    double cut(double x, boolean single) {
      return min(abs(x), expLimit(single) / magnitude);
    }

    double z(double t) {
      return times(t, magnitude);
    }

    double low(double t, double z, boolean single) {
      return single ? constant(0.0) : productError(constant(magnitude), t, z);
    }

    static double expMinus(double z, double low, boolean single) {
      return single ? expScaled(z, true) : expScaled(z, low, false, false);
    }
  }

  static final class Softplus extends SmoothFunction {

    private final Scaled scaled;
    private final double beta;

    Softplus(double[] p) {
      scaled = new Scaled(p[0]);
      beta = p[0];
    }

    @Override
    double value(double x, boolean single) {
      double tail = times(over(log1pScaled(expMinus(x, single), single), beta), expUnit(single));
      return ifNegative(scaled.sign(x), tail, plus(x, tail));
    }

    @Override
    double derivative(double x, boolean single) {
      double e = times(expMinus(x, single), expUnit(single));
      return over(ifNegative(scaled.sign(x), e, constant(1.0)), plus(e, 1.0));
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double q = logisticScaled(expMinus(x, single), single);
      return times(times(bell(q, single), beta), expUnit(single));
    }

    private double expMinus(double x, boolean single) {
      double t = scaled.cut(x, single);
      double z = scaled.z(t);
      return Scaled.expMinus(z, scaled.low(t, z, single), single);
    }
  }

  static final class LogSigmoid extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double scaled = expScaled(min(abs(x), expLimit(single)), single);
      double tail = times(log1pScaled(scaled, single), expUnit(single));
      return ifNegative(x, minus(x, tail), negate(tail));
    }

    @Override
    double derivative(double x, boolean single) {
      double e = times(expScaled(min(abs(x), expLimit(single)), single), expUnit(single));
      return over(ifNegative(x, constant(1.0), e), plus(e, 1.0));
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double scaled = expScaled(min(abs(x), expLimit(single)), single);
      double q = times(logisticScaled(scaled, single), expUnit(single));
      return minus(times(q, q), q);
    }
  }

  static final class Swish extends SmoothFunction {

    private final Scaled scaled;
    private final double beta;

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
      double numerator = ifNegative(sign, times(withSignOf(t, x), e), x);
      double unit = ifNegative(sign, constant(expUnit(single)), constant(1.0));
      return times(over(numerator, plus(times(e, expUnit(single)), 1.0)), unit);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = scaled.cut(x, single);
      double z = scaled.z(t);
      double low = scaled.low(t, z, single);
      double scaledE = expScaled(z, low, single, false);
      double e = times(scaledE, expUnit(single));
      double q = logisticScaled(scaledE, single);
      double sum = plus(minus(constant(1.0), z), minus(e, low));
      double tail = nearRoot(z, low, times(times(bell(q, single), sum), expUnit(single)), single);
      return ifNegative(scaled.sign(x), tail, minus(constant(1.0), tail));
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = scaled.cut(x, single);
      double z = scaled.z(t);
      double low = scaled.low(t, z, single);
      double scaledE = expScaled(z, low, single, false);
      double e = times(scaledE, expUnit(single));
      double q = logisticScaled(scaledE, single);
      double sum = plus(minus(constant(2.0), z), minus(times(e, plus(z, 2.0)), low));
      double bend = times(bell(q, single), minus(sum, times(sum, times(q, expUnit(single)))));
      return nearSecondRoot(z, low, times(times(bend, beta), expUnit(single)), single);
    }

    private static double nearRoot(double z, double low, double tail, boolean single) {
      if (single) {
        return tail;
      }
      double d = fromRoot(0x1.474973c84120bp+0, 0x1.f8d74bc9ac154p-54, z, low);
      return less(abs(d), constant(0.25), times(d, polynomial(d, SWISH_ROOT)), tail);
    }

    private double nearSecondRoot(double z, double low, double bend, boolean single) {
      if (single) {
        return bend;
      }
      double d = fromRoot(0x1.331e23ad9de11p+1, 0x1.a9c55ef03c74ap-53, z, low);
      double near = times(times(d, polynomial(d, SWISH_SECOND_ROOT)), beta);
      return less(abs(d), constant(0.25), near, bend);
    }

    private static double fromRoot(double root, double rootLow, double z, double low) {
      return plus(minus(constant(root), z), minus(constant(rootLow), low));
    }
  }

  static final class Gelu extends SmoothFunction {

    private static double limit(boolean single) {
      return single ? 37.0 : 42.0;
    }

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), limit(single));
      double z = times(t, 0x1.6a09e667f3bcdp-1);
      double tail =
          times(
              over(
                  times(
                      times(expMinusSquare(t, 0.5, single), times(t, 0.5)), scaledErfc(z, single)),
                  plus(times(z, 2.0), 1.0)),
              expUnit(single));
      double magnitude = nearZero(t, z, tail, single);
      return ifNegative(x, negate(magnitude), minus(x, magnitude));
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), limit(single));
      double tail =
          times(times(expMinusSquare(t, 0.5, single), fromRoot(t, single)), expUnit(single));
      return ifNegative(x, tail, minus(constant(1.0), tail));
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double t = min(abs(x), limit(single));
      return times(
          times(expMinusSquare(t, 0.5, single), twoMinusSquare(t, single)),
          0x1.9884533d43651p-2 * expUnit(single));
    }

    private static double nearZero(double t, double z, double tail, boolean single) {
      if (single) {
        return tail;
      }
      double erf = times(z, polynomial(times(z, z), ERF));
      double near = times(t, minus(constant(0.5), times(erf, 0.5)));
      return less(t, constant(0.6875), near, tail);
    }

    private static double fromRoot(double t, boolean single) {
      double u = over(minus(t, 4.0), plus(t, 4.0));
      double d = minus(constant(0x1.80ead197f00b4p-1), t);
      return single
          ? times(d, polynomial(u, GELU_TAIL_SHORT))
          : times(minus(d, 0x1.13e74c58cada8p-56), polynomial(u, GELU_TAIL));
    }

    private static double twoMinusSquare(double t, boolean single) {
      double two = constant(2.0);
      if (single) {
        return minus(two, times(t, t));
      }
      double high = highHalf(t);
      double low = minus(t, high);
      return minus(
          minus(minus(two, times(high, high)), times(times(high, 2.0), low)), times(low, low));
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
      double numerator = ifNegative(x, times(negate(t), scaled), x);
      double unit = ifNegative(x, constant(expUnit(single)), constant(1.0));
      return times(over(numerator, plus(times(scaled, expUnit(single)), 1.0)), unit);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), limit(single));
      double z = z(t);
      double low = zLow(t, single);
      double scaled = expScaled(z, low, single, false);
      double e = times(scaled, expUnit(single));
      double q = logisticScaled(scaled, single);
      double cubic = times(times(t, times(t, t)), 2.0 * B);
      double sum = plus(minus(minus(constant(1.0), z), cubic), minus(e, low));
      double tail = nearRoot(t, times(times(bell(q, single), sum), expUnit(single)), single);
      return ifNegative(x, tail, minus(constant(1.0), tail));
    }

    private static double z(double t) {
      return times(t, plus(times(times(t, t), B), A));
    }

    private static double zLow(double t, boolean single) {
      if (single) {
        return constant(0.0);
      }
      double square = times(t, t);
      double term = times(square, B);
      double sum = plus(term, A);
      double termLow =
          plus(
              plus(productError(constant(B), square, term), times(productError(t, t, square), B)),
              times(square, B_LOW));
      double back = minus(sum, A);
      double sumLow =
          plus(plus(minus(constant(A), minus(sum, back)), minus(term, back)), plus(termLow, A_LOW));
      return plus(productError(t, sum, times(t, sum)), times(t, sumLow));
    }

    private static double nearRoot(double t, double tail, boolean single) {
      if (single) {
        return tail;
      }
      double d = minus(minus(constant(0x1.81429f9e97e4dp-1), t), 0x1.4f523ed77dbdcp-55);
      return less(abs(d), constant(0.25), times(d, polynomial(d, GELU_TANH_ROOT)), tail);
    }
  }

  static final class Mish extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), expLimit(single));
      double scaled = expScaled(t, single);
      double e = times(scaled, expUnit(single));
      double eOne = plus(times(e, 2.0), 1.0);
      double numerator =
          ifNegative(x, times(negate(t), times(scaled, plus(e, 2.0))), times(x, eOne));
      double denominator = denominator(x, e, times(e, plus(e, 2.0)), eOne);
      double unit = ifNegative(x, constant(expUnit(single)), constant(1.0));
      return times(over(numerator, denominator), unit);
    }

    private static double denominator(double x, double e, double n, double eOne) {
      return ifNegative(x, plus(n, 2.0), plus(eOne, times(times(e, e), 2.0)));
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), expLimit(single));
      double scaled = expScaled(t, single, false);
      double e = times(scaled, expUnit(single));
      double n = times(e, plus(e, 2.0));
      double eOne = plus(times(e, 2.0), 1.0);
      double d = denominator(x, e, n, eOne);
      double slope =
          over(
              times(times(times(t, 4.0), times(e, plus(e, 1.0))), ifNegative(x, constant(-1.0), e)),
              times(d, d));
      double right = plus(over(ifNegative(x, n, eOne), d), slope);
      double sum =
          plus(
              times(minus(constant(1.0), t), 4.0),
              times(e, plus(minus(constant(6.0), times(t, 4.0)), times(e, plus(e, 4.0)))));
      double left =
          times(over(times(scaled, sum), plus(times(n, plus(n, 4.0)), 4.0)), expUnit(single));
      return nearRoot(x, less(x, constant(-0.52), left, right), single);
    }

    private static double nearRoot(double x, double y, boolean single) {
      if (single) {
        return y;
      }
      double d = plus(plus(x, 0x1.31432c0d12d84p+0), 0x1.bf319154da210p-55);
      return less(abs(d), constant(0.6875), times(d, polynomial(d, MISH_ROOT)), y);
    }
  }

  static final class Elu extends SmoothFunction {

    private final double scale;
    private final double product;

    Elu(double[] p) {
      scale = p[1];
      product = p[0] * p[1];
    }

    @Override
    double value(double x, boolean single) {
      double m = expm1(negate(min(abs(x), 64.0)), single);
      return less(x, constant(0.0), times(m, product), times(x, scale));
    }

    @Override
    double derivative(double x, boolean single) {
      double zero = constant(0.0);
      double right = less(zero, x, constant(scale), constant(product));
      return less(x, zero, tail(x, single), right);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      return less(x, constant(0.0), tail(x, single), constant(0.0));
    }

    private double tail(double x, boolean single) {
      double e = expScaled(min(abs(x), expLimit(single)), single);
      return times(times(e, product), expUnit(single));
    }
  }

  static final class Celu extends SmoothFunction {

    private final double alpha;

    Celu(double[] p) {
      alpha = p[0];
    }

    @Override
    double value(double x, boolean single) {
      double t = cut(x, single);
      double q = over(t, alpha);
      double below = times(expm1(negate(min(q, 64.0)), negate(low(t, q, single)), single), alpha);
      return less(x, constant(0.0), less(q, constant(0x1p-60), x, below), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double below = times(exp(x, single), expUnit(single));
      return less(x, constant(0.0), below, constant(1.0));
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double below = times(over(exp(x, single), alpha), expUnit(single));
      return less(x, constant(0.0), below, constant(0.0));
    }

    private double cut(double x, boolean single) {
      return min(abs(x), expLimit(single) * alpha);
    }

    private double exp(double x, boolean single) {
      double t = cut(x, single);
      double q = over(t, alpha);
      return single ? expScaled(q, true) : expScaled(q, low(t, q, false), false, false);
    }

    private double low(double t, double q, boolean single) {
      if (single) {
        return constant(0.0);
      }
      double product = times(q, alpha);
      double error = productError(q, constant(alpha), product);
      return over(minus(minus(t, product), error), alpha);
    }
  }

  static final class Softsign extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), 0x1p+100);
      return withSignOf(over(t, plus(t, 1.0)), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double r = over(constant(1.0), plus(abs(x), 1.0));
      return times(r, r);
    }

    @Override
    double secondDerivative(double x, boolean single) {
      double r = over(constant(1.0), plus(abs(x), 1.0));
      double magnitude = times(times(r, 2.0), times(r, r));
      return less(x, constant(0.0), magnitude, negate(magnitude));
    }
  }

  static final class Tanhshrink extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = abs(x);
      double e =
          times(expScaled(times(min(t, 0.5 * expLimit(single)), 2.0), single), expUnit(single));
      double above = plus(minus(t, 1.0), over(times(e, 2.0), plus(e, 1.0)));
      return withSignOf(less(t, constant(1.0), belowOne(min(t, 1.0), single), above), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double tanh = closerTanh(abs(x), single);
      return times(tanh, tanh);
    }

    private static double closerTanh(double t, boolean single) {
      double tanh = tanhPositive(t, single);
      return single ? tanh : less(t, constant(1.0), minus(t, belowOne(min(t, 1.0), false)), tanh);
    }

    private static double belowOne(double t, boolean single) {
      double square = times(t, t);
      return times(
          t, times(square, polynomial(square, single ? TANHSHRINK_CUBE_SHORT : TANHSHRINK_CUBE)));
    }
  }

  static final class Squareplus extends SmoothFunction {

    private final double b;

    Squareplus(double[] p) {
      b = p[0];
    }

    @Override
    double value(double x, boolean single) {
      double t = abs(x);
      double halfSum = plus(times(t, 0.5), times(root(t), 0.5));
      return ifNegative(x, over(constant(0.5 * (0.5 * b)), halfSum), halfSum);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = abs(x);
      double r = root(t);
      double half = constant(0.5);
      double nearZero = minus(half, times(over(min(t, 0x1p+500), r), 0.5));
      double far = over(over(constant(0.5 * b), plus(r, t)), r);
      double tail = less(times(t, t), constant(0.1 * b), nearZero, far);
      return ifNegative(x, tail, minus(constant(1.0), tail));
    }

    private double root(double t) {
      return less(t, constant(0x1p+500), sqrt(plus(times(t, t), b)), t);
    }
  }

  static final class SparsePlus extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double half = times(plus(x, 1.0), 0.5);
      double left = less(constant(-1.0), x, times(half, half), constant(0.0));
      return less(x, constant(1.0), left, x);
    }

    @Override
    double derivative(double x, boolean single) {
      double half = times(plus(x, 1.0), 0.5);
      double left = less(constant(-1.0), x, half, constant(0.0));
      return less(x, constant(1.0), left, constant(1.0));
    }
  }

  static final class Lisht extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = abs(x);
      return times(t, tanhPositive(t, single));
    }

    @Override
    double derivative(double x, boolean single) {
      double t = abs(x);
      double bend = times(min(t, expLimit(single)), Tanh.sechSquare(t, single));
      return withSignOf(plus(tanhPositive(t, single), bend), x);
    }
  }

  static final class LogCosh extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = abs(x);
      double scaled = expScaled(times(min(t, 0.5 * expLimit(single)), 2.0), single);
      double log = times(log1pScaled(scaled, single), expUnit(single));
      double above = plus(minus(t, LN_2_HIGH), minus(log, LN_2_LOW));
      return less(t, constant(0.70703125), nearZero(min(t, 1.0), single), above);
    }

    @Override
    double derivative(double x, boolean single) {
      return withSignOf(tanhPositive(abs(x), single), x);
    }

    private static double nearZero(double t, boolean single) {
      double square = times(t, t);
      return times(square, polynomial(square, single ? LOG_COSH_SQUARE_SHORT : LOG_COSH_SQUARE));
    }
  }

  static final class HardSwish extends SmoothFunction {

    private final double alpha;
    private final double root;
    private final double lower;
    private final double upper;

    HardSwish(double[] p) {
      alpha = p[0];
      root = -0.5 * p[1] / p[0];
      lower = -p[1] / p[0];
      upper = (1.0 - p[1]) / p[0];
    }

    @Override
    double value(double x, boolean single) {
      double inside = times(x, times(minus(x, lower), alpha));
      double left = less(constant(lower), x, inside, constant(0.0));
      return less(x, constant(upper), left, x);
    }

    @Override
    double derivative(double x, boolean single) {
      double inside = times(minus(x, root), 2.0 * alpha);
      double left = less(constant(lower), x, inside, constant(0.0));
      return less(x, constant(upper), left, constant(1.0));
    }
  }

  static final class RectifiedTanh extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return less(constant(0.0), x, tanhPositive(abs(x), single), constant(0.0));
    }

    @Override
    double derivative(double x, boolean single) {
      return less(constant(0.0), x, Tanh.sechSquare(abs(x), single), constant(0.0));
    }
  }

  static final class RationalTanh extends SmoothFunction {

    private static final double K_1 = 2.0 / 3.0;
    private static final double K_2 = 4.0 / 9.0;
    private static final double K_4 = 1.41645 * 16.0 / 81.0;

    @Override
    double value(double x, boolean single) {
      double u = u(min(abs(x), 0x1p+240));
      return withSignOf(times(over(u, plus(u, 1.0)), 1.7159), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), 0x1p+240);
      double slope = plus(times(t, plus(times(times(t, t), 4.0 * K_4), 2.0 * K_2)), K_1);
      double d = plus(u(t), 1.0);
      return over(over(times(slope, 1.7159), d), d);
    }

    private static double u(double t) {
      return times(t, plus(times(t, plus(times(times(t, t), K_4), K_2)), K_1));
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
          over(
              times(times(expMinusSquare(t, 1.0, single), expUnit(single)), scaledErfc(t, single)),
              plus(times(t, 2.0), 1.0));
      double above = minus(constant(1.0), erfc);
      return withSignOf(less(t, constant(0.921875), nearZero(min(t, 1.0), single), above), x);
    }

    @Override
    double derivative(double x, boolean single) {
      double t = min(abs(x), limit(single));
      return times(expMinusSquare(t, 1.0, single), 0x1.20dd750429b6dp+0 * expUnit(single));
    }

    private static double nearZero(double t, boolean single) {
      double square = times(t, t);
      return times(t, polynomial(square, single ? ERF_SHORT : ERF));
    }
  }

  static final class Exp extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double t = min(abs(x), expLimit(single));
      double a = ifNegative(x, negate(t), t);
      return single
          ? expScaled(negate(a), true)
          : times(expAnyScaled(a, constant(0.0), false), expAnyUnit(a));
    }

    @Override
    double derivative(double x, boolean single) {
      return value(x, single);
    }
  }

  static final class Log extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      double zero = constant(0.0);
      double zeroOrPositive = equal(x, 0.0, constant(Double.NEGATIVE_INFINITY), x);
      double notNegative = less(x, zero, constant(Double.NaN), zeroOrPositive);
      double infinity = constant(Double.POSITIVE_INFINITY);
      double finite = less(x, infinity, logPositive(x, single), x);
      return less(zero, notNegative, finite, notNegative);
    }

    @Override
    double derivative(double x, boolean single) {
      return over(constant(1.0), x);
    }
  }

  static final class Sqrt extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return sqrt(x);
    }

    @Override
    double derivative(double x, boolean single) {
      return over(constant(0.5), abs(sqrt(x)));
    }
  }

  static final class Square extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return times(x, x);
    }

    @Override
    double derivative(double x, boolean single) {
      return times(x, 2.0);
    }
  }

  static final class Cube extends SmoothFunction {

    @Override
    double value(double x, boolean single) {
      return times(x, times(x, x));
    }

    @Override
    double derivative(double x, boolean single) {
      return times(times(x, 3.0), x);
    }
  }

  /** coefficient * x^y. */
  private static final class Power {

    private final double coefficient;
    private final double y;
    private final double belowZero;
    private final double atMinusZero;
    private final double atZero;
    private final double atInfinity;

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
      double one = constant(1.0);
      double below = less(x, constant(0.0), constant(belowZero), constant(atMinusZero));
      double sign = ifNegative(x, below, one);
      double infinity = Double.POSITIVE_INFINITY;
      double regular = ofPositive(equal(t, infinity, one, equal(t, 0.0, one, t)), single);
      double limit = times(equal(t, infinity, constant(atInfinity), constant(atZero)), coefficient);
      return times(equal(t, infinity, limit, equal(t, 0.0, limit, regular)), sign);
    }

    private double ofPositive(double t, boolean single) {
      if (single) {
        return expAny(times(logPositive(t, false), y), constant(0.0), true);
      }
      double m = significand(t);
      double n = exponent(t, m);
      double sum = plus(m, 1.0);
      double w = over(minus(m, 1.0), sum);
      double product = times(w, sum);
      double remainder = minus(minus(minus(m, 1.0), product), productError(w, sum, product));
      double wLow = over(minus(remainder, times(w, minus(m, minus(sum, 1.0)))), sum);
      double first = times(n, LN_2_HIGH);
      double second = times(w, 2.0);
      double log = plus(first, second);
      double tail = plus(times(wLow, 2.0), times(second, artanhTail(w, false)));
      double logLow = plus(sumError(first, second, log), plus(times(n, LN_2_LOW), tail));
      double z = times(log, y);
      return expAny(z, plus(productError(constant(y), log, z), times(logLow, y)), false);
    }

    private double expAny(double z, double low, boolean single) {
      double sum = plus(z, low);
      double negative = negate(min(negate(sum), expLimit(false)));
      double a = ifNegative(sum, negative, min(sum, expLimit(false)));
      double scaled = expAnyScaled(a, sumError(z, low, sum), single);
      return times(times(scaled, coefficient), expAnyUnit(a));
    }
  }

  static final class Pow extends SmoothFunction {

    private final Power value;
    private final Power derivative;

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
      return times(y, minus(constant(1.0), y));
    }
  }

  static final class TanhFromOutput extends SmoothFunction {

    @Override
    double value(double y, boolean single) {
      return y;
    }

    @Override
    double derivative(double y, boolean single) {
      return times(minus(constant(1.0), y), plus(y, 1.0));
    }
  }

  static final class EluFromOutput extends SmoothFunction {

    private final double scale;
    private final double product;

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
      return less(constant(0.0), y, constant(scale), plus(y, product));
    }
  }
}
