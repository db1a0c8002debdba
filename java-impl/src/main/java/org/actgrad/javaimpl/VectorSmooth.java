// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Coefficients.*;
import static org.actgrad.javaimpl.Elementary.*;
import static org.actgrad.javaimpl.Smooth.*;
import static org.actgrad.javaimpl.VectorElementary.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link Smooth} on vectors. */
final class VectorSmooth {

  private VectorSmooth() {}

  /** The positive quiet NaN where x or y is NaN, else y; stays so when it is narrowed to float. */
  static DoubleVector canonical(DoubleVector x, DoubleVector y) {
    return y.blend(
        Double.NaN, x.compare(VectorOperators.NE, x).or(y.compare(VectorOperators.NE, y)));
  }

  static DoubleVector sigmoidValue(boolean single, DoubleVector x) {
    DoubleVector e = expScaled(single, single, x.abs().min(expLimit(single))).mul(expUnit(single));
    return ifNegative(x, e, DoubleVector.broadcast(SPECIES, 1.0)).div(e.add(1.0));
  }

  static DoubleVector sigmoidDerivative(boolean single, DoubleVector x) {
    DoubleVector scaled = expScaled(single, single, x.abs().min(expLimit(single)));
    DoubleVector q = logisticScaled(single, scaled).mul(expUnit(single));
    return q.sub(q.mul(q));
  }

  static DoubleVector sigmoidSecondDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(expLimit(single));
    DoubleVector scaled = expScaled(single, single, t);
    DoubleVector d = scaled.mul(expUnit(single)).add(1.0);
    DoubleVector q = logisticScaled(single, scaled).mul(expUnit(single));
    DoubleVector tail = q.sub(q.mul(q).mul(DoubleVector.broadcast(SPECIES, 3.0).sub(q.mul(2.0))));
    DoubleVector middle =
        q.sub(q.mul(q))
            .mul(
                expm1(single, t.min(64.0).neg(), DoubleVector.broadcast(SPECIES, 0.0))
                    .abs()
                    .div(d));
    DoubleVector magnitude = middle.blend(tail, q.compare(VectorOperators.LT, 0.1875));
    return ifNegative(x, magnitude, magnitude.neg());
  }

  static DoubleVector tanhValue(boolean single, DoubleVector x) {
    return withSignOf(tanhPositive(single, x.abs()), x);
  }

  private static DoubleVector tanhSechSquare(boolean single, DoubleVector t) {
    DoubleVector scaled = expScaled(single, single, t.min(0.5 * expLimit(single)).mul(2.0));
    DoubleVector q = logisticScaled(single, scaled);
    return q.sub(q.mul(q.mul(expUnit(single)))).mul(4.0 * expUnit(single));
  }

  static DoubleVector tanhDerivative(boolean single, DoubleVector x) {
    return tanhSechSquare(single, x.abs());
  }

  static DoubleVector tanhSecondDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs();
    DoubleVector magnitude = tanhPositive(single, t).mul(2.0).mul(tanhSechSquare(single, t));
    return ifNegative(x, magnitude, magnitude.neg());
  }

  private static DoubleVector scaledSign(SmoothParameters.Scaled k, DoubleVector x) {
    return x.mul(k.sign);
  }

  private static DoubleVector scaledCut(SmoothParameters.Scaled k, DoubleVector x) {
    return x.abs().min(k.bound);
  }

  private static DoubleVector scaledZ(SmoothParameters.Scaled k, DoubleVector t) {
    return t.mul(k.beta);
  }

  private static DoubleVector scaledLow(
      boolean single, SmoothParameters.Scaled k, DoubleVector t, DoubleVector z) {
    if (single) {
      return DoubleVector.broadcast(SPECIES, 0.0);
    }
    return productError(DoubleVector.broadcast(SPECIES, k.beta), t, z);
  }

  private static DoubleVector scaledExpMinus(boolean single, DoubleVector z, DoubleVector low) {
    if (single) {
      return expScaled(single, single, z);
    }
    return expScaled(single, single, z, low);
  }

  static DoubleVector softplusValue(boolean single, SmoothParameters.Softplus k, DoubleVector x) {
    DoubleVector tail =
        log1pScaled(single, softplusExpMinus(single, k, x)).div(k.beta).mul(expUnit(single));
    return ifNegative(scaledSign(k.scaled, x), tail, x.add(tail));
  }

  static DoubleVector softplusDerivative(
      boolean single, SmoothParameters.Softplus k, DoubleVector x) {
    DoubleVector e = softplusExpMinus(single, k, x).mul(expUnit(single));
    return ifNegative(scaledSign(k.scaled, x), e, DoubleVector.broadcast(SPECIES, 1.0))
        .div(e.add(1.0));
  }

  static DoubleVector softplusSecondDerivative(
      boolean single, SmoothParameters.Softplus k, DoubleVector x) {
    DoubleVector scaled = softplusExpMinus(single, k, x);
    DoubleVector q = logisticScaled(single, scaled);
    return q.sub(q.mul(q.mul(expUnit(single)))).mul(k.beta).mul(expUnit(single));
  }

  private static DoubleVector softplusExpMinus(
      boolean single, SmoothParameters.Softplus k, DoubleVector x) {
    DoubleVector t = scaledCut(k.scaled, x);
    DoubleVector z = scaledZ(k.scaled, t);
    return scaledExpMinus(single, z, scaledLow(single, k.scaled, t, z));
  }

  static DoubleVector logSigmoidValue(boolean single, DoubleVector x) {
    DoubleVector scaled = expScaled(single, single, x.abs().min(expLimit(single)));
    DoubleVector tail = log1pScaled(single, scaled).mul(expUnit(single));
    return ifNegative(x, x.sub(tail), tail.neg());
  }

  static DoubleVector logSigmoidDerivative(boolean single, DoubleVector x) {
    DoubleVector e = expScaled(single, single, x.abs().min(expLimit(single))).mul(expUnit(single));
    return ifNegative(x, DoubleVector.broadcast(SPECIES, 1.0), e).div(e.add(1.0));
  }

  static DoubleVector logSigmoidSecondDerivative(boolean single, DoubleVector x) {
    DoubleVector scaled = expScaled(single, single, x.abs().min(expLimit(single)));
    DoubleVector q = logisticScaled(single, scaled).mul(expUnit(single));
    return q.mul(q).sub(q);
  }

  static DoubleVector swishValue(boolean single, SmoothParameters.Swish k, DoubleVector x) {
    DoubleVector sign = scaledSign(k.scaled, x);
    DoubleVector t = scaledCut(k.scaled, x);
    DoubleVector z = scaledZ(k.scaled, t);
    DoubleVector scaled = scaledExpMinus(single, z, scaledLow(single, k.scaled, t, z));
    DoubleVector numerator = ifNegative(sign, withSignOf(t, x).mul(scaled), x);
    DoubleVector unit =
        ifNegative(
            sign,
            DoubleVector.broadcast(SPECIES, expUnit(single)),
            DoubleVector.broadcast(SPECIES, 1.0));
    return numerator.div(scaled.mul(expUnit(single)).add(1.0)).mul(unit);
  }

  static DoubleVector swishDerivative(boolean single, SmoothParameters.Swish k, DoubleVector x) {
    DoubleVector t = scaledCut(k.scaled, x);
    DoubleVector z = scaledZ(k.scaled, t);
    DoubleVector low = scaledLow(single, k.scaled, t, z);
    DoubleVector scaled = expScaled(single, false, z, low);
    DoubleVector e = scaled.mul(expUnit(single));
    DoubleVector q = logisticScaled(single, scaled);
    DoubleVector bell = q.sub(q.mul(q.mul(expUnit(single))));
    DoubleVector tail =
        swishNearRoot(
            single,
            k,
            z,
            low,
            bell.mul(DoubleVector.broadcast(SPECIES, 1.0).sub(z).add(e.sub(low)))
                .mul(expUnit(single)));
    return ifNegative(
        scaledSign(k.scaled, x), tail, DoubleVector.broadcast(SPECIES, 1.0).sub(tail));
  }

  static DoubleVector swishSecondDerivative(
      boolean single, SmoothParameters.Swish k, DoubleVector x) {
    DoubleVector t = scaledCut(k.scaled, x);
    DoubleVector z = scaledZ(k.scaled, t);
    DoubleVector low = scaledLow(single, k.scaled, t, z);
    DoubleVector scaled = expScaled(single, false, z, low);
    DoubleVector e = scaled.mul(expUnit(single));
    DoubleVector q = logisticScaled(single, scaled);
    DoubleVector bell = q.sub(q.mul(q.mul(expUnit(single))));
    DoubleVector sum = DoubleVector.broadcast(SPECIES, 2.0).sub(z).add(e.mul(z.add(2.0)).sub(low));
    DoubleVector bend = bell.mul(sum.sub(sum.mul(q.mul(expUnit(single)))));
    return swishNearSecondRoot(single, k, z, low, bend.mul(k.beta).mul(expUnit(single)));
  }

  private static DoubleVector swishNearRoot(
      boolean single,
      SmoothParameters.Swish k,
      DoubleVector z,
      DoubleVector low,
      DoubleVector tail) {
    if (single) {
      return tail;
    }
    DoubleVector d =
        DoubleVector.broadcast(SPECIES, 0x1.474973c84120bp0)
            .sub(z)
            .add(DoubleVector.broadcast(SPECIES, 0x1.f8d74bc9ac154p-54).sub(low));
    return tail.blend(d.mul(swishRootPolynomial(d)), d.abs().compare(VectorOperators.LT, 0.25));
  }

  private static DoubleVector swishNearSecondRoot(
      boolean single,
      SmoothParameters.Swish k,
      DoubleVector z,
      DoubleVector low,
      DoubleVector bend) {
    if (single) {
      return bend;
    }
    DoubleVector d =
        DoubleVector.broadcast(SPECIES, 0x1.331e23ad9de11p1)
            .sub(z)
            .add(DoubleVector.broadcast(SPECIES, 0x1.a9c55ef03c74ap-53).sub(low));
    return bend.blend(
        d.mul(swishSecondRootPolynomial(d)).mul(k.beta), d.abs().compare(VectorOperators.LT, 0.25));
  }

  static DoubleVector geluValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(geluLimit(single));
    DoubleVector z = t.mul(0x1.6a09e667f3bcdp-1);
    DoubleVector tail =
        expMinusSquare(single, t, DoubleVector.broadcast(SPECIES, 0.5))
            .mul(t.mul(0.5))
            .mul(scaledErfc(single, z))
            .div(z.mul(2.0).add(1.0))
            .mul(expUnit(single));
    DoubleVector magnitude = geluNearZero(single, t, z, tail);
    return ifNegative(x, magnitude.neg(), x.sub(magnitude));
  }

  static DoubleVector geluDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(geluLimit(single));
    DoubleVector tail =
        expMinusSquare(single, t, DoubleVector.broadcast(SPECIES, 0.5))
            .mul(geluFromRoot(single, t))
            .mul(expUnit(single));
    return ifNegative(x, tail, DoubleVector.broadcast(SPECIES, 1.0).sub(tail));
  }

  static DoubleVector geluSecondDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(geluLimit(single));
    return expMinusSquare(single, t, DoubleVector.broadcast(SPECIES, 0.5))
        .mul(geluTwoMinusSquare(single, t))
        .mul(0x1.9884533d43651p-2 * expUnit(single));
  }

  private static DoubleVector geluNearZero(
      boolean single, DoubleVector t, DoubleVector z, DoubleVector tail) {
    if (single) {
      return tail;
    }
    DoubleVector erf = z.mul(erfPolynomial(z.mul(z)));
    return tail.blend(
        t.mul(DoubleVector.broadcast(SPECIES, 0.5).sub(erf.mul(0.5))),
        t.compare(VectorOperators.LT, 0.6875));
  }

  private static DoubleVector geluFromRoot(boolean single, DoubleVector t) {
    DoubleVector u = t.sub(4.0).div(t.add(4.0));
    if (single) {
      return DoubleVector.broadcast(SPECIES, 0x1.80ead197f00b4p-1)
          .sub(t)
          .mul(geluTailShortPolynomial(u));
    }
    return DoubleVector.broadcast(SPECIES, 0x1.80ead197f00b4p-1)
        .sub(t)
        .sub(0x1.13e74c58cada8p-56)
        .mul(geluTailPolynomial(u));
  }

  private static DoubleVector geluTwoMinusSquare(boolean single, DoubleVector t) {
    if (single) {
      return DoubleVector.broadcast(SPECIES, 2.0).sub(t.mul(t));
    }
    DoubleVector high = highHalf(t);
    DoubleVector low = t.sub(high);
    return DoubleVector.broadcast(SPECIES, 2.0)
        .sub(high.mul(high))
        .sub(high.mul(2.0).mul(low))
        .sub(low.mul(low));
  }

  static DoubleVector geluTanhValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(geluTanhLimit(single));
    DoubleVector z = geluTanhZOf(single, t);
    DoubleVector scaled = expScaled(single, single, z, geluTanhZLow(single, t));
    DoubleVector numerator = ifNegative(x, t.neg().mul(scaled), x);
    DoubleVector unit =
        ifNegative(
            x,
            DoubleVector.broadcast(SPECIES, expUnit(single)),
            DoubleVector.broadcast(SPECIES, 1.0));
    return numerator.div(scaled.mul(expUnit(single)).add(1.0)).mul(unit);
  }

  static DoubleVector geluTanhDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(geluTanhLimit(single));
    DoubleVector z = geluTanhZOf(single, t);
    DoubleVector low = geluTanhZLow(single, t);
    DoubleVector scaled = expScaled(single, false, z, low);
    DoubleVector e = scaled.mul(expUnit(single));
    DoubleVector q = logisticScaled(single, scaled);
    DoubleVector bell = q.sub(q.mul(q.mul(expUnit(single))));
    DoubleVector cubic = t.mul(t.mul(t)).mul(2.0 * GELU_TANH_B);
    DoubleVector tail =
        geluTanhNearRoot(
            single,
            t,
            bell.mul(DoubleVector.broadcast(SPECIES, 1.0).sub(z).sub(cubic).add(e.sub(low)))
                .mul(expUnit(single)));
    return ifNegative(x, tail, DoubleVector.broadcast(SPECIES, 1.0).sub(tail));
  }

  private static DoubleVector geluTanhZOf(boolean single, DoubleVector t) {
    return t.mul(t.mul(t).mul(GELU_TANH_B).add(GELU_TANH_A));
  }

  private static DoubleVector geluTanhZLow(boolean single, DoubleVector t) {
    if (single) {
      return DoubleVector.broadcast(SPECIES, 0.0);
    }
    DoubleVector square = t.mul(t);
    DoubleVector term = square.mul(GELU_TANH_B);
    DoubleVector sum = term.add(GELU_TANH_A);
    DoubleVector termLow =
        productError(DoubleVector.broadcast(SPECIES, GELU_TANH_B), square, term)
            .add(productError(t, t, square).mul(GELU_TANH_B))
            .add(square.mul(GELU_TANH_B_LOW));
    DoubleVector back = sum.sub(GELU_TANH_A);
    DoubleVector sumLow =
        DoubleVector.broadcast(SPECIES, GELU_TANH_A)
            .sub(sum.sub(back))
            .add(term.sub(back))
            .add(termLow.add(GELU_TANH_A_LOW));
    return productError(t, sum, t.mul(sum)).add(t.mul(sumLow));
  }

  private static DoubleVector geluTanhNearRoot(boolean single, DoubleVector t, DoubleVector tail) {
    if (single) {
      return tail;
    }
    DoubleVector d =
        DoubleVector.broadcast(SPECIES, 0x1.81429f9e97e4dp-1).sub(t).sub(0x1.4f523ed77dbdcp-55);
    return tail.blend(d.mul(geluTanhRootPolynomial(d)), d.abs().compare(VectorOperators.LT, 0.25));
  }

  static DoubleVector mishValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(expLimit(single));
    DoubleVector scaled = expScaled(single, single, t);
    DoubleVector e = scaled.mul(expUnit(single));
    DoubleVector numerator =
        ifNegative(x, t.neg().mul(scaled.mul(e.add(2.0))), x.mul(e.mul(2.0).add(1.0)));
    DoubleVector denominator =
        ifNegative(x, e.mul(e.add(2.0)).add(2.0), e.mul(2.0).add(1.0).add(e.mul(e).mul(2.0)));
    return numerator
        .div(denominator)
        .mul(
            ifNegative(
                x,
                DoubleVector.broadcast(SPECIES, expUnit(single)),
                DoubleVector.broadcast(SPECIES, 1.0)));
  }

  static DoubleVector mishDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(expLimit(single));
    DoubleVector scaled = expScaled(single, false, t);
    DoubleVector e = scaled.mul(expUnit(single));
    DoubleVector n = e.mul(e.add(2.0));
    DoubleVector d = ifNegative(x, n.add(2.0), e.mul(2.0).add(1.0).add(e.mul(e).mul(2.0)));
    DoubleVector slope =
        t.mul(4.0)
            .mul(e.mul(e.add(1.0)))
            .mul(ifNegative(x, DoubleVector.broadcast(SPECIES, -1.0), e))
            .div(d.mul(d));
    DoubleVector right = ifNegative(x, n, e.mul(2.0).add(1.0)).div(d).add(slope);
    DoubleVector sum =
        DoubleVector.broadcast(SPECIES, 1.0)
            .sub(t)
            .mul(4.0)
            .add(
                e.mul(DoubleVector.broadcast(SPECIES, 6.0).sub(t.mul(4.0)).add(e.mul(e.add(4.0)))));
    DoubleVector left = scaled.mul(sum).div(n.mul(n.add(4.0)).add(4.0)).mul(expUnit(single));
    return mishNearRoot(single, x, right.blend(left, x.compare(VectorOperators.LT, -0.52)));
  }

  private static DoubleVector mishNearRoot(boolean single, DoubleVector x, DoubleVector y) {
    if (single) {
      return y;
    }
    DoubleVector d = x.add(0x1.31432c0d12d84p0).add(0x1.bf319154da210p-55);
    return y.blend(d.mul(mishRootPolynomial(d)), d.abs().compare(VectorOperators.LT, 0.6875));
  }

  static DoubleVector eluValue(boolean single, SmoothParameters.Elu k, DoubleVector x) {
    DoubleVector m = expm1(single, x.abs().min(64.0).neg(), DoubleVector.broadcast(SPECIES, 0.0));
    return x.mul(k.scale).blend(m.mul(k.product), x.compare(VectorOperators.LT, 0.0));
  }

  static DoubleVector eluDerivative(boolean single, SmoothParameters.Elu k, DoubleVector x) {
    return DoubleVector.broadcast(SPECIES, k.atZero)
        .blend(k.scale, x.compare(VectorOperators.GT, 0.0))
        .blend(eluTail(single, k, x), x.compare(VectorOperators.LT, 0.0));
  }

  static DoubleVector eluSecondDerivative(boolean single, SmoothParameters.Elu k, DoubleVector x) {
    return DoubleVector.broadcast(SPECIES, k.secondAtZero)
        .blend(0.0, x.compare(VectorOperators.GT, 0.0))
        .blend(eluTail(single, k, x), x.compare(VectorOperators.LT, 0.0));
  }

  private static DoubleVector eluTail(boolean single, SmoothParameters.Elu k, DoubleVector x) {
    return expScaled(single, single, x.abs().min(expLimit(single)))
        .mul(k.product)
        .mul(expUnit(single));
  }

  static DoubleVector celuValue(boolean single, SmoothParameters.Celu k, DoubleVector x) {
    DoubleVector t = x.abs().min(k.bound);
    DoubleVector q = t.div(k.alpha);
    DoubleVector below =
        expm1(single, q.min(64.0).neg(), celuLow(single, k, t, q).neg()).mul(k.alpha);
    return x.blend(
        below.blend(x, q.compare(VectorOperators.LT, 0x1p-60)), x.compare(VectorOperators.LT, 0.0));
  }

  static DoubleVector celuDerivative(boolean single, SmoothParameters.Celu k, DoubleVector x) {
    return DoubleVector.broadcast(SPECIES, 1.0)
        .blend(celuExpOf(single, k, x).mul(expUnit(single)), x.compare(VectorOperators.LT, 0.0));
  }

  static DoubleVector celuSecondDerivative(
      boolean single, SmoothParameters.Celu k, DoubleVector x) {
    DoubleVector below = celuExpOf(single, k, x).div(k.alpha).mul(expUnit(single));
    return DoubleVector.broadcast(SPECIES, k.secondAtZero)
        .blend(0.0, x.compare(VectorOperators.GT, 0.0))
        .blend(below, x.compare(VectorOperators.LT, 0.0));
  }

  private static DoubleVector celuExpOf(boolean single, SmoothParameters.Celu k, DoubleVector x) {
    DoubleVector t = x.abs().min(k.bound);
    DoubleVector q = t.div(k.alpha);
    if (single) {
      return expScaled(single, single, q);
    }
    return expScaled(single, single, q, celuLow(single, k, t, q));
  }

  private static DoubleVector celuLow(
      boolean single, SmoothParameters.Celu k, DoubleVector t, DoubleVector q) {
    if (single) {
      return DoubleVector.broadcast(SPECIES, 0.0);
    }
    DoubleVector product = q.mul(k.alpha);
    return t.sub(product)
        .sub(productError(q, DoubleVector.broadcast(SPECIES, k.alpha), product))
        .div(k.alpha);
  }

  static DoubleVector softsignValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(0x1p100);
    return withSignOf(t.div(t.add(1.0)), x);
  }

  static DoubleVector softsignDerivative(boolean single, DoubleVector x) {
    DoubleVector r = DoubleVector.broadcast(SPECIES, 1.0).div(x.abs().add(1.0));
    return r.mul(r);
  }

  static DoubleVector softsignSecondDerivative(boolean single, DoubleVector x) {
    DoubleVector r = DoubleVector.broadcast(SPECIES, 1.0).div(x.abs().add(1.0));
    DoubleVector magnitude = r.mul(2.0).mul(r.mul(r));
    return magnitude.neg().blend(magnitude, x.compare(VectorOperators.LT, 0.0));
  }

  static DoubleVector tanhshrinkValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs();
    DoubleVector e =
        expScaled(single, single, t.min(0.5 * expLimit(single)).mul(2.0)).mul(expUnit(single));
    DoubleVector above = t.sub(1.0).add(e.mul(2.0).div(e.add(1.0)));
    DoubleVector magnitude =
        above.blend(tanhshrinkBelowOne(single, t.min(1.0)), t.compare(VectorOperators.LT, 1.0));
    return withSignOf(magnitude, x);
  }

  static DoubleVector tanhshrinkDerivative(boolean single, DoubleVector x) {
    DoubleVector tanh = tanhshrinkCloserTanh(single, x.abs());
    return tanh.mul(tanh);
  }

  private static DoubleVector tanhshrinkCloserTanh(boolean single, DoubleVector t) {
    DoubleVector tanh = tanhPositive(single, t);
    if (single) {
      return tanh;
    }
    return tanh.blend(
        t.sub(tanhshrinkBelowOne(single, t.min(1.0))), t.compare(VectorOperators.LT, 1.0));
  }

  private static DoubleVector tanhshrinkBelowOne(boolean single, DoubleVector t) {
    DoubleVector square = t.mul(t);
    if (single) {
      return t.mul(square.mul(tanhshrinkCubeShortPolynomial(square)));
    }
    return t.mul(square.mul(tanhshrinkCubePolynomial(square)));
  }

  static DoubleVector squareplusValue(
      boolean single, SmoothParameters.Squareplus k, DoubleVector x) {
    DoubleVector t = x.abs();
    DoubleVector halfSum = t.mul(0.5).add(squareplusRoot(single, k, t).mul(0.5));
    return ifNegative(x, DoubleVector.broadcast(SPECIES, 0.5 * k.halfB).div(halfSum), halfSum);
  }

  static DoubleVector squareplusDerivative(
      boolean single, SmoothParameters.Squareplus k, DoubleVector x) {
    DoubleVector t = x.abs();
    DoubleVector r = squareplusRoot(single, k, t);
    DoubleVector nearZero =
        DoubleVector.broadcast(SPECIES, 0.5).sub(t.min(0x1p500).div(r).mul(0.5));
    DoubleVector tail =
        DoubleVector.broadcast(SPECIES, k.halfB)
            .div(r.add(t))
            .div(r)
            .blend(nearZero, t.mul(t).compare(VectorOperators.LT, k.small));
    return ifNegative(x, tail, DoubleVector.broadcast(SPECIES, 1.0).sub(tail));
  }

  private static DoubleVector squareplusRoot(
      boolean single, SmoothParameters.Squareplus k, DoubleVector t) {
    return t.blend(t.mul(t).add(k.b).sqrt(), t.compare(VectorOperators.LT, 0x1p500));
  }

  static DoubleVector sparsePlusValue(boolean single, DoubleVector x) {
    DoubleVector half = x.add(1.0).mul(0.5);
    return x.blend(
        DoubleVector.broadcast(SPECIES, 0.0)
            .blend(half.mul(half), x.compare(VectorOperators.GT, -1.0)),
        x.compare(VectorOperators.LT, 1.0));
  }

  static DoubleVector sparsePlusDerivative(boolean single, DoubleVector x) {
    return DoubleVector.broadcast(SPECIES, 1.0)
        .blend(
            DoubleVector.broadcast(SPECIES, 0.0)
                .blend(x.add(1.0).mul(0.5), x.compare(VectorOperators.GT, -1.0)),
            x.compare(VectorOperators.LT, 1.0));
  }

  static DoubleVector lishtValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs();
    return t.mul(tanhPositive(single, t));
  }

  static DoubleVector lishtDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs();
    DoubleVector bend = t.min(expLimit(single)).mul(tanhSechSquare(single, t));
    return withSignOf(tanhPositive(single, t).add(bend), x);
  }

  static DoubleVector logCoshValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs();
    DoubleVector scaled = expScaled(single, single, t.min(0.5 * expLimit(single)).mul(2.0));
    DoubleVector above =
        t.sub(LN2_HIGH).add(log1pScaled(single, scaled).mul(expUnit(single)).sub(LN2_LOW));
    return above.blend(
        logCoshNearZero(single, t.min(1.0)), t.compare(VectorOperators.LT, 0.70703125));
  }

  static DoubleVector logCoshDerivative(boolean single, DoubleVector x) {
    return withSignOf(tanhPositive(single, x.abs()), x);
  }

  private static DoubleVector logCoshNearZero(boolean single, DoubleVector t) {
    DoubleVector square = t.mul(t);
    if (single) {
      return square.mul(logCoshSquareShortPolynomial(square));
    }
    return square.mul(logCoshSquarePolynomial(square));
  }

  static DoubleVector hardSwishValue(boolean single, SmoothParameters.HardSwish k, DoubleVector x) {
    DoubleVector inside = x.mul(x.sub(k.lower).mul(k.alpha));
    return x.blend(
        DoubleVector.broadcast(SPECIES, 0.0).blend(inside, x.compare(VectorOperators.GT, k.lower)),
        x.compare(VectorOperators.LT, k.upper));
  }

  static DoubleVector hardSwishDerivative(
      boolean single, SmoothParameters.HardSwish k, DoubleVector x) {
    DoubleVector inside = x.sub(k.root).mul(k.doubleAlpha);
    DoubleVector fromLower =
        DoubleVector.broadcast(SPECIES, k.atLower)
            .blend(0.0, x.compare(VectorOperators.LT, k.lower))
            .blend(inside, x.compare(VectorOperators.GT, k.lower));
    return DoubleVector.broadcast(SPECIES, k.atUpper)
        .blend(1.0, x.compare(VectorOperators.GT, k.upper))
        .blend(fromLower, x.compare(VectorOperators.LT, k.upper));
  }

  static DoubleVector rectifiedTanhValue(
      boolean single, SmoothParameters.RectifiedTanh k, DoubleVector x) {
    return DoubleVector.broadcast(SPECIES, 0.0)
        .blend(tanhPositive(single, x.abs()), x.compare(VectorOperators.GT, 0.0));
  }

  static DoubleVector rectifiedTanhDerivative(
      boolean single, SmoothParameters.RectifiedTanh k, DoubleVector x) {
    DoubleVector above = tanhSechSquare(single, x.abs());
    return DoubleVector.broadcast(SPECIES, k.atZero)
        .blend(0.0, x.compare(VectorOperators.LT, 0.0))
        .blend(above, x.compare(VectorOperators.GT, 0.0));
  }

  static DoubleVector rationalTanhValue(boolean single, DoubleVector x) {
    DoubleVector u = rationalTanhUOf(single, x.abs().min(0x1p240));
    return withSignOf(u.div(u.add(1.0)).mul(1.7159), x);
  }

  static DoubleVector rationalTanhDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(0x1p240);
    DoubleVector slope =
        t.mul(t.mul(t).mul(4.0 * RATIONAL_TANH_4).add(2.0 * RATIONAL_TANH_2)).add(RATIONAL_TANH_1);
    DoubleVector d = rationalTanhUOf(single, t).add(1.0);
    return slope.mul(1.7159).div(d).div(d);
  }

  private static DoubleVector rationalTanhUOf(boolean single, DoubleVector t) {
    return t.mul(t.mul(t.mul(t).mul(RATIONAL_TANH_4).add(RATIONAL_TANH_2)).add(RATIONAL_TANH_1));
  }

  static DoubleVector erfValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(erfLimit(single));
    DoubleVector erfc =
        expMinusSquare(single, t, DoubleVector.broadcast(SPECIES, 1.0))
            .mul(expUnit(single))
            .mul(scaledErfc(single, t))
            .div(t.mul(2.0).add(1.0));
    DoubleVector magnitude =
        DoubleVector.broadcast(SPECIES, 1.0)
            .sub(erfc)
            .blend(erfNearZero(single, t.min(1.0)), t.compare(VectorOperators.LT, 0.921875));
    return withSignOf(magnitude, x);
  }

  static DoubleVector erfDerivative(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(erfLimit(single));
    return expMinusSquare(single, t, DoubleVector.broadcast(SPECIES, 1.0))
        .mul(0x1.20dd750429b6dp0 * expUnit(single));
  }

  private static DoubleVector erfNearZero(boolean single, DoubleVector t) {
    DoubleVector square = t.mul(t);
    if (single) {
      return t.mul(erfShortPolynomial(square));
    }
    return t.mul(erfPolynomial(square));
  }

  static DoubleVector expValue(boolean single, DoubleVector x) {
    DoubleVector t = x.abs().min(expLimit(single));
    DoubleVector a = ifNegative(x, t.neg(), t);
    if (single) {
      return expScaled(single, single, a.neg());
    }
    return expAnyScaled(single, a, DoubleVector.broadcast(SPECIES, 0.0)).mul(expAnyUnit(a));
  }

  static DoubleVector expDerivative(boolean single, DoubleVector x) {
    return expValue(single, x);
  }

  static DoubleVector logValue(boolean single, DoubleVector x) {
    DoubleVector notNegative =
        x.blend(-Double.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, 0.0))
            .blend(Double.NaN, x.compare(VectorOperators.LT, 0.0));
    VectorMask<Double> positive = notNegative.compare(VectorOperators.GT, 0.0);
    DoubleVector finite =
        x.blend(logPositive(single, x), x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
    return notNegative.blend(finite, positive);
  }

  static DoubleVector logDerivative(boolean single, DoubleVector x) {
    return DoubleVector.broadcast(SPECIES, 1.0).div(x);
  }

  static DoubleVector sqrtValue(boolean single, DoubleVector x) {
    return x.sqrt();
  }

  static DoubleVector sqrtDerivative(boolean single, DoubleVector x) {
    return DoubleVector.broadcast(SPECIES, 0.5).div(x.sqrt().abs());
  }

  static DoubleVector squareValue(boolean single, DoubleVector x) {
    return x.mul(x);
  }

  static DoubleVector squareDerivative(boolean single, DoubleVector x) {
    return x.mul(2.0);
  }

  static DoubleVector cubeValue(boolean single, DoubleVector x) {
    return x.mul(x.mul(x));
  }

  static DoubleVector cubeDerivative(boolean single, DoubleVector x) {
    return x.mul(3.0).mul(x);
  }

  private static DoubleVector powerOf(boolean single, SmoothParameters.Power k, DoubleVector x) {
    DoubleVector t = x.abs();
    VectorMask<Double> zero = t.compare(VectorOperators.EQ, 0.0);
    VectorMask<Double> infinite = t.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY);
    DoubleVector sign =
        ifNegative(
            x,
            DoubleVector.broadcast(SPECIES, k.atMinusZero)
                .blend(k.belowZero, x.compare(VectorOperators.LT, 0.0)),
            DoubleVector.broadcast(SPECIES, 1.0));
    DoubleVector regular = powerOfPositive(single, k, t.blend(1.0, zero).blend(1.0, infinite));
    DoubleVector limit =
        DoubleVector.broadcast(SPECIES, k.atZero).blend(k.atInfinity, infinite).mul(k.coefficient);
    return regular.blend(limit, zero).blend(limit, infinite).mul(sign);
  }

  private static DoubleVector powerOfPositive(
      boolean single, SmoothParameters.Power k, DoubleVector t) {
    if (single) {
      DoubleVector z = logPositive(false, t).mul(k.y);
      return powerExpAny(single, k, z, DoubleVector.broadcast(SPECIES, 0.0));
    }
    DoubleVector m = significand(t);
    DoubleVector n = exponent(t, m);
    DoubleVector sum = m.add(1.0);
    DoubleVector w = m.sub(1.0).div(sum);
    DoubleVector product = w.mul(sum);
    DoubleVector remainder = m.sub(1.0).sub(product).sub(productError(w, sum, product));
    DoubleVector wLow = remainder.sub(w.mul(m.sub(sum.sub(1.0)))).div(sum);
    DoubleVector first = n.mul(LN2_HIGH);
    DoubleVector second = w.mul(2.0);
    DoubleVector log = first.add(second);
    DoubleVector logLow =
        sumError(first, second, log)
            .add(n.mul(LN2_LOW).add(wLow.mul(2.0).add(second.mul(artanhTail(false, w)))));
    DoubleVector z = log.mul(k.y);
    return powerExpAny(
        single,
        k,
        z,
        productError(DoubleVector.broadcast(SPECIES, k.y), log, z).add(logLow.mul(k.y)));
  }

  private static DoubleVector powerExpAny(
      boolean single, SmoothParameters.Power k, DoubleVector z, DoubleVector low) {
    DoubleVector sum = z.add(low);
    DoubleVector a =
        ifNegative(sum, sum.neg().min(expLimit(false)).neg(), sum.min(expLimit(false)));
    DoubleVector scaled = expAnyScaled(single, a, sumError(z, low, sum));
    return scaled.mul(k.coefficient).mul(expAnyUnit(a));
  }

  static DoubleVector powValue(boolean single, SmoothParameters.Pow k, DoubleVector x) {
    return powerOf(single, k.value, x);
  }

  static DoubleVector powDerivative(boolean single, SmoothParameters.Pow k, DoubleVector x) {
    return powerOf(single, k.derivative, x);
  }

  private static DoubleVector erfPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, ERF_10)
            .mul(square)
            .add(ERF_8)
            .mul(square)
            .add(ERF_6)
            .mul(square)
            .add(ERF_4)
            .mul(square)
            .add(ERF_2)
            .mul(square)
            .add(ERF_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, ERF_11)
            .mul(square)
            .add(ERF_9)
            .mul(square)
            .add(ERF_7)
            .mul(square)
            .add(ERF_5)
            .mul(square)
            .add(ERF_3)
            .mul(square)
            .add(ERF_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector erfShortPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, ERF_SHORT_6)
            .mul(square)
            .add(ERF_SHORT_4)
            .mul(square)
            .add(ERF_SHORT_2)
            .mul(square)
            .add(ERF_SHORT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, ERF_SHORT_5)
            .mul(square)
            .add(ERF_SHORT_3)
            .mul(square)
            .add(ERF_SHORT_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector swishRootPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, SWISH_ROOT_12)
            .mul(square)
            .add(SWISH_ROOT_10)
            .mul(square)
            .add(SWISH_ROOT_8)
            .mul(square)
            .add(SWISH_ROOT_6)
            .mul(square)
            .add(SWISH_ROOT_4)
            .mul(square)
            .add(SWISH_ROOT_2)
            .mul(square)
            .add(SWISH_ROOT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, SWISH_ROOT_11)
            .mul(square)
            .add(SWISH_ROOT_9)
            .mul(square)
            .add(SWISH_ROOT_7)
            .mul(square)
            .add(SWISH_ROOT_5)
            .mul(square)
            .add(SWISH_ROOT_3)
            .mul(square)
            .add(SWISH_ROOT_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector swishSecondRootPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, SWISH_SECOND_ROOT_12)
            .mul(square)
            .add(SWISH_SECOND_ROOT_10)
            .mul(square)
            .add(SWISH_SECOND_ROOT_8)
            .mul(square)
            .add(SWISH_SECOND_ROOT_6)
            .mul(square)
            .add(SWISH_SECOND_ROOT_4)
            .mul(square)
            .add(SWISH_SECOND_ROOT_2)
            .mul(square)
            .add(SWISH_SECOND_ROOT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, SWISH_SECOND_ROOT_11)
            .mul(square)
            .add(SWISH_SECOND_ROOT_9)
            .mul(square)
            .add(SWISH_SECOND_ROOT_7)
            .mul(square)
            .add(SWISH_SECOND_ROOT_5)
            .mul(square)
            .add(SWISH_SECOND_ROOT_3)
            .mul(square)
            .add(SWISH_SECOND_ROOT_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector geluTailPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, GELU_TAIL_20)
            .mul(square)
            .add(GELU_TAIL_18)
            .mul(square)
            .add(GELU_TAIL_16)
            .mul(square)
            .add(GELU_TAIL_14)
            .mul(square)
            .add(GELU_TAIL_12)
            .mul(square)
            .add(GELU_TAIL_10)
            .mul(square)
            .add(GELU_TAIL_8)
            .mul(square)
            .add(GELU_TAIL_6)
            .mul(square)
            .add(GELU_TAIL_4)
            .mul(square)
            .add(GELU_TAIL_2)
            .mul(square)
            .add(GELU_TAIL_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, GELU_TAIL_21)
            .mul(square)
            .add(GELU_TAIL_19)
            .mul(square)
            .add(GELU_TAIL_17)
            .mul(square)
            .add(GELU_TAIL_15)
            .mul(square)
            .add(GELU_TAIL_13)
            .mul(square)
            .add(GELU_TAIL_11)
            .mul(square)
            .add(GELU_TAIL_9)
            .mul(square)
            .add(GELU_TAIL_7)
            .mul(square)
            .add(GELU_TAIL_5)
            .mul(square)
            .add(GELU_TAIL_3)
            .mul(square)
            .add(GELU_TAIL_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector geluTailShortPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, GELU_TAIL_SHORT_10)
            .mul(square)
            .add(GELU_TAIL_SHORT_8)
            .mul(square)
            .add(GELU_TAIL_SHORT_6)
            .mul(square)
            .add(GELU_TAIL_SHORT_4)
            .mul(square)
            .add(GELU_TAIL_SHORT_2)
            .mul(square)
            .add(GELU_TAIL_SHORT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, GELU_TAIL_SHORT_11)
            .mul(square)
            .add(GELU_TAIL_SHORT_9)
            .mul(square)
            .add(GELU_TAIL_SHORT_7)
            .mul(square)
            .add(GELU_TAIL_SHORT_5)
            .mul(square)
            .add(GELU_TAIL_SHORT_3)
            .mul(square)
            .add(GELU_TAIL_SHORT_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector geluTanhRootPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, GELU_TANH_ROOT_12)
            .mul(square)
            .add(GELU_TANH_ROOT_10)
            .mul(square)
            .add(GELU_TANH_ROOT_8)
            .mul(square)
            .add(GELU_TANH_ROOT_6)
            .mul(square)
            .add(GELU_TANH_ROOT_4)
            .mul(square)
            .add(GELU_TANH_ROOT_2)
            .mul(square)
            .add(GELU_TANH_ROOT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, GELU_TANH_ROOT_11)
            .mul(square)
            .add(GELU_TANH_ROOT_9)
            .mul(square)
            .add(GELU_TANH_ROOT_7)
            .mul(square)
            .add(GELU_TANH_ROOT_5)
            .mul(square)
            .add(GELU_TANH_ROOT_3)
            .mul(square)
            .add(GELU_TANH_ROOT_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector mishRootPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, MISH_ROOT_20)
            .mul(square)
            .add(MISH_ROOT_18)
            .mul(square)
            .add(MISH_ROOT_16)
            .mul(square)
            .add(MISH_ROOT_14)
            .mul(square)
            .add(MISH_ROOT_12)
            .mul(square)
            .add(MISH_ROOT_10)
            .mul(square)
            .add(MISH_ROOT_8)
            .mul(square)
            .add(MISH_ROOT_6)
            .mul(square)
            .add(MISH_ROOT_4)
            .mul(square)
            .add(MISH_ROOT_2)
            .mul(square)
            .add(MISH_ROOT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, MISH_ROOT_19)
            .mul(square)
            .add(MISH_ROOT_17)
            .mul(square)
            .add(MISH_ROOT_15)
            .mul(square)
            .add(MISH_ROOT_13)
            .mul(square)
            .add(MISH_ROOT_11)
            .mul(square)
            .add(MISH_ROOT_9)
            .mul(square)
            .add(MISH_ROOT_7)
            .mul(square)
            .add(MISH_ROOT_5)
            .mul(square)
            .add(MISH_ROOT_3)
            .mul(square)
            .add(MISH_ROOT_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector tanhshrinkCubePolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, TANHSHRINK_CUBE_14)
            .mul(square)
            .add(TANHSHRINK_CUBE_12)
            .mul(square)
            .add(TANHSHRINK_CUBE_10)
            .mul(square)
            .add(TANHSHRINK_CUBE_8)
            .mul(square)
            .add(TANHSHRINK_CUBE_6)
            .mul(square)
            .add(TANHSHRINK_CUBE_4)
            .mul(square)
            .add(TANHSHRINK_CUBE_2)
            .mul(square)
            .add(TANHSHRINK_CUBE_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, TANHSHRINK_CUBE_15)
            .mul(square)
            .add(TANHSHRINK_CUBE_13)
            .mul(square)
            .add(TANHSHRINK_CUBE_11)
            .mul(square)
            .add(TANHSHRINK_CUBE_9)
            .mul(square)
            .add(TANHSHRINK_CUBE_7)
            .mul(square)
            .add(TANHSHRINK_CUBE_5)
            .mul(square)
            .add(TANHSHRINK_CUBE_3)
            .mul(square)
            .add(TANHSHRINK_CUBE_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector tanhshrinkCubeShortPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, TANHSHRINK_CUBE_SHORT_8)
            .mul(square)
            .add(TANHSHRINK_CUBE_SHORT_6)
            .mul(square)
            .add(TANHSHRINK_CUBE_SHORT_4)
            .mul(square)
            .add(TANHSHRINK_CUBE_SHORT_2)
            .mul(square)
            .add(TANHSHRINK_CUBE_SHORT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, TANHSHRINK_CUBE_SHORT_7)
            .mul(square)
            .add(TANHSHRINK_CUBE_SHORT_5)
            .mul(square)
            .add(TANHSHRINK_CUBE_SHORT_3)
            .mul(square)
            .add(TANHSHRINK_CUBE_SHORT_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector logCoshSquarePolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, LOG_COSH_SQUARE_12)
            .mul(square)
            .add(LOG_COSH_SQUARE_10)
            .mul(square)
            .add(LOG_COSH_SQUARE_8)
            .mul(square)
            .add(LOG_COSH_SQUARE_6)
            .mul(square)
            .add(LOG_COSH_SQUARE_4)
            .mul(square)
            .add(LOG_COSH_SQUARE_2)
            .mul(square)
            .add(LOG_COSH_SQUARE_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, LOG_COSH_SQUARE_11)
            .mul(square)
            .add(LOG_COSH_SQUARE_9)
            .mul(square)
            .add(LOG_COSH_SQUARE_7)
            .mul(square)
            .add(LOG_COSH_SQUARE_5)
            .mul(square)
            .add(LOG_COSH_SQUARE_3)
            .mul(square)
            .add(LOG_COSH_SQUARE_1);
    return even.add(x.mul(odd));
  }

  private static DoubleVector logCoshSquareShortPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, LOG_COSH_SQUARE_SHORT_6)
            .mul(square)
            .add(LOG_COSH_SQUARE_SHORT_4)
            .mul(square)
            .add(LOG_COSH_SQUARE_SHORT_2)
            .mul(square)
            .add(LOG_COSH_SQUARE_SHORT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, LOG_COSH_SQUARE_SHORT_5)
            .mul(square)
            .add(LOG_COSH_SQUARE_SHORT_3)
            .mul(square)
            .add(LOG_COSH_SQUARE_SHORT_1);
    return even.add(x.mul(odd));
  }
}
