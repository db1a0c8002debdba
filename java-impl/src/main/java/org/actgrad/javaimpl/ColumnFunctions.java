// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Coefficients.*;
import static org.actgrad.javaimpl.Column.*;
import static org.actgrad.javaimpl.ColumnElementary.*;
import static org.actgrad.javaimpl.Elementary.LN_2_HIGH;
import static org.actgrad.javaimpl.Elementary.LN_2_LOW;
import static org.actgrad.javaimpl.Elementary.expLimit;
import static org.actgrad.javaimpl.Elementary.expUnit;

import java.util.List;

/** {@link SmoothFunctions} on columns: the same operations in the same order. */
final class ColumnFunctions {

  private ColumnFunctions() {}

  static final class Sigmoid extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column e = expScaled(min(abs(x), expLimit(single)), single).times(expUnit(single));
      return ifNegative(x, e, constant(1.0)).over(e.plus(1.0));
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column scaled = expScaled(min(abs(x), expLimit(single)), single);
      Column q = logisticScaled(scaled, single).times(expUnit(single));
      return q.minus(q.times(q));
    }

    @Override
    List<ColumnStep> singleValue() {
      return SingleSteps.LOGISTIC;
    }

    @Override
    List<ColumnStep> singleDerivative() {
      return SingleSteps.LOGISTIC_SLOPE;
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      Column t = min(abs(x), expLimit(single));
      Column scaled = expScaled(t, single);
      Column d = scaled.times(expUnit(single)).plus(1.0);
      Column q = logisticScaled(scaled, single).times(expUnit(single));
      Column tail = q.minus(q.times(q).times(constant(3.0).minus(q.times(2.0))));
      Column slope = abs(expm1(min(t, 64.0).negated(), single)).over(d);
      Column middle = q.minus(q.times(q)).times(slope);
      Column magnitude = less(q, constant(0.1875), tail, middle);
      return ifNegative(x, magnitude, magnitude.negated());
    }
  }

  static final class Tanh extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      return withSignOf(tanhPositive(abs(x), single), x);
    }

    static Column sechSquare(Column t, boolean single) {
      Column scaled = expScaled(min(t, 0.5 * expLimit(single)).times(2.0), single);
      Column q = logisticScaled(scaled, single);
      return bell(q, single).times((4.0 * expUnit(single)));
    }

    @Override
    Column derivative(Column x, boolean single) {
      return sechSquare(abs(x), single);
    }

    @Override
    List<ColumnStep> singleDerivative() {
      return SingleSteps.TANH_SLOPE;
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      Column t = abs(x);
      Column magnitude = tanhPositive(t, single).times(2.0).times(sechSquare(t, single));
      return ifNegative(x, magnitude, magnitude.negated());
    }
  }

  /** q - q² for q = e / (1 + e), all / expUnit. */
  private static Column bell(Column q, boolean single) {
    return q.minus(q.times(q.times(expUnit(single))));
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
    Column sign(Column x) {
      return x.times(sign);
    }

    Column cut(Column x, boolean single) {
      return min(abs(x), expLimit(single) / magnitude);
    }

    Column z(Column t) {
      return t.times(magnitude);
    }

    Column low(Column t, Column z, boolean single) {
      return single ? constant(0.0) : productError(constant(magnitude), t, z);
    }

    static Column expMinus(Column z, Column low, boolean single) {
      return single ? expScaled(z, true) : expScaled(z, low, false, false);
    }
  }

  static final class Softplus extends ColumnFunction {

    private final Scaled scaled;
    private final double beta;

    Softplus(double[] p) {
      scaled = new Scaled(p[0]);
      beta = p[0];
    }

    @Override
    Column value(Column x, boolean single) {
      Column tail = log1pScaled(expMinus(x, single), single).over(beta).times(expUnit(single));
      return ifNegative(scaled.sign(x), tail, x.plus(tail));
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column e = expMinus(x, single).times(expUnit(single));
      return ifNegative(scaled.sign(x), e, constant(1.0)).over(e.plus(1.0));
    }

    @Override
    List<ColumnStep> singleDerivative() {
      return beta == 1.0 ? SingleSteps.LOGISTIC : null;
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      Column q = logisticScaled(expMinus(x, single), single);
      return bell(q, single).times(beta).times(expUnit(single));
    }

    private Column expMinus(Column x, boolean single) {
      Column t = scaled.cut(x, single);
      Column z = scaled.z(t);
      return Scaled.expMinus(z, scaled.low(t, z, single), single);
    }
  }

  static final class LogSigmoid extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column scaled = expScaled(min(abs(x), expLimit(single)), single);
      Column tail = log1pScaled(scaled, single).times(expUnit(single));
      return ifNegative(x, x.minus(tail), tail.negated());
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column e = expScaled(min(abs(x), expLimit(single)), single).times(expUnit(single));
      return ifNegative(x, constant(1.0), e).over(e.plus(1.0));
    }

    @Override
    List<ColumnStep> singleDerivative() {
      return SingleSteps.LOGISTIC_OF_OPPOSITE;
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      Column scaled = expScaled(min(abs(x), expLimit(single)), single);
      Column q = logisticScaled(scaled, single).times(expUnit(single));
      return q.times(q).minus(q);
    }
  }

  static final class Swish extends ColumnFunction {

    private final Scaled scaled;
    private final double beta;

    Swish(double[] p) {
      scaled = new Scaled(p[0]);
      beta = p[0];
    }

    @Override
    Column value(Column x, boolean single) {
      Column sign = scaled.sign(x);
      Column t = scaled.cut(x, single);
      Column z = scaled.z(t);
      Column e = Scaled.expMinus(z, scaled.low(t, z, single), single);
      Column numerator = ifNegative(sign, withSignOf(t, x).times(e), x);
      Column unit = ifNegative(sign, constant(expUnit(single)), constant(1.0));
      return numerator.over(e.times(expUnit(single)).plus(1.0)).times(unit);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column t = scaled.cut(x, single);
      Column z = scaled.z(t);
      Column low = scaled.low(t, z, single);
      Column scaledE = expScaled(z, low, single, false);
      Column e = scaledE.times(expUnit(single));
      Column q = logisticScaled(scaledE, single);
      Column sum = constant(1.0).minus(z).plus(e.minus(low));
      Column tail = nearRoot(z, low, bell(q, single).times(sum).times(expUnit(single)), single);
      return ifNegative(scaled.sign(x), tail, constant(1.0).minus(tail));
    }

    @Override
    List<ColumnStep> singleDerivative() {
      return beta == 1.0 ? SingleSteps.SILU_SLOPE : null;
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      Column t = scaled.cut(x, single);
      Column z = scaled.z(t);
      Column low = scaled.low(t, z, single);
      Column scaledE = expScaled(z, low, single, false);
      Column e = scaledE.times(expUnit(single));
      Column q = logisticScaled(scaledE, single);
      Column near = constant(2.0).minus(z);
      Column rest = e.times(z.plus(2.0)).minus(low);
      Column sum = near.plus(rest);
      Column bell = bell(q, single);
      Column factor = sum.minus(sum.times(q.times(expUnit(single))));
      Column bend = bell.times(factor);
      if (single) {
        return bend.times(beta);
      }
      Column bendLow =
          productError(bell, factor, bend).plus(bell.times(anySumError(near, rest, sum)));
      return nearSecondRoot(
          z, low, bend.times(beta).plus(bendLow.times(beta)).times(expUnit(false)));
    }

    private static Column nearRoot(Column z, Column low, Column tail, boolean single) {
      if (single) {
        return tail;
      }
      Column d = fromRoot(constant(0x1.474973c84120bp+0), constant(0x1.f8d74bc9ac154p-54), z, low);
      return less(abs(d), constant(0.25), d.times(polynomial(d, SWISH_ROOT)), tail);
    }

    private Column nearSecondRoot(Column z, Column low, Column bend) {
      Column d = fromRoot(constant(0x1.331e23ad9de11p+1), constant(0x1.a9c55ef03c74ap-53), z, low);
      Column near = d.times(polynomial(d, SWISH_SECOND_ROOT)).times(beta);
      return less(abs(d), constant(0.625), near, bend);
    }

    private static Column fromRoot(Column root, Column rootLow, Column z, Column low) {
      return root.minus(z).plus(rootLow.minus(low));
    }
  }

  static final class Gelu extends ColumnFunction {

    private static double limit(boolean single) {
      return single ? 37.0 : 42.0;
    }

    @Override
    Column value(Column x, boolean single) {
      Column t = min(abs(x), limit(single));
      Column magnitude = timesDistribution(t, expMinusSquare(t, 0.5, single), single);
      return ifNegative(x, magnitude.negated(), x.minus(magnitude));
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column t = min(abs(x), limit(single));
      Column tail =
          expMinusSquare(t, 0.5, single).times(fromRoot(t, single)).times(expUnit(single));
      return ifNegative(x, tail, constant(1.0).minus(tail));
    }

    @Override
    List<ColumnStep> singleDerivative() {
      return SingleSteps.GELU_SLOPE;
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      Column t = min(abs(x), limit(single));
      return expMinusSquare(t, 0.5, single)
          .times(twoMinusSquare(t, single))
          .times((0x1.9884533d43651p-2 * expUnit(single)));
    }

    private static Column timesDistribution(Column t, Column e, boolean single) {
      Column z = t.times(0x1.6a09e667f3bcdp-1);
      if (single) {
        return e.times(t.times(0.5)).times(scaledErfc(z, true)).over(z.times(2.0).plus(1.0));
      }
      Column erf = z.times(polynomial(z.times(z), ERF));
      Column near = t.times(constant(0.5).minus(erf.times(0.5)));
      Column tail = e.times(polynomial(u(t), GELU_PRODUCT)).times(expUnit(false));
      return less(t, constant(0.8125), near, tail);
    }

    private static Column u(Column t) {
      return t.minus(4.0).over(t.plus(4.0));
    }

    private static Column fromRoot(Column t, boolean single) {
      Column d = constant(0x1.80ead197f00b4p-1).minus(t);
      return single
          ? d.times(polynomial(u(t), GELU_TAIL_SHORT))
          : d.minus(0x1.13e74c58cada8p-56).times(polynomial(u(t), GELU_TAIL));
    }

    private static Column twoMinusSquare(Column t, boolean single) {
      double two = 2.0;
      if (single) {
        return constant(two).minus(t.times(t));
      }
      Column high = highHalf(t);
      Column low = t.minus(high);
      return constant(two)
          .minus(high.times(high))
          .minus(high.times(2.0).times(low))
          .minus(low.times(low));
    }
  }

  static final class GeluTanh extends ColumnFunction {

    private static final double A = 0x1.9884533d43651p+0;
    private static final double A_LOW = -0x1.cbc0d30ebfd15p-54;
    private static final double B = 0x1.2444f2a4d8b4bp-4;
    private static final double B_LOW = -0x1.6c843a29d1c70p-61;

    private static double limit(boolean single) {
      return single ? 21.0 : 22.8;
    }

    @Override
    Column value(Column x, boolean single) {
      Column t = min(abs(x), limit(single));
      Column scaled = expScaled(z(t), zLow(t, single), single, single);
      Column numerator = ifNegative(x, t.negated().times(scaled), x);
      Column unit = ifNegative(x, constant(expUnit(single)), constant(1.0));
      return numerator.over(scaled.times(expUnit(single)).plus(1.0)).times(unit);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column t = min(abs(x), limit(single));
      Column z = z(t);
      Column low = zLow(t, single);
      Column scaled = expScaled(z, low, single, false);
      Column e = scaled.times(expUnit(single));
      Column q = logisticScaled(scaled, single);
      Column term = t.times(t).times(B);
      Column cubic = t.times(2.0).times(term);
      Column sum =
          constant(1.0)
              .minus(z)
              .minus(cubic.plus(low.plus(cubicLow(t, term, cubic, single))))
              .plus(e);
      Column tail = nearRoot(t, bell(q, single).times(sum).times(expUnit(single)), single);
      return ifNegative(x, tail, constant(1.0).minus(tail));
    }

    private static Column z(Column t) {
      return t.times(t.times(t).times(B).plus(A));
    }

    private static Column cubicLow(Column t, Column term, Column cubic, boolean single) {
      if (single) {
        return constant(0.0);
      }
      return productError(t.times(2.0), term, cubic)
          .plus(t.times(2.0).times(termLow(t, t.times(t), term)));
    }

    private static Column termLow(Column t, Column square, Column term) {
      Column error =
          productError(constant(B), square, term).plus(productError(t, t, square).times(B));
      return error.plus(square.times(B_LOW));
    }

    private static Column zLow(Column t, boolean single) {
      if (single) {
        return constant(0.0);
      }
      Column term = t.times(t).times(B);
      Column sum = term.plus(A);
      Column sumLow =
          anySumError(constant(A), term, sum).plus(termLow(t, t.times(t), term).plus(A_LOW));
      return productError(t, sum, t.times(sum)).plus(t.times(sumLow));
    }

    private static Column nearRoot(Column t, Column tail, boolean single) {
      if (single) {
        return tail;
      }
      Column d = constant(0x1.81429f9e97e4dp-1).minus(t).minus(0x1.4f523ed77dbdcp-55);
      return less(abs(d), constant(0.25), d.times(polynomial(d, GELU_TANH_ROOT)), tail);
    }
  }

  static final class Mish extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column t = min(abs(x), expLimit(single));
      Column scaled = expScaled(t, single);
      Column e = scaled.times(expUnit(single));
      Column eOne = e.times(2.0).plus(1.0);
      Column denominator = denominator(x, e, e.times(e.plus(2.0)), eOne);
      Column rest = ifNegative(x, e.times(e.plus(1.0)), e.times(e).times(2.0)).over(denominator);
      Column tail = ifNegative(x, t.times(scaled), t);
      Column magnitude = ifNegative(x, tail, x).minus(tail.times(rest));
      Column unit = ifNegative(x, constant(expUnit(single)), constant(1.0));
      return withSignOf(magnitude.times(unit), x);
    }

    private static Column denominator(Column x, Column e, Column n, Column eOne) {
      return ifNegative(x, n.plus(2.0), eOne.plus(e.times(e).times(2.0)));
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column t = min(abs(x), expLimit(single));
      Column scaled = expScaled(t, single, false);
      Column e = scaled.times(expUnit(single));
      Column n = e.times(e.plus(2.0));
      Column eOne = e.times(2.0).plus(1.0);
      Column d = denominator(x, e, n, eOne);
      Column slope =
          t.times(4.0)
              .times(e.times(e.plus(1.0)))
              .times(ifNegative(x, constant(-1.0), e))
              .over(d.times(d));
      Column right = ifNegative(x, n, eOne).over(d).plus(slope);
      Column sum =
          constant(1.0)
              .minus(t)
              .times(4.0)
              .plus(e.times(constant(6.0).minus(t.times(4.0)).plus(e.times(e.plus(4.0)))));
      Column left = scaled.times(sum).over(n.times(n.plus(4.0)).plus(4.0)).times(expUnit(single));
      return nearRoot(x, less(x, constant(-0.52), left, right), single);
    }

    private static Column nearRoot(Column x, Column y, boolean single) {
      if (single) {
        return y;
      }
      Column d = x.plus(0x1.31432c0d12d84p+0).plus(0x1.bf319154da210p-55);
      return less(abs(d), constant(0.6875), d.times(polynomial(d, MISH_ROOT)), y);
    }
  }

  static final class Elu extends ColumnFunction {

    private final double scale;
    private final double product;

    Elu(double[] p) {
      scale = p[1];
      product = p[0] * p[1];
    }

    @Override
    Column value(Column x, boolean single) {
      Column m = expm1(min(abs(x), 64.0).negated(), single);
      return less(x, constant(0.0), m.times(product), x.times(scale));
    }

    @Override
    Column derivative(Column x, boolean single) {
      double zero = 0.0;
      Column right = less(constant(zero), x, constant(scale), constant(product));
      return less(x, constant(zero), tail(x, single), right);
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      return less(x, constant(0.0), tail(x, single), constant(0.0));
    }

    private Column tail(Column x, boolean single) {
      Column e = expScaled(min(abs(x), expLimit(single)), single);
      return e.times(product).times(expUnit(single));
    }
  }

  static final class Celu extends ColumnFunction {

    private final double alpha;

    Celu(double[] p) {
      alpha = p[0];
    }

    @Override
    Column value(Column x, boolean single) {
      Column t = cut(x, single);
      Column q = t.over(alpha);
      Column below =
          expm1(min(q, 64.0).negated(), low(t, q, single).negated(), single).times(alpha);
      return less(x, constant(0.0), less(q, constant(0x1p-60), x, below), x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column below = exp(x, single).times(expUnit(single));
      return less(x, constant(0.0), below, constant(1.0));
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      Column below = exp(x, single).over(alpha).times(expUnit(single));
      return less(x, constant(0.0), below, constant(0.0));
    }

    private Column cut(Column x, boolean single) {
      return min(abs(x), expLimit(single) * alpha);
    }

    private Column exp(Column x, boolean single) {
      Column t = cut(x, single);
      Column q = t.over(alpha);
      return single ? expScaled(q, true) : expScaled(q, low(t, q, false), false, false);
    }

    private Column low(Column t, Column q, boolean single) {
      if (single) {
        return constant(0.0);
      }
      Column product = q.times(alpha);
      Column error = productError(q, constant(alpha), product);
      return t.minus(product).minus(error).over(alpha);
    }
  }

  static final class Softsign extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column t = min(abs(x), 0x1p+100);
      return withSignOf(t.over(t.plus(1.0)), x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column r = constant(1.0).over(abs(x).plus(1.0));
      return r.times(r);
    }

    @Override
    Column secondDerivative(Column x, boolean single) {
      Column t = min(abs(x), 0x1p+360);
      Column d = t.plus(1.0);
      Column low = single ? constant(0.0) : anySumError(constant(1.0), t, d);
      Column magnitude =
          constant(0x1p-179).over(d.times(d).times(0x1p-180).times(d.plus(low.times(3.0))));
      return less(x, constant(0.0), magnitude, magnitude.negated());
    }
  }

  static final class Tanhshrink extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column t = abs(x);
      Column e =
          expScaled(min(t, 0.5 * expLimit(single)).times(2.0), single).times(expUnit(single));
      Column above = t.minus(1.0).plus(e.times(2.0).over(e.plus(1.0)));
      return withSignOf(less(t, constant(1.0), belowOne(min(t, 1.0), single), above), x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column tanh = closerTanh(abs(x), single);
      return tanh.times(tanh);
    }

    private static Column closerTanh(Column t, boolean single) {
      Column tanh = tanhPositive(t, single);
      return single ? tanh : less(t, constant(1.0), t.minus(belowOne(min(t, 1.0), false)), tanh);
    }

    private static Column belowOne(Column t, boolean single) {
      Column square = t.times(t);
      return t.times(
          square.times(polynomial(square, single ? TANHSHRINK_CUBE_SHORT : TANHSHRINK_CUBE)));
    }
  }

  static final class Squareplus extends ColumnFunction {

    private final double b;

    Squareplus(double[] p) {
      b = p[0];
    }

    @Override
    Column value(Column x, boolean single) {
      Column t = abs(x);
      Column halfSum = t.times(0.5).plus(root(t).times(0.5));
      return ifNegative(x, constant(0.5 * (0.5 * b)).over(halfSum), halfSum);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column t = abs(x);
      Column r = root(t);
      double half = 0.5;
      Column nearZero = constant(half).minus(min(t, 0x1p+500).over(r).times(0.5));
      Column q = constant(0.5 * b).over(r.plus(t));
      Column far = q.over(q.times(2.0).plus(t));
      Column tail = less(t.times(t), constant(0.1 * b), nearZero, far);
      return ifNegative(x, tail, constant(1.0).minus(tail));
    }

    private Column root(Column t) {
      return less(t, constant(0x1p+500), sqrt(t.times(t).plus(b)), t);
    }
  }

  static final class SparsePlus extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column half = x.plus(1.0).times(0.5);
      Column left = less(constant(-1.0), x, half.times(half), constant(0.0));
      return less(x, constant(1.0), left, x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column half = x.plus(1.0).times(0.5);
      Column left = less(constant(-1.0), x, half, constant(0.0));
      return less(x, constant(1.0), left, constant(1.0));
    }
  }

  static final class Lisht extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column t = abs(x);
      return t.times(tanhPositive(t, single));
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column t = abs(x);
      Column bend = min(t, expLimit(single)).times(Tanh.sechSquare(t, single));
      return withSignOf(tanhPositive(t, single).plus(bend), x);
    }
  }

  static final class LogCosh extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column t = abs(x);
      Column scaled = expScaled(min(t, 0.5 * expLimit(single)).times(2.0), single);
      Column log = log1pScaled(scaled, single).times(expUnit(single));
      Column above = t.minus(LN_2_HIGH).plus(log.minus(LN_2_LOW));
      return less(t, constant(0.70703125), nearZero(min(t, 1.0), single), above);
    }

    @Override
    Column derivative(Column x, boolean single) {
      return withSignOf(tanhPositive(abs(x), single), x);
    }

    private static Column nearZero(Column t, boolean single) {
      Column square = t.times(t);
      return square.times(polynomial(square, single ? LOG_COSH_SQUARE_SHORT : LOG_COSH_SQUARE));
    }
  }

  static final class HardSwish extends ColumnFunction {

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
    Column value(Column x, boolean single) {
      Column inside = x.times(x.minus(lower).times(alpha));
      Column left = less(constant(lower), x, inside, constant(0.0));
      return less(x, constant(upper), left, x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column inside = x.minus(root).times((2.0 * alpha));
      Column left = less(constant(lower), x, inside, constant(0.0));
      return less(x, constant(upper), left, constant(1.0));
    }
  }

  static final class RectifiedTanh extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      return less(constant(0.0), x, tanhPositive(abs(x), single), constant(0.0));
    }

    @Override
    Column derivative(Column x, boolean single) {
      return less(constant(0.0), x, Tanh.sechSquare(abs(x), single), constant(0.0));
    }
  }

  static final class RationalTanh extends ColumnFunction {

    private static final double K_1 = 2.0 / 3.0;
    private static final double K_2 = 4.0 / 9.0;
    private static final double K_4 = 1.41645 * 16.0 / 81.0;
    private static final double RECIPROCAL = 1.0 / 1.7159;

    @Override
    Column value(Column x, boolean single) {
      Column t = min(abs(x), 0x1p+240);
      Column u = t.times(t.times(t.times(t).times(K_4).plus(K_2)).plus(K_1));
      return withSignOf(u.over(u.times(RECIPROCAL).plus(RECIPROCAL)), x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column t = min(abs(x), 0x1p+240);
      Column square = t.times(t);
      Column a = square.times(K_4);
      Column w = a.plus(K_2);
      Column p = t.times(w);
      Column v = p.plus(K_1);
      Column u = t.times(v);
      Column d = u.plus(1.0);
      Column small = constant(K_1).minus(t.times((2.0 * K_2)));
      if (single) {
        return small.plus(p.times(4.0)).times(1.7159).over(d).over(d);
      }
      Column aLow =
          productError(square, constant(K_4), a).plus(productError(t, t, square).times(K_4));
      Column pLow =
          productError(t, w, p).plus(t.times(anySumError(constant(K_2), a, w).plus(aLow)));
      Column uLow =
          productError(t, v, u).plus(t.times(anySumError(constant(K_1), p, v).plus(pLow)));
      Column dLow = anySumError(constant(1.0), u, d).plus(uLow);
      return small
          .plus(pLow.times(4.0))
          .plus(p.times(4.0))
          .times(1.7159)
          .over(d)
          .over(d.plus(dLow.times(2.0)));
    }
  }

  static final class Erf extends ColumnFunction {

    private static double limit(boolean single) {
      return single ? 26.0 : 29.7;
    }

    @Override
    Column value(Column x, boolean single) {
      Column t = min(abs(x), limit(single));
      Column erfc =
          expMinusSquare(t, 1.0, single)
              .times(expUnit(single))
              .times(scaledErfc(t, single))
              .over(t.times(2.0).plus(1.0));
      Column above = constant(1.0).minus(erfc);
      return withSignOf(less(t, constant(0.921875), nearZero(min(t, 1.0), single), above), x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      Column t = min(abs(x), limit(single));
      return expMinusSquare(t, 1.0, single).times((0x1.20dd750429b6dp+0 * expUnit(single)));
    }

    private static Column nearZero(Column t, boolean single) {
      Column square = t.times(t);
      return t.times(polynomial(square, single ? ERF_SHORT : ERF));
    }
  }

  static final class Exp extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      Column t = min(abs(x), expLimit(single));
      Column a = ifNegative(x, t.negated(), t);
      return single
          ? expScaled(a.negated(), true)
          : expAnyScaled(a, constant(0.0), false).times(expAnyUnit(a));
    }

    @Override
    Column derivative(Column x, boolean single) {
      return value(x, single);
    }
  }

  static final class Log extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      double zero = 0.0;
      Column zeroOrPositive = equal(x, constant(0.0), constant(Double.NEGATIVE_INFINITY), x);
      Column notNegative = less(x, constant(zero), constant(Double.NaN), zeroOrPositive);
      double infinity = Double.POSITIVE_INFINITY;
      Column finite = less(x, constant(infinity), logPositive(x, single), x);
      return less(constant(zero), notNegative, finite, notNegative);
    }

    @Override
    Column derivative(Column x, boolean single) {
      return constant(1.0).over(x);
    }
  }

  static final class Sqrt extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      return sqrt(x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      return constant(0.5).over(abs(sqrt(x)));
    }
  }

  static final class Square extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      return x.times(x);
    }

    @Override
    Column derivative(Column x, boolean single) {
      return x.times(2.0);
    }
  }

  static final class Cube extends ColumnFunction {

    @Override
    Column value(Column x, boolean single) {
      return x.times(x.times(x));
    }

    @Override
    Column derivative(Column x, boolean single) {
      return x.times(3.0).times(x);
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

    Column of(Column x, boolean single) {
      Column t = abs(x);
      double one = 1.0;
      Column below = less(x, constant(0.0), constant(belowZero), constant(atMinusZero));
      Column sign = ifNegative(x, below, constant(one));
      double infinity = Double.POSITIVE_INFINITY;
      Column regular =
          ofPositive(
              equal(
                  t, constant(infinity), constant(one), equal(t, constant(0.0), constant(one), t)),
              single);
      Column limit =
          equal(t, constant(infinity), constant(atInfinity), constant(atZero)).times(coefficient);
      return equal(t, constant(infinity), limit, equal(t, constant(0.0), limit, regular))
          .times(sign);
    }

    private Column ofPositive(Column t, boolean single) {
      if (single) {
        return expAny(logPositive(t, false).times(y), constant(0.0), true);
      }
      Column m = significand(t);
      Column n = exponent(t, m);
      Column sum = m.plus(1.0);
      Column w = m.minus(1.0).over(sum);
      Column product = w.times(sum);
      Column remainder = m.minus(1.0).minus(product).minus(productError(w, sum, product));
      Column wLow = remainder.minus(w.times(m.minus(sum.minus(1.0)))).over(sum);
      Column first = n.times(LN_2_HIGH);
      Column second = w.times(2.0);
      Column log = first.plus(second);
      Column tail = wLow.times(2.0).plus(second.times(artanhTail(w, false)));
      Column logLow = sumError(first, second, log).plus(n.times(LN_2_LOW).plus(tail));
      Column z = log.times(y);
      return expAny(z, productError(constant(y), log, z).plus(logLow.times(y)), false);
    }

    private Column expAny(Column z, Column low, boolean single) {
      Column sum = z.plus(low);
      Column negative = min(sum.negated(), expLimit(false)).negated();
      Column a = ifNegative(sum, negative, min(sum, expLimit(false)));
      Column scaled = expAnyScaled(a, sumError(z, low, sum), single);
      return scaled.times(coefficient).times(expAnyUnit(a));
    }
  }

  static final class Pow extends ColumnFunction {

    private final Power value;
    private final Power derivative;

    Pow(double[] p) {
      double factor = p[0] * p[1];
      value = new Power(p[0], p[0] == 0.0 ? 0.0 : p[1]);
      derivative = new Power(factor, factor == 0.0 ? 0.0 : p[1] - 1.0);
    }

    @Override
    Column value(Column x, boolean single) {
      return value.of(x, single);
    }

    @Override
    Column derivative(Column x, boolean single) {
      return derivative.of(x, single);
    }
  }

  /** Its x is y = f(x), as that of the two below. */
  static final class SigmoidFromOutput extends ColumnFunction {

    @Override
    Column value(Column y, boolean single) {
      return y;
    }

    @Override
    Column derivative(Column y, boolean single) {
      return y.times(constant(1.0).minus(y));
    }
  }

  static final class TanhFromOutput extends ColumnFunction {

    @Override
    Column value(Column y, boolean single) {
      return y;
    }

    @Override
    Column derivative(Column y, boolean single) {
      return constant(1.0).minus(y).times(y.plus(1.0));
    }
  }

  static final class EluFromOutput extends ColumnFunction {

    private final double scale;
    private final double product;

    EluFromOutput(double[] p) {
      scale = p[1];
      product = p[0] * p[1];
    }

    @Override
    Column value(Column y, boolean single) {
      return y;
    }

    @Override
    Column derivative(Column y, boolean single) {
      return less(constant(0.0), y, constant(scale), y.plus(product));
    }
  }
}
