// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Elementary.*;

/**
 * The functions of {@code cpp/src/smooth.inl} and {@code cpp/src/from_output.inl}, which explain
 * them, operation by operation.
 */
final class SmoothFunctions {

  private SmoothFunctions() {}

  static final class Sigmoid extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R e = expScaled(min(x.abs(), expLimit(single)), single).times(expUnit(single));
      return x.ifNegative(e, x.constant(1.0)).over(e.plus(1.0));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R scaled = expScaled(min(x.abs(), expLimit(single)), single);
      R q = logisticScaled(scaled, single).times(expUnit(single));
      return q.minus(q.times(q));
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      R t = min(x.abs(), expLimit(single));
      R scaled = expScaled(t, single);
      R d = scaled.times(expUnit(single)).plus(1.0);
      R q = logisticScaled(scaled, single).times(expUnit(single));
      R tail = q.minus(q.times(q).times(x.constant(3.0).minus(q.times(2.0))));
      R slope = expm1(min(t, 64.0).negate(), single).abs().over(d);
      R middle = q.minus(q.times(q)).times(slope);
      R magnitude = q.less(x.constant(0.1875), tail, middle);
      return x.ifNegative(magnitude, magnitude.negate());
    }
  }

  static final class Tanh extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      return tanhPositive(x.abs(), single).withSignOf(x);
    }

    static <R extends Real<R>> R sechSquare(R t, boolean single) {
      R scaled = expScaled(min(t, 0.5 * expLimit(single)).times(2.0), single);
      R q = logisticScaled(scaled, single);
      return bell(q, single).times(4.0 * expUnit(single));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      return sechSquare(x.abs(), single);
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      R t = x.abs();
      R magnitude = tanhPositive(t, single).times(2.0).times(sechSquare(t, single));
      return x.ifNegative(magnitude, magnitude.negate());
    }
  }

  /** q - q² for q = e / (1 + e), all / expUnit. */
  private static <R extends Real<R>> R bell(R q, boolean single) {
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
    <R extends Real<R>> R sign(R x) {
      return x.times(sign);
    }

    <R extends Real<R>> R cut(R x, boolean single) {
      return min(x.abs(), expLimit(single) / magnitude);
    }

    <R extends Real<R>> R z(R t) {
      return t.times(magnitude);
    }

    <R extends Real<R>> R low(R t, R z, boolean single) {
      return single ? t.constant(0.0) : productError(t.constant(magnitude), t, z);
    }

    static <R extends Real<R>> R expMinus(R z, R low, boolean single) {
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
    <R extends Real<R>> R value(R x, boolean single) {
      R tail = log1pScaled(expMinus(x, single), single).over(beta).times(expUnit(single));
      return scaled.sign(x).ifNegative(tail, x.plus(tail));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R e = expMinus(x, single).times(expUnit(single));
      return scaled.sign(x).ifNegative(e, x.constant(1.0)).over(e.plus(1.0));
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      R q = logisticScaled(expMinus(x, single), single);
      return bell(q, single).times(beta).times(expUnit(single));
    }

    private <R extends Real<R>> R expMinus(R x, boolean single) {
      R t = scaled.cut(x, single);
      R z = scaled.z(t);
      return Scaled.expMinus(z, scaled.low(t, z, single), single);
    }
  }

  static final class LogSigmoid extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R scaled = expScaled(min(x.abs(), expLimit(single)), single);
      R tail = log1pScaled(scaled, single).times(expUnit(single));
      return x.ifNegative(x.minus(tail), tail.negate());
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R e = expScaled(min(x.abs(), expLimit(single)), single).times(expUnit(single));
      return x.ifNegative(x.constant(1.0), e).over(e.plus(1.0));
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      R scaled = expScaled(min(x.abs(), expLimit(single)), single);
      R q = logisticScaled(scaled, single).times(expUnit(single));
      return q.times(q).minus(q);
    }
  }

  static final class Swish extends SmoothFunction {

    private static final double[] ROOT = {
      0x1.be1410460527fp-3, 0x1.2c563458cc0adp-3, 0x1.353eb573ca45cp-6,
      -0x1.f2d0e32bc301cp-7, -0x1.b0f82c4992032p-8, 0x1.098e92c5f75f7p-13,
      0x1.a2a7caf9afe77p-11, 0x1.8574ce7034671p-13, -0x1.5723abd31bc82p-15,
      -0x1.f2d64d630df36p-16, -0x1.8ac1f43adbba3p-19, 0x1.39fbcae97d047p-19,
      0x1.c3a6832086e5bp-21
    };

    private static final double[] SECOND_ROOT = {
      0x1.76e8b4eb0ea41p-4, 0x1.388203715b23ep-4, 0x1.706e66bf3603ap-6,
      -0x1.e178d8d239e52p-10, -0x1.fa4e9f742e907p-9, -0x1.662f848d07952p-10,
      -0x1.e2e4a6728a9bbp-14, 0x1.94804af8c8f38p-14, 0x1.8e0bb930db813p-15,
      0x1.1af2ba5867296p-17, -0x1.4e9c6f22e62a6p-20, -0x1.400b1484b1087p-20,
      -0x1.4cb0c5578f2d5p-22
    };

    private final Scaled scaled;
    private final double beta;

    Swish(double[] p) {
      scaled = new Scaled(p[0]);
      beta = p[0];
    }

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R sign = scaled.sign(x);
      R t = scaled.cut(x, single);
      R z = scaled.z(t);
      R e = Scaled.expMinus(z, scaled.low(t, z, single), single);
      R numerator = sign.ifNegative(t.withSignOf(x).times(e), x);
      R unit = sign.ifNegative(x.constant(expUnit(single)), x.constant(1.0));
      return numerator.over(e.times(expUnit(single)).plus(1.0)).times(unit);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R t = scaled.cut(x, single);
      R z = scaled.z(t);
      R low = scaled.low(t, z, single);
      R scaledE = expScaled(z, low, single, false);
      R e = scaledE.times(expUnit(single));
      R q = logisticScaled(scaledE, single);
      R sum = x.constant(1.0).minus(z).plus(e.minus(low));
      R tail = nearRoot(z, low, bell(q, single).times(sum).times(expUnit(single)), single);
      return scaled.sign(x).ifNegative(tail, x.constant(1.0).minus(tail));
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      R t = scaled.cut(x, single);
      R z = scaled.z(t);
      R low = scaled.low(t, z, single);
      R scaledE = expScaled(z, low, single, false);
      R e = scaledE.times(expUnit(single));
      R q = logisticScaled(scaledE, single);
      R sum = x.constant(2.0).minus(z).plus(e.times(z.plus(2.0)).minus(low));
      R bend = bell(q, single).times(sum.minus(sum.times(q.times(expUnit(single)))));
      return nearSecondRoot(z, low, bend.times(beta).times(expUnit(single)), single);
    }

    private static <R extends Real<R>> R nearRoot(R z, R low, R tail, boolean single) {
      if (single) {
        return tail;
      }
      R d = fromRoot(0x1.474973c84120bp+0, 0x1.f8d74bc9ac154p-54, z, low);
      return d.abs().less(z.constant(0.25), d.times(polynomial(d, ROOT)), tail);
    }

    private <R extends Real<R>> R nearSecondRoot(R z, R low, R bend, boolean single) {
      if (single) {
        return bend;
      }
      R d = fromRoot(0x1.331e23ad9de11p+1, 0x1.a9c55ef03c74ap-53, z, low);
      R near = d.times(polynomial(d, SECOND_ROOT)).times(beta);
      return d.abs().less(z.constant(0.25), near, bend);
    }

    private static <R extends Real<R>> R fromRoot(double root, double rootLow, R z, R low) {
      return z.constant(root).minus(z).plus(z.constant(rootLow).minus(low));
    }
  }

  static final class Gelu extends SmoothFunction {

    private static final double[] TAIL = {
      0x1.d94de78425463p-2, -0x1.a763001ac67d8p-4, 0x1.ef4ff8013791fp-5,
      -0x1.cc1e2623d99dcp-6, 0x1.37754d81716fap-7, -0x1.d4c82229baa70p-10,
      -0x1.443f63fb40adcp-13, 0x1.85999bc753843p-13, -0x1.25380b23a3e12p-16,
      -0x1.2e93673322ce9p-16, 0x1.dafadc3e4a117p-19, 0x1.2983a721f9dd8p-19,
      -0x1.083129363f947p-21, -0x1.76d63fce82772p-22, 0x1.c118e95c28ff0p-25,
      0x1.0d47deda65367p-24, -0x1.7bc99dc15540fp-31, -0x1.6d813fe590f07p-27,
      -0x1.c8782ad932a3ap-30, 0x1.43ee1766d3665p-30, 0x1.aa102310ce2cdp-32,
      0x1.4b55000a7d16dp-38
    };

    private static final double[] TAIL_SHORT = {
      0x1.d94de7843cf24p-2, -0x1.a763002862726p-4, 0x1.ef4ff77bc724ep-5,
      -0x1.cc1e20c67b501p-6, 0x1.37757cba15977p-7, -0x1.d4ca3cf9e4b6ep-10,
      -0x1.4498692048e1bp-13, 0x1.85b2cd67b5178p-13, -0x1.1c1b60ba430f6p-16,
      -0x1.2c8690e6eb8ddp-16, 0x1.6d768a63050e0p-19, 0x1.e3d3f443676dep-20
    };

    private static double limit(boolean single) {
      return single ? 37.0 : 42.0;
    }

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = min(x.abs(), limit(single));
      R z = t.times(0x1.6a09e667f3bcdp-1);
      R tail =
          expMinusSquare(t, 0.5, single)
              .times(t.times(0.5))
              .times(scaledErfc(z, single))
              .over(z.times(2.0).plus(1.0))
              .times(expUnit(single));
      R magnitude = nearZero(t, z, tail, single);
      return x.ifNegative(magnitude.negate(), x.minus(magnitude));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R t = min(x.abs(), limit(single));
      R tail = expMinusSquare(t, 0.5, single).times(fromRoot(t, single)).times(expUnit(single));
      return x.ifNegative(tail, x.constant(1.0).minus(tail));
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      R t = min(x.abs(), limit(single));
      return expMinusSquare(t, 0.5, single)
          .times(twoMinusSquare(t, single))
          .times(0x1.9884533d43651p-2 * expUnit(single));
    }

    private static <R extends Real<R>> R nearZero(R t, R z, R tail, boolean single) {
      if (single) {
        return tail;
      }
      R erf = z.times(polynomial(z.times(z), ERF));
      R near = t.times(t.constant(0.5).minus(erf.times(0.5)));
      return t.less(t.constant(0.6875), near, tail);
    }

    private static <R extends Real<R>> R fromRoot(R t, boolean single) {
      R u = t.minus(4.0).over(t.plus(4.0));
      R d = t.constant(0x1.80ead197f00b4p-1).minus(t);
      return single
          ? d.times(polynomial(u, TAIL_SHORT))
          : d.minus(0x1.13e74c58cada8p-56).times(polynomial(u, TAIL));
    }

    private static <R extends Real<R>> R twoMinusSquare(R t, boolean single) {
      R two = t.constant(2.0);
      if (single) {
        return two.minus(t.times(t));
      }
      R high = highHalf(t);
      R low = t.minus(high);
      return two.minus(high.times(high)).minus(high.times(2.0).times(low)).minus(low.times(low));
    }
  }

  static final class GeluTanh extends SmoothFunction {

    private static final double A = 0x1.9884533d43651p+0;
    private static final double A_LOW = -0x1.cbc0d30ebfd15p-54;
    private static final double B = 0x1.2444f2a4d8b4bp-4;
    private static final double B_LOW = -0x1.6c843a29d1c70p-61;
    private static final double[] ROOT = {
      0x1.b8bacd2c96b91p-2, 0x1.8cd1a2b2fff1fp-2, -0x1.029615edb07fap-6,
      -0x1.d2b773463e824p-4, -0x1.104a83edb2dbdp-6, 0x1.427996cb0f99cp-6,
      0x1.58c9ed5529752p-8, -0x1.3d8d46c152d26p-9, -0x1.e63ef9197c359p-11,
      0x1.14a702f67c076p-12, 0x1.047f4c1b75af8p-13, -0x1.1b5b46a612725p-15,
      -0x1.037fb613a09b7p-16
    };

    private static double limit(boolean single) {
      return single ? 21.0 : 22.8;
    }

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = min(x.abs(), limit(single));
      R scaled = expScaled(z(t), zLow(t, single), single, single);
      R numerator = x.ifNegative(t.negate().times(scaled), x);
      R unit = x.ifNegative(x.constant(expUnit(single)), x.constant(1.0));
      return numerator.over(scaled.times(expUnit(single)).plus(1.0)).times(unit);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R t = min(x.abs(), limit(single));
      R z = z(t);
      R low = zLow(t, single);
      R scaled = expScaled(z, low, single, false);
      R e = scaled.times(expUnit(single));
      R q = logisticScaled(scaled, single);
      R cubic = t.times(t.times(t)).times(2.0 * B);
      R sum = x.constant(1.0).minus(z).minus(cubic).plus(e.minus(low));
      R tail = nearRoot(t, bell(q, single).times(sum).times(expUnit(single)), single);
      return x.ifNegative(tail, x.constant(1.0).minus(tail));
    }

    private static <R extends Real<R>> R z(R t) {
      return t.times(t.times(t).times(B).plus(A));
    }

    private static <R extends Real<R>> R zLow(R t, boolean single) {
      if (single) {
        return t.constant(0.0);
      }
      R square = t.times(t);
      R term = square.times(B);
      R sum = term.plus(A);
      R termLow =
          productError(t.constant(B), square, term)
              .plus(productError(t, t, square).times(B))
              .plus(square.times(B_LOW));
      R back = sum.minus(A);
      R sumLow =
          t.constant(A).minus(sum.minus(back)).plus(term.minus(back)).plus(termLow.plus(A_LOW));
      return productError(t, sum, t.times(sum)).plus(t.times(sumLow));
    }

    private static <R extends Real<R>> R nearRoot(R t, R tail, boolean single) {
      if (single) {
        return tail;
      }
      R d = t.constant(0x1.81429f9e97e4dp-1).minus(t).minus(0x1.4f523ed77dbdcp-55);
      return d.abs().less(t.constant(0.25), d.times(polynomial(d, ROOT)), tail);
    }
  }

  static final class Mish extends SmoothFunction {

    private static final double[] ROOT = {
      0x1.115acb42500bbp-2, 0x1.a34a251d8ad7bp-3, 0x1.574f121a868dcp-5,
      -0x1.4c222fe64d4c4p-6, -0x1.03369d4ac91d9p-6, -0x1.b87ddfb5204f2p-9,
      0x1.1e5e184a36420p-10, 0x1.037991837f865p-10, 0x1.0a7954dc4c6bfp-12,
      -0x1.5fffa197ccfc4p-15, -0x1.d453aac6fdf30p-15, -0x1.223bbc034b6b7p-16,
      0x1.fa19ad78731dfp-21, 0x1.8667b89979d5dp-19, 0x1.1fbba1ba9818fp-20,
      0x1.d1cd16f2b5fe0p-26, -0x1.305c5c5b31cdep-23, -0x1.0b40fb05e4ce3p-24,
      -0x1.3a131b2e1f5c5p-28, 0x1.e24f33088b27ap-28, 0x1.626a75106553ap-29
    };

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = min(x.abs(), expLimit(single));
      R scaled = expScaled(t, single);
      R e = scaled.times(expUnit(single));
      R eOne = e.times(2.0).plus(1.0);
      R numerator = x.ifNegative(t.negate().times(scaled.times(e.plus(2.0))), x.times(eOne));
      R denominator = denominator(x, e, e.times(e.plus(2.0)), eOne);
      R unit = x.ifNegative(x.constant(expUnit(single)), x.constant(1.0));
      return numerator.over(denominator).times(unit);
    }

    private static <R extends Real<R>> R denominator(R x, R e, R n, R eOne) {
      return x.ifNegative(n.plus(2.0), eOne.plus(e.times(e).times(2.0)));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R t = min(x.abs(), expLimit(single));
      R scaled = expScaled(t, single, false);
      R e = scaled.times(expUnit(single));
      R n = e.times(e.plus(2.0));
      R eOne = e.times(2.0).plus(1.0);
      R d = denominator(x, e, n, eOne);
      R slope =
          t.times(4.0)
              .times(e.times(e.plus(1.0)))
              .times(x.ifNegative(x.constant(-1.0), e))
              .over(d.times(d));
      R right = x.ifNegative(n, eOne).over(d).plus(slope);
      R sum =
          x.constant(1.0)
              .minus(t)
              .times(4.0)
              .plus(e.times(x.constant(6.0).minus(t.times(4.0)).plus(e.times(e.plus(4.0)))));
      R left = scaled.times(sum).over(n.times(n.plus(4.0)).plus(4.0)).times(expUnit(single));
      return nearRoot(x, x.less(x.constant(-0.52), left, right), single);
    }

    private static <R extends Real<R>> R nearRoot(R x, R y, boolean single) {
      if (single) {
        return y;
      }
      R d = x.plus(0x1.31432c0d12d84p+0).plus(0x1.bf319154da210p-55);
      return d.abs().less(x.constant(0.6875), d.times(polynomial(d, ROOT)), y);
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
    <R extends Real<R>> R value(R x, boolean single) {
      R m = expm1(min(x.abs(), 64.0).negate(), single);
      return x.less(x.constant(0.0), m.times(product), x.times(scale));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R zero = x.constant(0.0);
      R right = zero.less(x, x.constant(scale), x.constant(product));
      return x.less(zero, tail(x, single), right);
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      return x.less(x.constant(0.0), tail(x, single), x.constant(0.0));
    }

    private <R extends Real<R>> R tail(R x, boolean single) {
      R e = expScaled(min(x.abs(), expLimit(single)), single);
      return e.times(product).times(expUnit(single));
    }
  }

  static final class Celu extends SmoothFunction {

    private final double alpha;

    Celu(double[] p) {
      alpha = p[0];
    }

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = cut(x, single);
      R q = t.over(alpha);
      R below = expm1(min(q, 64.0).negate(), low(t, q, single).negate(), single).times(alpha);
      return x.less(x.constant(0.0), q.less(x.constant(0x1p-60), x, below), x);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R below = exp(x, single).times(expUnit(single));
      return x.less(x.constant(0.0), below, x.constant(1.0));
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      R below = exp(x, single).over(alpha).times(expUnit(single));
      return x.less(x.constant(0.0), below, x.constant(0.0));
    }

    private <R extends Real<R>> R cut(R x, boolean single) {
      return min(x.abs(), expLimit(single) * alpha);
    }

    private <R extends Real<R>> R exp(R x, boolean single) {
      R t = cut(x, single);
      R q = t.over(alpha);
      return single ? expScaled(q, true) : expScaled(q, low(t, q, false), false, false);
    }

    private <R extends Real<R>> R low(R t, R q, boolean single) {
      if (single) {
        return t.constant(0.0);
      }
      R product = q.times(alpha);
      R error = productError(q, t.constant(alpha), product);
      return t.minus(product).minus(error).over(alpha);
    }
  }

  static final class Softsign extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = min(x.abs(), 0x1p+100);
      return t.over(t.plus(1.0)).withSignOf(x);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R r = x.constant(1.0).over(x.abs().plus(1.0));
      return r.times(r);
    }

    @Override
    <R extends Real<R>> R secondDerivative(R x, boolean single) {
      R r = x.constant(1.0).over(x.abs().plus(1.0));
      R magnitude = r.times(2.0).times(r.times(r));
      return x.less(x.constant(0.0), magnitude, magnitude.negate());
    }
  }

  static final class Tanhshrink extends SmoothFunction {

    private static final double[] CUBE = {
      0x1.5555555555555p-2, -0x1.11111111110b9p-3, 0x1.ba1ba1ba1453ep-5,
      -0x1.664f4880d2a47p-6, 0x1.226e3519865dfp-7, -0x1.d6d3c538d0bbep-9,
      0x1.7da2bdc3daa27p-10, -0x1.3551ae34bdfffp-11, 0x1.f5211730ee038p-13,
      -0x1.94981e5bdbe6fp-14, 0x1.42090e21d3d28p-15, -0x1.ea19b73b128d8p-17,
      0x1.4eb911dcd9788p-18, -0x1.7238a0a7e22b6p-20, 0x1.1ab979c0ab58cp-22,
      -0x1.b028f6cb72ebfp-26
    };

    private static final double[] CUBE_SHORT = {
      0x1.55555552c2397p-2, -0x1.11110dcccb7a9p-3, 0x1.ba1a40daac299p-5,
      -0x1.663249914dd83p-6, 0x1.2137f4495df3ap-7, -0x1.c7eb486e672fdp-9,
      0x1.459fc74aa9ea7p-10, -0x1.6217eb100c968p-12, 0x1.96925494e5eadp-15
    };

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = x.abs();
      R e = expScaled(min(t, 0.5 * expLimit(single)).times(2.0), single).times(expUnit(single));
      R above = t.minus(1.0).plus(e.times(2.0).over(e.plus(1.0)));
      return t.less(x.constant(1.0), belowOne(min(t, 1.0), single), above).withSignOf(x);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R tanh = closerTanh(x.abs(), single);
      return tanh.times(tanh);
    }

    private static <R extends Real<R>> R closerTanh(R t, boolean single) {
      R tanh = tanhPositive(t, single);
      return single ? tanh : t.less(t.constant(1.0), t.minus(belowOne(min(t, 1.0), false)), tanh);
    }

    private static <R extends Real<R>> R belowOne(R t, boolean single) {
      R square = t.times(t);
      return t.times(square.times(polynomial(square, single ? CUBE_SHORT : CUBE)));
    }
  }

  static final class Squareplus extends SmoothFunction {

    private final double b;

    Squareplus(double[] p) {
      b = p[0];
    }

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = x.abs();
      R halfSum = t.times(0.5).plus(root(t).times(0.5));
      return x.ifNegative(x.constant(0.5 * (0.5 * b)).over(halfSum), halfSum);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R t = x.abs();
      R r = root(t);
      R half = x.constant(0.5);
      R nearZero = half.minus(min(t, 0x1p+500).over(r).times(0.5));
      R far = x.constant(0.5 * b).over(r.plus(t)).over(r);
      R tail = t.times(t).less(x.constant(0.1 * b), nearZero, far);
      return x.ifNegative(tail, x.constant(1.0).minus(tail));
    }

    private <R extends Real<R>> R root(R t) {
      return t.less(t.constant(0x1p+500), t.times(t).plus(b).sqrt(), t);
    }
  }

  static final class SparsePlus extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R half = x.plus(1.0).times(0.5);
      R left = x.constant(-1.0).less(x, half.times(half), x.constant(0.0));
      return x.less(x.constant(1.0), left, x);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R half = x.plus(1.0).times(0.5);
      R left = x.constant(-1.0).less(x, half, x.constant(0.0));
      return x.less(x.constant(1.0), left, x.constant(1.0));
    }
  }

  static final class Lisht extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = x.abs();
      return t.times(tanhPositive(t, single));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R t = x.abs();
      R bend = min(t, expLimit(single)).times(Tanh.sechSquare(t, single));
      return tanhPositive(t, single).plus(bend).withSignOf(x);
    }
  }

  static final class LogCosh extends SmoothFunction {

    private static final double[] SQUARE = {
      0x1.0000000000000p-1, -0x1.5555555555548p-4, 0x1.6c16c16c15553p-6,
      -0x1.ba1ba1b91feefp-8, 0x1.1ea5d36e7fe5fp-9, -0x1.833d92c16e889p-11,
      0x1.0d0aa62b4afbap-12, -0x1.7d93472a77097p-14, 0x1.127418261dd1ap-15,
      -0x1.8b3aad6540256p-17, 0x1.0ff174d4d8b26p-18, -0x1.37e1636726c30p-20,
      0x1.a3efb5608e9b9p-23
    };

    private static final double[] SQUARE_SHORT = {
      0x1.ffffffff2c48ep-2, -0x1.555552cbc594ep-4, 0x1.6c15799a77586p-6,
      -0x1.b9dd03a6d3f5cp-8, 0x1.1bc255150a9e2p-9, -0x1.5f43de8527a16p-11,
      0x1.2d4a7f3764078p-13
    };

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = x.abs();
      R scaled = expScaled(min(t, 0.5 * expLimit(single)).times(2.0), single);
      R log = log1pScaled(scaled, single).times(expUnit(single));
      R above = t.minus(LN_2_HIGH).plus(log.minus(LN_2_LOW));
      return t.less(x.constant(0.70703125), nearZero(min(t, 1.0), single), above);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      return tanhPositive(x.abs(), single).withSignOf(x);
    }

    private static <R extends Real<R>> R nearZero(R t, boolean single) {
      R square = t.times(t);
      return square.times(polynomial(square, single ? SQUARE_SHORT : SQUARE));
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
    <R extends Real<R>> R value(R x, boolean single) {
      R inside = x.times(x.minus(lower).times(alpha));
      R left = x.constant(lower).less(x, inside, x.constant(0.0));
      return x.less(x.constant(upper), left, x);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R inside = x.minus(root).times(2.0 * alpha);
      R left = x.constant(lower).less(x, inside, x.constant(0.0));
      return x.less(x.constant(upper), left, x.constant(1.0));
    }
  }

  static final class RectifiedTanh extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      return x.constant(0.0).less(x, tanhPositive(x.abs(), single), x.constant(0.0));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      return x.constant(0.0).less(x, Tanh.sechSquare(x.abs(), single), x.constant(0.0));
    }
  }

  static final class RationalTanh extends SmoothFunction {

    private static final double K_1 = 2.0 / 3.0;
    private static final double K_2 = 4.0 / 9.0;
    private static final double K_4 = 1.41645 * 16.0 / 81.0;

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R u = u(min(x.abs(), 0x1p+240));
      return u.over(u.plus(1.0)).times(1.7159).withSignOf(x);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R t = min(x.abs(), 0x1p+240);
      R slope = t.times(t.times(t).times(4.0 * K_4).plus(2.0 * K_2)).plus(K_1);
      R d = u(t).plus(1.0);
      return slope.times(1.7159).over(d).over(d);
    }

    private static <R extends Real<R>> R u(R t) {
      return t.times(t.times(t.times(t).times(K_4).plus(K_2)).plus(K_1));
    }
  }

  static final class Erf extends SmoothFunction {

    private static double limit(boolean single) {
      return single ? 26.0 : 29.7;
    }

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = min(x.abs(), limit(single));
      R erfc =
          expMinusSquare(t, 1.0, single)
              .times(expUnit(single))
              .times(scaledErfc(t, single))
              .over(t.times(2.0).plus(1.0));
      R above = x.constant(1.0).minus(erfc);
      return t.less(x.constant(0.921875), nearZero(min(t, 1.0), single), above).withSignOf(x);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R t = min(x.abs(), limit(single));
      return expMinusSquare(t, 1.0, single).times(0x1.20dd750429b6dp+0 * expUnit(single));
    }

    private static <R extends Real<R>> R nearZero(R t, boolean single) {
      R square = t.times(t);
      return t.times(polynomial(square, single ? ERF_SHORT : ERF));
    }
  }

  static final class Exp extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R t = min(x.abs(), expLimit(single));
      R a = x.ifNegative(t.negate(), t);
      return single
          ? expScaled(a.negate(), true)
          : expAnyScaled(a, x.constant(0.0), false).times(expAnyUnit(a));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      return value(x, single);
    }
  }

  static final class Log extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R zero = x.constant(0.0);
      R zeroOrPositive = x.equal(0.0, x.constant(Double.NEGATIVE_INFINITY), x);
      R notNegative = x.less(zero, x.constant(Double.NaN), zeroOrPositive);
      R infinity = x.constant(Double.POSITIVE_INFINITY);
      R finite = x.less(infinity, logPositive(x, single), x);
      return zero.less(notNegative, finite, notNegative);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      return x.constant(1.0).over(x);
    }
  }

  static final class Sqrt extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      return x.sqrt();
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      return x.constant(0.5).over(x.sqrt().abs());
    }
  }

  static final class Square extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      return x.times(x);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      return x.times(2.0);
    }
  }

  static final class Cube extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      return x.times(x.times(x));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
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

    <R extends Real<R>> R of(R x, boolean single) {
      R t = x.abs();
      R one = x.constant(1.0);
      R below = x.less(x.constant(0.0), x.constant(belowZero), x.constant(atMinusZero));
      R sign = x.ifNegative(below, one);
      double infinity = Double.POSITIVE_INFINITY;
      R regular = ofPositive(t.equal(infinity, one, t.equal(0.0, one, t)), single);
      R limit = t.equal(infinity, x.constant(atInfinity), x.constant(atZero)).times(coefficient);
      return t.equal(infinity, limit, t.equal(0.0, limit, regular)).times(sign);
    }

    private <R extends Real<R>> R ofPositive(R t, boolean single) {
      if (single) {
        return expAny(logPositive(t, false).times(y), t.constant(0.0), true);
      }
      R m = significand(t);
      R n = exponent(t, m);
      R sum = m.plus(1.0);
      R w = m.minus(1.0).over(sum);
      R product = w.times(sum);
      R remainder = m.minus(1.0).minus(product).minus(productError(w, sum, product));
      R wLow = remainder.minus(w.times(m.minus(sum.minus(1.0)))).over(sum);
      R first = n.times(LN_2_HIGH);
      R second = w.times(2.0);
      R log = first.plus(second);
      R tail = wLow.times(2.0).plus(second.times(artanhTail(w, false)));
      R logLow = sumError(first, second, log).plus(n.times(LN_2_LOW).plus(tail));
      R z = log.times(y);
      return expAny(z, productError(t.constant(y), log, z).plus(logLow.times(y)), false);
    }

    private <R extends Real<R>> R expAny(R z, R low, boolean single) {
      R sum = z.plus(low);
      R negative = min(sum.negate(), expLimit(false)).negate();
      R a = sum.ifNegative(negative, min(sum, expLimit(false)));
      R scaled = expAnyScaled(a, sumError(z, low, sum), single);
      return scaled.times(coefficient).times(expAnyUnit(a));
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
    <R extends Real<R>> R value(R x, boolean single) {
      return value.of(x, single);
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      return derivative.of(x, single);
    }
  }

  /** Its x is y = f(x), as that of the two below. */
  static final class SigmoidFromOutput extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R y, boolean single) {
      return y;
    }

    @Override
    <R extends Real<R>> R derivative(R y, boolean single) {
      return y.times(y.constant(1.0).minus(y));
    }
  }

  static final class TanhFromOutput extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R y, boolean single) {
      return y;
    }

    @Override
    <R extends Real<R>> R derivative(R y, boolean single) {
      return y.constant(1.0).minus(y).times(y.plus(1.0));
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
    <R extends Real<R>> R value(R y, boolean single) {
      return y;
    }

    @Override
    <R extends Real<R>> R derivative(R y, boolean single) {
      return y.constant(0.0).less(y, y.constant(scale), y.plus(product));
    }
  }
}
