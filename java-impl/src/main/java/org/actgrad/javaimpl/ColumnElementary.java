// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Coefficients.*;
import static org.actgrad.javaimpl.Column.*;
import static org.actgrad.javaimpl.Elementary.LN_2;
import static org.actgrad.javaimpl.Elementary.LN_2_HIGH;
import static org.actgrad.javaimpl.Elementary.LN_2_LOW;
import static org.actgrad.javaimpl.Elementary.LOG_2_E;
import static org.actgrad.javaimpl.Elementary.ROUNDER;
import static org.actgrad.javaimpl.Elementary.expRounder;
import static org.actgrad.javaimpl.Elementary.expUnit;

/** {@link Elementary} on columns: the same operations in the same order. */
final class ColumnElementary {

  private ColumnElementary() {}

  private static Column powerOfTwo(Column rounded) {
    return bitsShiftLeft(rounded, 52);
  }

  private static Column expm1Reduced(Column r, boolean brief) {
    return r.plus(r.times(r).times(polynomial(r, brief ? EXP_SHORT : EXP)));
  }

  /** e^-(t + low) / expUnit. */
  static Column expScaled(Column t, Column low, boolean single, boolean brief) {
    if (!brief) {
      return expMinus(t, low, expRounder(single), LN_2_HIGH, LN_2_LOW);
    }
    Column rounded = constant(expRounder(single)).minus(t.times(LOG_2_E));
    Column n = rounded.minus(expRounder(single));
    Column r = n.times(-LN_2_HIGH).minus(t).minus(n.times(LN_2_LOW).plus(low));
    return expm1Reduced(r, true).plus(1.0).times(powerOfTwo(rounded));
  }

  static Column expScaled(Column t, boolean single, boolean brief) {
    if (!single) {
      return expScaled(t, constant(0.0), false, brief);
    }
    // Subtracting n * 0 + 0, which is +0, changes no bit.
    return brief ? expMinus(t) : expMinus(t, constant(0.0), expRounder(true), LN_2, 0.0);
  }

  static Column expScaled(Column t, boolean single) {
    return expScaled(t, single, single);
  }

  /** e / (1 + e) / expUnit for e = scaled * expUnit ≤ 1. */
  static Column logisticScaled(Column scaled, boolean single) {
    Column e = scaled.times(expUnit(single));
    return single ? e.over(e.plus(1.0)) : scaled.minus(scaled.times(e.over(e.plus(1.0))));
  }

  static Column highHalf(Column a) {
    return bitsAnd(a, 0xfffffffff8000000L);
  }

  /** x * y - product, for the rounded product. */
  static Column productError(Column x, Column y, Column product) {
    Column xHigh = highHalf(x);
    Column xLow = x.minus(xHigh);
    Column yHigh = highHalf(y);
    Column yLow = y.minus(yHigh);
    return xHigh
        .times(yHigh)
        .minus(product)
        .plus(xHigh.times(yLow))
        .plus(xLow.times(yHigh))
        .plus(xLow.times(yLow));
  }

  /** The rounding error of the sum of a and b, where |a| ≥ |b| or a = 0. */
  static Column sumError(Column a, Column b, Column sum) {
    return a.minus(sum).plus(b);
  }

  /** The same whichever is the greater. */
  static Column anySumError(Column a, Column b, Column sum) {
    Column back = sum.minus(a);
    return a.minus(sum.minus(back)).plus(b.minus(back));
  }

  static Column expAnyUnit(Column a) {
    return ifNegative(a, constant(0x1p-256), constant(0x1p+256));
  }

  /** e^(a + low) / expAnyUnit(a) for |a| ≤ 885. */
  static Column expAnyScaled(Column a, Column low, boolean single) {
    Column rounder = ifNegative(a, constant(ROUNDER + 256.0), constant(ROUNDER - 256.0));
    Column rounded = a.times(LOG_2_E).plus(rounder);
    Column n = rounded.minus(rounder);
    Column r = a.minus(n.times(LN_2_HIGH)).minus(n.times(LN_2_LOW).minus(low));
    return expm1Reduced(r, single).plus(1.0).times(powerOfTwo(rounded));
  }

  /** e^(a + low) - 1 for |a| ≤ 700. */
  static Column expm1(Column a, Column low, boolean single) {
    Column rounded = a.times(LOG_2_E).plus(ROUNDER);
    Column n = rounded.minus(ROUNDER);
    Column r = a.minus(n.times(LN_2_HIGH)).minus(n.times(LN_2_LOW).minus(low));
    Column power = powerOfTwo(rounded);
    return power.minus(1.0).plus(power.times(expm1Reduced(r, single)));
  }

  static Column expm1(Column a, boolean single) {
    return expm1(a, constant(0.0), single);
  }

  static Column artanhTail(Column w, boolean single) {
    Column square = w.times(w);
    return square.times(polynomial(square, single ? ARTANH_SHORT : ARTANH));
  }

  /** log(1 + e) / expUnit for e = scaled * expUnit, 0 ≤ e ≤ 1. */
  static Column log1pScaled(Column scaled, boolean single) {
    Column half = scaled.over(scaled.times(expUnit(single)).plus(2.0));
    Column tail = artanhTail(half.times(expUnit(single)), single);
    return half.plus(half.times(tail)).times(2.0);
  }

  private static Column makeNormal(Column x) {
    return less(x, constant(0x1p-1022), x.times(0x1p+54), x);
  }

  /** A positive finite x is significand(x) * 2^exponent(x, significand(x)). */
  static Column significand(Column x) {
    Column m = bitsOr(bitsAnd(makeNormal(x), 0x000fffffffffffffL), 0x3ff0000000000000L);
    return less(constant(0x1.6a09e667f3bcdp+0), m, m.times(0.5), m);
  }

  static Column exponent(Column x, Column significand) {
    Column field = bitsOr(bitsShiftRight(makeNormal(x), 52), 0x4330000000000000L);
    Column bias =
        less(x, constant(0x1p-1022), constant(0x1p+52 + 1077.0), constant(0x1p+52 + 1023.0));
    Column floor = field.minus(bias);
    return less(significand, constant(1.0), floor.plus(1.0), floor);
  }

  /** log x for positive finite x. */
  static Column logPositive(Column x, boolean single) {
    Column m = significand(x);
    Column n = exponent(x, m);
    Column w = m.minus(1.0).over(m.plus(1.0));
    Column tail = w.plus(w.times(artanhTail(w, single))).times(2.0);
    return n.times(LN_2_HIGH).plus(tail.plus(n.times(LN_2_LOW)));
  }

  /** tanh t for t ≥ 0. */
  static Column tanhPositive(Column t, boolean single) {
    Column m = expm1(min(t, 20.0).times(2.0), single);
    return m.over(m.plus(2.0));
  }

  /** W(u) of e^(z²) erfc z = W(u) / (1 + 2z) for z ≥ 0. */
  static Column scaledErfc(Column z, boolean single) {
    Column u = z.minus(3.75).over(z.plus(3.75));
    return polynomial(u, single ? SCALED_ERFC_SHORT : SCALED_ERFC);
  }

  /** e^(-factor t²), the factor 1 or 1/2. */
  static Column expMinusSquare(Column t, double factor, boolean single) {
    if (single) {
      return expScaled(t.times(t).times(factor), true);
    }
    Column high = highHalf(t);
    Column square = high.times(high).times(factor);
    Column low = t.minus(high).times(t.plus(high)).times(factor);
    return expScaled(square, low, false, false);
  }
}
