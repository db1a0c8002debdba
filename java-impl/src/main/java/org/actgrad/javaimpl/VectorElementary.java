// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Coefficients.*;
import static org.actgrad.javaimpl.Elementary.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Elementary} on vectors. */
final class VectorElementary {

  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private VectorElementary() {}

  static DoubleVector ifNegative(DoubleVector sign, DoubleVector yes, DoubleVector no) {
    return no.blend(yes, sign.test(VectorOperators.IS_NEGATIVE));
  }

  static DoubleVector bitsAnd(DoubleVector a, long bits) {
    return a.reinterpretAsLongs().and(bits).reinterpretAsDoubles();
  }

  static DoubleVector bitsOr(DoubleVector a, long bits) {
    return a.reinterpretAsLongs().or(bits).reinterpretAsDoubles();
  }

  static DoubleVector bitsShiftLeft52(DoubleVector a) {
    return a.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
  }

  static DoubleVector bitsShiftRight52(DoubleVector a) {
    return a.reinterpretAsLongs().lanewise(VectorOperators.LSHR, 52).reinterpretAsDoubles();
  }

  static DoubleVector withSignOf(DoubleVector magnitude, DoubleVector sign) {
    return magnitude
        .reinterpretAsLongs()
        .or(sign.reinterpretAsLongs().and(0x8000000000000000L))
        .reinterpretAsDoubles();
  }

  static DoubleVector highHalf(DoubleVector a) {
    return bitsAnd(a, 0xfffffffff8000000L);
  }

  static DoubleVector productError(DoubleVector x, DoubleVector y, DoubleVector product) {
    DoubleVector xHigh = highHalf(x);
    DoubleVector xLow = x.sub(xHigh);
    DoubleVector yHigh = highHalf(y);
    DoubleVector yLow = y.sub(yHigh);
    return xHigh
        .mul(yHigh)
        .sub(product)
        .add(xHigh.mul(yLow))
        .add(xLow.mul(yHigh))
        .add(xLow.mul(yLow));
  }

  static DoubleVector powerOfTwo(DoubleVector rounded) {
    return bitsShiftLeft52(rounded);
  }

  static DoubleVector expm1Reduced(boolean brief, DoubleVector r) {
    if (brief) {
      return r.add(r.mul(r).mul(expShortPolynomial(r)));
    }
    return r.add(r.mul(r).mul(expPolynomial(r)));
  }

  static DoubleVector expScaled(boolean single, boolean brief, DoubleVector t, DoubleVector low) {
    DoubleVector rounded = DoubleVector.broadcast(SPECIES, expRounder(single)).sub(t.mul(LOG2_E));
    DoubleVector n = rounded.sub(expRounder(single));
    DoubleVector r = n.mul(-LN2_HIGH).sub(t).sub(n.mul(LN2_LOW).add(low));
    return expm1Reduced(brief, r).add(1.0).mul(powerOfTwo(rounded));
  }

  static DoubleVector expScaled(boolean single, boolean brief, DoubleVector t) {
    if (!single) {
      return expScaled(single, brief, t, DoubleVector.broadcast(SPECIES, 0.0));
    }
    DoubleVector rounded = DoubleVector.broadcast(SPECIES, expRounder(single)).sub(t.mul(LOG2_E));
    DoubleVector r = rounded.sub(expRounder(single)).mul(-LN2).sub(t);
    return expm1Reduced(brief, r).add(1.0).mul(powerOfTwo(rounded));
  }

  static DoubleVector logisticScaled(boolean single, DoubleVector scaled) {
    DoubleVector e = scaled.mul(expUnit(single));
    if (single) {
      return e.div(e.add(1.0));
    }
    return scaled.sub(scaled.mul(e.div(e.add(1.0))));
  }

  static DoubleVector expAnyUnit(DoubleVector a) {
    return ifNegative(
        a, DoubleVector.broadcast(SPECIES, 0x1p-256), DoubleVector.broadcast(SPECIES, 0x1p256));
  }

  static DoubleVector expAnyScaled(boolean single, DoubleVector a, DoubleVector low) {
    DoubleVector rounder =
        ifNegative(
            a,
            DoubleVector.broadcast(SPECIES, ROUNDER + 256.0),
            DoubleVector.broadcast(SPECIES, ROUNDER - 256.0));
    DoubleVector rounded = a.mul(LOG2_E).add(rounder);
    DoubleVector n = rounded.sub(rounder);
    DoubleVector r = a.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW).sub(low));
    return expm1Reduced(single, r).add(1.0).mul(powerOfTwo(rounded));
  }

  static DoubleVector expm1(boolean single, DoubleVector a, DoubleVector low) {
    DoubleVector rounded = a.mul(LOG2_E).add(ROUNDER);
    DoubleVector n = rounded.sub(ROUNDER);
    DoubleVector r = a.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW).sub(low));
    DoubleVector power = powerOfTwo(rounded);
    return power.sub(1.0).add(power.mul(expm1Reduced(single, r)));
  }

  static DoubleVector artanhTail(boolean single, DoubleVector w) {
    DoubleVector square = w.mul(w);
    if (single) {
      return square.mul(artanhShortPolynomial(square));
    }
    return square.mul(artanhPolynomial(square));
  }

  static DoubleVector log1pScaled(boolean single, DoubleVector scaled) {
    DoubleVector half = scaled.div(scaled.mul(expUnit(single)).add(2.0));
    return half.add(half.mul(artanhTail(single, half.mul(expUnit(single))))).mul(2.0);
  }

  static DoubleVector makeNormal(DoubleVector x) {
    return x.blend(x.mul(0x1p54), x.compare(VectorOperators.LT, 0x1p-1022));
  }

  static DoubleVector significand(DoubleVector x) {
    DoubleVector m = bitsOr(bitsAnd(makeNormal(x), 0x000fffffffffffffL), 0x3ff0000000000000L);
    return m.blend(m.mul(0.5), m.compare(VectorOperators.GT, 0x1.6a09e667f3bcdp0));
  }

  static DoubleVector exponent(DoubleVector x, DoubleVector significand) {
    DoubleVector field = bitsOr(bitsShiftRight52(makeNormal(x)), 0x4330000000000000L);
    DoubleVector floor =
        field.sub(
            DoubleVector.broadcast(SPECIES, 0x1p52 + 1023.0)
                .blend(0x1p52 + 1077.0, x.compare(VectorOperators.LT, 0x1p-1022)));
    return floor.blend(floor.add(1.0), significand.compare(VectorOperators.LT, 1.0));
  }

  static DoubleVector logPositive(boolean single, DoubleVector x) {
    DoubleVector m = significand(x);
    DoubleVector n = exponent(x, m);
    DoubleVector w = m.sub(1.0).div(m.add(1.0));
    return n.mul(LN2_HIGH).add(w.add(w.mul(artanhTail(single, w))).mul(2.0).add(n.mul(LN2_LOW)));
  }

  static DoubleVector sumError(DoubleVector a, DoubleVector b, DoubleVector sum) {
    return a.sub(sum).add(b);
  }

  static DoubleVector tanhPositive(boolean single, DoubleVector t) {
    DoubleVector m = expm1(single, t.min(20.0).mul(2.0), DoubleVector.broadcast(SPECIES, 0.0));
    return m.div(m.add(2.0));
  }

  static DoubleVector scaledErfc(boolean single, DoubleVector z) {
    DoubleVector u = z.sub(3.75).div(z.add(3.75));
    if (single) {
      return scaledErfcShortPolynomial(u);
    }
    return scaledErfcPolynomial(u);
  }

  static DoubleVector expMinusSquare(boolean single, DoubleVector t, DoubleVector factor) {
    if (single) {
      return expScaled(single, single, factor.mul(t.mul(t)));
    }
    DoubleVector high = highHalf(t);
    return expScaled(
        single, single, factor.mul(high.mul(high)), factor.mul(t.sub(high).mul(t.add(high))));
  }

  static DoubleVector expPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, EXP_10)
            .mul(square)
            .add(EXP_8)
            .mul(square)
            .add(EXP_6)
            .mul(square)
            .add(EXP_4)
            .mul(square)
            .add(EXP_2)
            .mul(square)
            .add(EXP_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, EXP_9)
            .mul(square)
            .add(EXP_7)
            .mul(square)
            .add(EXP_5)
            .mul(square)
            .add(EXP_3)
            .mul(square)
            .add(EXP_1);
    return even.add(x.mul(odd));
  }

  static DoubleVector expShortPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, EXP_SHORT_4)
            .mul(square)
            .add(EXP_SHORT_2)
            .mul(square)
            .add(EXP_SHORT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, EXP_SHORT_5)
            .mul(square)
            .add(EXP_SHORT_3)
            .mul(square)
            .add(EXP_SHORT_1);
    return even.add(x.mul(odd));
  }

  static DoubleVector artanhPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, ARTANH_10)
            .mul(square)
            .add(ARTANH_8)
            .mul(square)
            .add(ARTANH_6)
            .mul(square)
            .add(ARTANH_4)
            .mul(square)
            .add(ARTANH_2)
            .mul(square)
            .add(ARTANH_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, ARTANH_9)
            .mul(square)
            .add(ARTANH_7)
            .mul(square)
            .add(ARTANH_5)
            .mul(square)
            .add(ARTANH_3)
            .mul(square)
            .add(ARTANH_1);
    return even.add(x.mul(odd));
  }

  static DoubleVector artanhShortPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, ARTANH_SHORT_4)
            .mul(square)
            .add(ARTANH_SHORT_2)
            .mul(square)
            .add(ARTANH_SHORT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, ARTANH_SHORT_3).mul(square).add(ARTANH_SHORT_1);
    return even.add(x.mul(odd));
  }

  static DoubleVector scaledErfcPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, SCALED_ERFC_22)
            .mul(square)
            .add(SCALED_ERFC_20)
            .mul(square)
            .add(SCALED_ERFC_18)
            .mul(square)
            .add(SCALED_ERFC_16)
            .mul(square)
            .add(SCALED_ERFC_14)
            .mul(square)
            .add(SCALED_ERFC_12)
            .mul(square)
            .add(SCALED_ERFC_10)
            .mul(square)
            .add(SCALED_ERFC_8)
            .mul(square)
            .add(SCALED_ERFC_6)
            .mul(square)
            .add(SCALED_ERFC_4)
            .mul(square)
            .add(SCALED_ERFC_2)
            .mul(square)
            .add(SCALED_ERFC_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, SCALED_ERFC_21)
            .mul(square)
            .add(SCALED_ERFC_19)
            .mul(square)
            .add(SCALED_ERFC_17)
            .mul(square)
            .add(SCALED_ERFC_15)
            .mul(square)
            .add(SCALED_ERFC_13)
            .mul(square)
            .add(SCALED_ERFC_11)
            .mul(square)
            .add(SCALED_ERFC_9)
            .mul(square)
            .add(SCALED_ERFC_7)
            .mul(square)
            .add(SCALED_ERFC_5)
            .mul(square)
            .add(SCALED_ERFC_3)
            .mul(square)
            .add(SCALED_ERFC_1);
    return even.add(x.mul(odd));
  }

  static DoubleVector scaledErfcShortPolynomial(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector even =
        DoubleVector.broadcast(SPECIES, SCALED_ERFC_SHORT_12)
            .mul(square)
            .add(SCALED_ERFC_SHORT_10)
            .mul(square)
            .add(SCALED_ERFC_SHORT_8)
            .mul(square)
            .add(SCALED_ERFC_SHORT_6)
            .mul(square)
            .add(SCALED_ERFC_SHORT_4)
            .mul(square)
            .add(SCALED_ERFC_SHORT_2)
            .mul(square)
            .add(SCALED_ERFC_SHORT_0);
    DoubleVector odd =
        DoubleVector.broadcast(SPECIES, SCALED_ERFC_SHORT_13)
            .mul(square)
            .add(SCALED_ERFC_SHORT_11)
            .mul(square)
            .add(SCALED_ERFC_SHORT_9)
            .mul(square)
            .add(SCALED_ERFC_SHORT_7)
            .mul(square)
            .add(SCALED_ERFC_SHORT_5)
            .mul(square)
            .add(SCALED_ERFC_SHORT_3)
            .mul(square)
            .add(SCALED_ERFC_SHORT_1);
    return even.add(x.mul(odd));
  }
}
