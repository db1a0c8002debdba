// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Coefficients.*;
import static org.actgrad.javaimpl.VectorArithmetic.*;
import static org.actgrad.javaimpl.VectorElementary.*;

import jdk.incubator.vector.DoubleVector;

/**
 * The functions of {@code cpp/src/smooth.inl} and {@code cpp/src/from_output.inl}, which explain
 * them, operation by operation.
 */
final class VectorSmoothFunctions {

  private VectorSmoothFunctions() {}

  static final class Sigmoid extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector e = times(expScaled(min(abs(x), expLimit(single)), single), expUnit(single));
      return over(ifNegative(x, e, constant(1.0)), plus(e, 1.0));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector scaled = expScaled(min(abs(x), expLimit(single)), single);
      DoubleVector q = times(logisticScaled(scaled, single), expUnit(single));
      return minus(q, times(q, q));
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), expLimit(single));
      DoubleVector scaled = expScaled(t, single);
      DoubleVector d = plus(times(scaled, expUnit(single)), 1.0);
      DoubleVector q = times(logisticScaled(scaled, single), expUnit(single));
      DoubleVector tail = minus(q, times(times(q, q), minus(constant(3.0), times(q, 2.0))));
      DoubleVector slope = over(abs(expm1(negate(min(t, 64.0)), single)), d);
      DoubleVector middle = times(minus(q, times(q, q)), slope);
      DoubleVector magnitude = less(q, constant(0.1875), tail, middle);
      return ifNegative(x, magnitude, negate(magnitude));
    }
  }

  static final class Tanh extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      return withSignOf(tanhPositive(abs(x), single), x);
    }

    static DoubleVector sechSquare(DoubleVector t, boolean single) {
      DoubleVector scaled = expScaled(times(min(t, 0.5 * expLimit(single)), 2.0), single);
      DoubleVector q = logisticScaled(scaled, single);
      return times(bell(q, single), 4.0 * expUnit(single));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      return sechSquare(abs(x), single);
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      DoubleVector t = abs(x);
      DoubleVector magnitude = times(times(tanhPositive(t, single), 2.0), sechSquare(t, single));
      return ifNegative(x, magnitude, negate(magnitude));
    }
  }

  /** q - q² for q = e / (1 + e), all / expUnit. */
  private static DoubleVector bell(DoubleVector q, boolean single) {
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
    DoubleVector sign(DoubleVector x) {
      return times(x, sign);
    }

    DoubleVector cut(DoubleVector x, boolean single) {
      return min(abs(x), expLimit(single) / magnitude);
    }

    DoubleVector z(DoubleVector t) {
      return times(t, magnitude);
    }

    DoubleVector low(DoubleVector t, DoubleVector z, boolean single) {
      return single ? constant(0.0) : productError(constant(magnitude), t, z);
    }

    static DoubleVector expMinus(DoubleVector z, DoubleVector low, boolean single) {
      return single ? expScaled(z, true) : expScaled(z, low, false, false);
    }
  }

  static final class Softplus extends VectorSmoothFunction {

    private final Scaled scaled;
    private final double beta;

    Softplus(double[] p) {
      scaled = new Scaled(p[0]);
      beta = p[0];
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector tail =
          times(over(log1pScaled(expMinus(x, single), single), beta), expUnit(single));
      return ifNegative(scaled.sign(x), tail, plus(x, tail));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector e = times(expMinus(x, single), expUnit(single));
      return over(ifNegative(scaled.sign(x), e, constant(1.0)), plus(e, 1.0));
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      DoubleVector q = logisticScaled(expMinus(x, single), single);
      return times(times(bell(q, single), beta), expUnit(single));
    }

    private DoubleVector expMinus(DoubleVector x, boolean single) {
      DoubleVector t = scaled.cut(x, single);
      DoubleVector z = scaled.z(t);
      return Scaled.expMinus(z, scaled.low(t, z, single), single);
    }
  }

  static final class LogSigmoid extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector scaled = expScaled(min(abs(x), expLimit(single)), single);
      DoubleVector tail = times(log1pScaled(scaled, single), expUnit(single));
      return ifNegative(x, minus(x, tail), negate(tail));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector e = times(expScaled(min(abs(x), expLimit(single)), single), expUnit(single));
      return over(ifNegative(x, constant(1.0), e), plus(e, 1.0));
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      DoubleVector scaled = expScaled(min(abs(x), expLimit(single)), single);
      DoubleVector q = times(logisticScaled(scaled, single), expUnit(single));
      return minus(times(q, q), q);
    }
  }

  static final class Swish extends VectorSmoothFunction {

    private final Scaled scaled;
    private final double beta;

    Swish(double[] p) {
      scaled = new Scaled(p[0]);
      beta = p[0];
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector sign = scaled.sign(x);
      DoubleVector t = scaled.cut(x, single);
      DoubleVector z = scaled.z(t);
      DoubleVector e = Scaled.expMinus(z, scaled.low(t, z, single), single);
      DoubleVector numerator = ifNegative(sign, times(withSignOf(t, x), e), x);
      DoubleVector unit = ifNegative(sign, constant(expUnit(single)), constant(1.0));
      return times(over(numerator, plus(times(e, expUnit(single)), 1.0)), unit);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector t = scaled.cut(x, single);
      DoubleVector z = scaled.z(t);
      DoubleVector low = scaled.low(t, z, single);
      DoubleVector scaledE = expScaled(z, low, single, false);
      DoubleVector e = times(scaledE, expUnit(single));
      DoubleVector q = logisticScaled(scaledE, single);
      DoubleVector sum = plus(minus(constant(1.0), z), minus(e, low));
      DoubleVector tail =
          nearRoot(z, low, times(times(bell(q, single), sum), expUnit(single)), single);
      return ifNegative(scaled.sign(x), tail, minus(constant(1.0), tail));
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      DoubleVector t = scaled.cut(x, single);
      DoubleVector z = scaled.z(t);
      DoubleVector low = scaled.low(t, z, single);
      DoubleVector scaledE = expScaled(z, low, single, false);
      DoubleVector e = times(scaledE, expUnit(single));
      DoubleVector q = logisticScaled(scaledE, single);
      DoubleVector sum = plus(minus(constant(2.0), z), minus(times(e, plus(z, 2.0)), low));
      DoubleVector bend = times(bell(q, single), minus(sum, times(sum, times(q, expUnit(single)))));
      return nearSecondRoot(z, low, times(times(bend, beta), expUnit(single)), single);
    }

    private static DoubleVector nearRoot(
        DoubleVector z, DoubleVector low, DoubleVector tail, boolean single) {
      if (single) {
        return tail;
      }
      DoubleVector d = fromRoot(0x1.474973c84120bp+0, 0x1.f8d74bc9ac154p-54, z, low);
      return less(abs(d), constant(0.25), times(d, polynomial(d, SWISH_ROOT)), tail);
    }

    private DoubleVector nearSecondRoot(
        DoubleVector z, DoubleVector low, DoubleVector bend, boolean single) {
      if (single) {
        return bend;
      }
      DoubleVector d = fromRoot(0x1.331e23ad9de11p+1, 0x1.a9c55ef03c74ap-53, z, low);
      DoubleVector near = times(times(d, polynomial(d, SWISH_SECOND_ROOT)), beta);
      return less(abs(d), constant(0.25), near, bend);
    }

    private static DoubleVector fromRoot(
        double root, double rootLow, DoubleVector z, DoubleVector low) {
      return plus(minus(constant(root), z), minus(constant(rootLow), low));
    }
  }

  static final class Gelu extends VectorSmoothFunction {

    private static double limit(boolean single) {
      return single ? 37.0 : 42.0;
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), limit(single));
      DoubleVector z = times(t, 0x1.6a09e667f3bcdp-1);
      DoubleVector tail =
          times(
              over(
                  times(
                      times(expMinusSquare(t, 0.5, single), times(t, 0.5)), scaledErfc(z, single)),
                  plus(times(z, 2.0), 1.0)),
              expUnit(single));
      DoubleVector magnitude = nearZero(t, z, tail, single);
      return ifNegative(x, negate(magnitude), minus(x, magnitude));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), limit(single));
      DoubleVector tail =
          times(times(expMinusSquare(t, 0.5, single), fromRoot(t, single)), expUnit(single));
      return ifNegative(x, tail, minus(constant(1.0), tail));
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), limit(single));
      return times(
          times(expMinusSquare(t, 0.5, single), twoMinusSquare(t, single)),
          0x1.9884533d43651p-2 * expUnit(single));
    }

    private static DoubleVector nearZero(
        DoubleVector t, DoubleVector z, DoubleVector tail, boolean single) {
      if (single) {
        return tail;
      }
      DoubleVector erf = times(z, polynomial(times(z, z), ERF));
      DoubleVector near = times(t, minus(constant(0.5), times(erf, 0.5)));
      return less(t, constant(0.6875), near, tail);
    }

    private static DoubleVector fromRoot(DoubleVector t, boolean single) {
      DoubleVector u = over(minus(t, 4.0), plus(t, 4.0));
      DoubleVector d = minus(constant(0x1.80ead197f00b4p-1), t);
      return single
          ? times(d, polynomial(u, GELU_TAIL_SHORT))
          : times(minus(d, 0x1.13e74c58cada8p-56), polynomial(u, GELU_TAIL));
    }

    private static DoubleVector twoMinusSquare(DoubleVector t, boolean single) {
      DoubleVector two = constant(2.0);
      if (single) {
        return minus(two, times(t, t));
      }
      DoubleVector high = highHalf(t);
      DoubleVector low = minus(t, high);
      return minus(
          minus(minus(two, times(high, high)), times(times(high, 2.0), low)), times(low, low));
    }
  }

  static final class GeluTanh extends VectorSmoothFunction {

    private static final double A = 0x1.9884533d43651p+0;
    private static final double A_LOW = -0x1.cbc0d30ebfd15p-54;
    private static final double B = 0x1.2444f2a4d8b4bp-4;
    private static final double B_LOW = -0x1.6c843a29d1c70p-61;

    private static double limit(boolean single) {
      return single ? 21.0 : 22.8;
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), limit(single));
      DoubleVector scaled = expScaled(z(t), zLow(t, single), single, single);
      DoubleVector numerator = ifNegative(x, times(negate(t), scaled), x);
      DoubleVector unit = ifNegative(x, constant(expUnit(single)), constant(1.0));
      return times(over(numerator, plus(times(scaled, expUnit(single)), 1.0)), unit);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), limit(single));
      DoubleVector z = z(t);
      DoubleVector low = zLow(t, single);
      DoubleVector scaled = expScaled(z, low, single, false);
      DoubleVector e = times(scaled, expUnit(single));
      DoubleVector q = logisticScaled(scaled, single);
      DoubleVector cubic = times(times(t, times(t, t)), 2.0 * B);
      DoubleVector sum = plus(minus(minus(constant(1.0), z), cubic), minus(e, low));
      DoubleVector tail = nearRoot(t, times(times(bell(q, single), sum), expUnit(single)), single);
      return ifNegative(x, tail, minus(constant(1.0), tail));
    }

    private static DoubleVector z(DoubleVector t) {
      return times(t, plus(times(times(t, t), B), A));
    }

    private static DoubleVector zLow(DoubleVector t, boolean single) {
      if (single) {
        return constant(0.0);
      }
      DoubleVector square = times(t, t);
      DoubleVector term = times(square, B);
      DoubleVector sum = plus(term, A);
      DoubleVector termLow =
          plus(
              plus(productError(constant(B), square, term), times(productError(t, t, square), B)),
              times(square, B_LOW));
      DoubleVector back = minus(sum, A);
      DoubleVector sumLow =
          plus(plus(minus(constant(A), minus(sum, back)), minus(term, back)), plus(termLow, A_LOW));
      return plus(productError(t, sum, times(t, sum)), times(t, sumLow));
    }

    private static DoubleVector nearRoot(DoubleVector t, DoubleVector tail, boolean single) {
      if (single) {
        return tail;
      }
      DoubleVector d = minus(minus(constant(0x1.81429f9e97e4dp-1), t), 0x1.4f523ed77dbdcp-55);
      return less(abs(d), constant(0.25), times(d, polynomial(d, GELU_TANH_ROOT)), tail);
    }
  }

  static final class Mish extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), expLimit(single));
      DoubleVector scaled = expScaled(t, single);
      DoubleVector e = times(scaled, expUnit(single));
      DoubleVector eOne = plus(times(e, 2.0), 1.0);
      DoubleVector numerator =
          ifNegative(x, times(negate(t), times(scaled, plus(e, 2.0))), times(x, eOne));
      DoubleVector denominator = denominator(x, e, times(e, plus(e, 2.0)), eOne);
      DoubleVector unit = ifNegative(x, constant(expUnit(single)), constant(1.0));
      return times(over(numerator, denominator), unit);
    }

    private static DoubleVector denominator(
        DoubleVector x, DoubleVector e, DoubleVector n, DoubleVector eOne) {
      return ifNegative(x, plus(n, 2.0), plus(eOne, times(times(e, e), 2.0)));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), expLimit(single));
      DoubleVector scaled = expScaled(t, single, false);
      DoubleVector e = times(scaled, expUnit(single));
      DoubleVector n = times(e, plus(e, 2.0));
      DoubleVector eOne = plus(times(e, 2.0), 1.0);
      DoubleVector d = denominator(x, e, n, eOne);
      DoubleVector slope =
          over(
              times(times(times(t, 4.0), times(e, plus(e, 1.0))), ifNegative(x, constant(-1.0), e)),
              times(d, d));
      DoubleVector right = plus(over(ifNegative(x, n, eOne), d), slope);
      DoubleVector sum =
          plus(
              times(minus(constant(1.0), t), 4.0),
              times(e, plus(minus(constant(6.0), times(t, 4.0)), times(e, plus(e, 4.0)))));
      DoubleVector left =
          times(over(times(scaled, sum), plus(times(n, plus(n, 4.0)), 4.0)), expUnit(single));
      return nearRoot(x, less(x, constant(-0.52), left, right), single);
    }

    private static DoubleVector nearRoot(DoubleVector x, DoubleVector y, boolean single) {
      if (single) {
        return y;
      }
      DoubleVector d = plus(plus(x, 0x1.31432c0d12d84p+0), 0x1.bf319154da210p-55);
      return less(abs(d), constant(0.6875), times(d, polynomial(d, MISH_ROOT)), y);
    }
  }

  static final class Elu extends VectorSmoothFunction {

    private final double scale;
    private final double product;

    Elu(double[] p) {
      scale = p[1];
      product = p[0] * p[1];
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector m = expm1(negate(min(abs(x), 64.0)), single);
      return less(x, constant(0.0), times(m, product), times(x, scale));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector zero = constant(0.0);
      DoubleVector right = less(zero, x, constant(scale), constant(product));
      return less(x, zero, tail(x, single), right);
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      return less(x, constant(0.0), tail(x, single), constant(0.0));
    }

    private DoubleVector tail(DoubleVector x, boolean single) {
      DoubleVector e = expScaled(min(abs(x), expLimit(single)), single);
      return times(times(e, product), expUnit(single));
    }
  }

  static final class Celu extends VectorSmoothFunction {

    private final double alpha;

    Celu(double[] p) {
      alpha = p[0];
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = cut(x, single);
      DoubleVector q = over(t, alpha);
      DoubleVector below =
          times(expm1(negate(min(q, 64.0)), negate(low(t, q, single)), single), alpha);
      return less(x, constant(0.0), less(q, constant(0x1p-60), x, below), x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector below = times(exp(x, single), expUnit(single));
      return less(x, constant(0.0), below, constant(1.0));
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      DoubleVector below = times(over(exp(x, single), alpha), expUnit(single));
      return less(x, constant(0.0), below, constant(0.0));
    }

    private DoubleVector cut(DoubleVector x, boolean single) {
      return min(abs(x), expLimit(single) * alpha);
    }

    private DoubleVector exp(DoubleVector x, boolean single) {
      DoubleVector t = cut(x, single);
      DoubleVector q = over(t, alpha);
      return single ? expScaled(q, true) : expScaled(q, low(t, q, false), false, false);
    }

    private DoubleVector low(DoubleVector t, DoubleVector q, boolean single) {
      if (single) {
        return constant(0.0);
      }
      DoubleVector product = times(q, alpha);
      DoubleVector error = productError(q, constant(alpha), product);
      return over(minus(minus(t, product), error), alpha);
    }
  }

  static final class Softsign extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), 0x1p+100);
      return withSignOf(over(t, plus(t, 1.0)), x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector r = over(constant(1.0), plus(abs(x), 1.0));
      return times(r, r);
    }

    @Override
    DoubleVector secondDerivative(DoubleVector x, boolean single) {
      DoubleVector r = over(constant(1.0), plus(abs(x), 1.0));
      DoubleVector magnitude = times(times(r, 2.0), times(r, r));
      return less(x, constant(0.0), magnitude, negate(magnitude));
    }
  }

  static final class Tanhshrink extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = abs(x);
      DoubleVector e =
          times(expScaled(times(min(t, 0.5 * expLimit(single)), 2.0), single), expUnit(single));
      DoubleVector above = plus(minus(t, 1.0), over(times(e, 2.0), plus(e, 1.0)));
      return withSignOf(less(t, constant(1.0), belowOne(min(t, 1.0), single), above), x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector tanh = closerTanh(abs(x), single);
      return times(tanh, tanh);
    }

    private static DoubleVector closerTanh(DoubleVector t, boolean single) {
      DoubleVector tanh = tanhPositive(t, single);
      return single ? tanh : less(t, constant(1.0), minus(t, belowOne(min(t, 1.0), false)), tanh);
    }

    private static DoubleVector belowOne(DoubleVector t, boolean single) {
      DoubleVector square = times(t, t);
      return times(
          t, times(square, polynomial(square, single ? TANHSHRINK_CUBE_SHORT : TANHSHRINK_CUBE)));
    }
  }

  static final class Squareplus extends VectorSmoothFunction {

    private final double b;

    Squareplus(double[] p) {
      b = p[0];
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = abs(x);
      DoubleVector halfSum = plus(times(t, 0.5), times(root(t), 0.5));
      return ifNegative(x, over(constant(0.5 * (0.5 * b)), halfSum), halfSum);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector t = abs(x);
      DoubleVector r = root(t);
      DoubleVector half = constant(0.5);
      DoubleVector nearZero = minus(half, times(over(min(t, 0x1p+500), r), 0.5));
      DoubleVector far = over(over(constant(0.5 * b), plus(r, t)), r);
      DoubleVector tail = less(times(t, t), constant(0.1 * b), nearZero, far);
      return ifNegative(x, tail, minus(constant(1.0), tail));
    }

    private DoubleVector root(DoubleVector t) {
      return less(t, constant(0x1p+500), sqrt(plus(times(t, t), b)), t);
    }
  }

  static final class SparsePlus extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector half = times(plus(x, 1.0), 0.5);
      DoubleVector left = less(constant(-1.0), x, times(half, half), constant(0.0));
      return less(x, constant(1.0), left, x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector half = times(plus(x, 1.0), 0.5);
      DoubleVector left = less(constant(-1.0), x, half, constant(0.0));
      return less(x, constant(1.0), left, constant(1.0));
    }
  }

  static final class Lisht extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = abs(x);
      return times(t, tanhPositive(t, single));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector t = abs(x);
      DoubleVector bend = times(min(t, expLimit(single)), Tanh.sechSquare(t, single));
      return withSignOf(plus(tanhPositive(t, single), bend), x);
    }
  }

  static final class LogCosh extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = abs(x);
      DoubleVector scaled = expScaled(times(min(t, 0.5 * expLimit(single)), 2.0), single);
      DoubleVector log = times(log1pScaled(scaled, single), expUnit(single));
      DoubleVector above = plus(minus(t, LN_2_HIGH), minus(log, LN_2_LOW));
      return less(t, constant(0.70703125), nearZero(min(t, 1.0), single), above);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      return withSignOf(tanhPositive(abs(x), single), x);
    }

    private static DoubleVector nearZero(DoubleVector t, boolean single) {
      DoubleVector square = times(t, t);
      return times(square, polynomial(square, single ? LOG_COSH_SQUARE_SHORT : LOG_COSH_SQUARE));
    }
  }

  static final class HardSwish extends VectorSmoothFunction {

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
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector inside = times(x, times(minus(x, lower), alpha));
      DoubleVector left = less(constant(lower), x, inside, constant(0.0));
      return less(x, constant(upper), left, x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector inside = times(minus(x, root), 2.0 * alpha);
      DoubleVector left = less(constant(lower), x, inside, constant(0.0));
      return less(x, constant(upper), left, constant(1.0));
    }
  }

  static final class RectifiedTanh extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      return less(constant(0.0), x, tanhPositive(abs(x), single), constant(0.0));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      return less(constant(0.0), x, Tanh.sechSquare(abs(x), single), constant(0.0));
    }
  }

  static final class RationalTanh extends VectorSmoothFunction {

    private static final double K_1 = 2.0 / 3.0;
    private static final double K_2 = 4.0 / 9.0;
    private static final double K_4 = 1.41645 * 16.0 / 81.0;

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector u = u(min(abs(x), 0x1p+240));
      return withSignOf(times(over(u, plus(u, 1.0)), 1.7159), x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), 0x1p+240);
      DoubleVector slope = plus(times(t, plus(times(times(t, t), 4.0 * K_4), 2.0 * K_2)), K_1);
      DoubleVector d = plus(u(t), 1.0);
      return over(over(times(slope, 1.7159), d), d);
    }

    private static DoubleVector u(DoubleVector t) {
      return times(t, plus(times(t, plus(times(times(t, t), K_4), K_2)), K_1));
    }
  }

  static final class Erf extends VectorSmoothFunction {

    private static double limit(boolean single) {
      return single ? 26.0 : 29.7;
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), limit(single));
      DoubleVector erfc =
          over(
              times(times(expMinusSquare(t, 1.0, single), expUnit(single)), scaledErfc(t, single)),
              plus(times(t, 2.0), 1.0));
      DoubleVector above = minus(constant(1.0), erfc);
      return withSignOf(less(t, constant(0.921875), nearZero(min(t, 1.0), single), above), x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), limit(single));
      return times(expMinusSquare(t, 1.0, single), 0x1.20dd750429b6dp+0 * expUnit(single));
    }

    private static DoubleVector nearZero(DoubleVector t, boolean single) {
      DoubleVector square = times(t, t);
      return times(t, polynomial(square, single ? ERF_SHORT : ERF));
    }
  }

  static final class Exp extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector t = min(abs(x), expLimit(single));
      DoubleVector a = ifNegative(x, negate(t), t);
      return single
          ? expScaled(negate(a), true)
          : times(expAnyScaled(a, constant(0.0), false), expAnyUnit(a));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      return value(x, single);
    }
  }

  static final class Log extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      DoubleVector zero = constant(0.0);
      DoubleVector zeroOrPositive = equal(x, 0.0, constant(Double.NEGATIVE_INFINITY), x);
      DoubleVector notNegative = less(x, zero, constant(Double.NaN), zeroOrPositive);
      DoubleVector infinity = constant(Double.POSITIVE_INFINITY);
      DoubleVector finite = less(x, infinity, logPositive(x, single), x);
      return less(zero, notNegative, finite, notNegative);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      return over(constant(1.0), x);
    }
  }

  static final class Sqrt extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      return sqrt(x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      return over(constant(0.5), abs(sqrt(x)));
    }
  }

  static final class Square extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      return times(x, x);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      return times(x, 2.0);
    }
  }

  static final class Cube extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      return times(x, times(x, x));
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
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

    DoubleVector of(DoubleVector x, boolean single) {
      DoubleVector t = abs(x);
      DoubleVector one = constant(1.0);
      DoubleVector below = less(x, constant(0.0), constant(belowZero), constant(atMinusZero));
      DoubleVector sign = ifNegative(x, below, one);
      double infinity = Double.POSITIVE_INFINITY;
      DoubleVector regular = ofPositive(equal(t, infinity, one, equal(t, 0.0, one, t)), single);
      DoubleVector limit =
          times(equal(t, infinity, constant(atInfinity), constant(atZero)), coefficient);
      return times(equal(t, infinity, limit, equal(t, 0.0, limit, regular)), sign);
    }

    private DoubleVector ofPositive(DoubleVector t, boolean single) {
      if (single) {
        return expAny(times(logPositive(t, false), y), constant(0.0), true);
      }
      DoubleVector m = significand(t);
      DoubleVector n = exponent(t, m);
      DoubleVector sum = plus(m, 1.0);
      DoubleVector w = over(minus(m, 1.0), sum);
      DoubleVector product = times(w, sum);
      DoubleVector remainder = minus(minus(minus(m, 1.0), product), productError(w, sum, product));
      DoubleVector wLow = over(minus(remainder, times(w, minus(m, minus(sum, 1.0)))), sum);
      DoubleVector first = times(n, LN_2_HIGH);
      DoubleVector second = times(w, 2.0);
      DoubleVector log = plus(first, second);
      DoubleVector tail = plus(times(wLow, 2.0), times(second, artanhTail(w, false)));
      DoubleVector logLow = plus(sumError(first, second, log), plus(times(n, LN_2_LOW), tail));
      DoubleVector z = times(log, y);
      return expAny(z, plus(productError(constant(y), log, z), times(logLow, y)), false);
    }

    private DoubleVector expAny(DoubleVector z, DoubleVector low, boolean single) {
      DoubleVector sum = plus(z, low);
      DoubleVector negative = negate(min(negate(sum), expLimit(false)));
      DoubleVector a = ifNegative(sum, negative, min(sum, expLimit(false)));
      DoubleVector scaled = expAnyScaled(a, sumError(z, low, sum), single);
      return times(times(scaled, coefficient), expAnyUnit(a));
    }
  }

  static final class Pow extends VectorSmoothFunction {

    private final Power value;
    private final Power derivative;

    Pow(double[] p) {
      double factor = p[0] * p[1];
      value = new Power(p[0], p[0] == 0.0 ? 0.0 : p[1]);
      derivative = new Power(factor, factor == 0.0 ? 0.0 : p[1] - 1.0);
    }

    @Override
    DoubleVector value(DoubleVector x, boolean single) {
      return value.of(x, single);
    }

    @Override
    DoubleVector derivative(DoubleVector x, boolean single) {
      return derivative.of(x, single);
    }
  }

  /** Its x is y = f(x), as that of the two below. */
  static final class SigmoidFromOutput extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector y, boolean single) {
      return y;
    }

    @Override
    DoubleVector derivative(DoubleVector y, boolean single) {
      return times(y, minus(constant(1.0), y));
    }
  }

  static final class TanhFromOutput extends VectorSmoothFunction {

    @Override
    DoubleVector value(DoubleVector y, boolean single) {
      return y;
    }

    @Override
    DoubleVector derivative(DoubleVector y, boolean single) {
      return times(minus(constant(1.0), y), plus(y, 1.0));
    }
  }

  static final class EluFromOutput extends VectorSmoothFunction {

    private final double scale;
    private final double product;

    EluFromOutput(double[] p) {
      scale = p[1];
      product = p[0] * p[1];
    }

    @Override
    DoubleVector value(DoubleVector y, boolean single) {
      return y;
    }

    @Override
    DoubleVector derivative(DoubleVector y, boolean single) {
      return less(constant(0.0), y, constant(scale), plus(y, product));
    }
  }
}
