// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * The elementary functions of {@code cpp/src/elementary.inl}, which explains them, operation by
 * operation.
 *
 * <p>{@code single}, here and in {@link SmoothFunctions}: the result will be rounded to {@code
 * float}. Always a literal where the formulas are called, so that C2 leaves out what it excludes.
 */
final class Elementary {

  static final double LN_2 = 0x1.62e42fefa39efp-1;
  static final double LN_2_HIGH = 0x1.62e42feep-1;
  static final double LN_2_LOW = 0x1.a39ef35793c76p-33;
  private static final double LOG_2_E = 0x1.71547652b82fep+0;
  private static final double ROUNDER = 0x1.8p+52 + 1023.0;

  private static final double[] EXP = {
    0x1.0000000000000p-1, 0x1.5555555555557p-3, 0x1.5555555555556p-5,
    0x1.11111111100dfp-7, 0x1.6c16c16c162d6p-10, 0x1.a01a01abe63a9p-13,
    0x1.a01a01a6d787dp-16, 0x1.71de02372dd4ep-19, 0x1.27e4db679d0c0p-22,
    0x1.af4dddd8d7f8cp-26, 0x1.1f72fca335d17p-29
  };
  private static final double[] EXP_SHORT = {
    0x1.0000000b8f6f3p-1, 0x1.5555555a7828bp-3, 0x1.5554e91100a35p-5,
    0x1.1110e0f703999p-7, 0x1.6d43157140d27p-10, 0x1.a124e451b5351p-13
  };

  private Elementary() {}

  static <R extends Real<R>> R min(R a, double limit) {
    return a.less(a.constant(limit), a, a.constant(limit));
  }

  static <R extends Real<R>> R polynomial(R x, double[] c) {
    R square = x.times(x);
    R even = horner(square, c, c.length - 1 & ~1);
    R odd = horner(square, c, c.length - 2 | 1);
    return even.plus(x.times(odd));
  }

  /** Every second coefficient from the top one down; no loop, which would be one of objects. */
  private static <R extends Real<R>> R horner(R x, double[] c, int top) {
    R sum = x.constant(c[top]);
    sum = top < 2 ? sum : step(sum, x, c[top - 2]);
    sum = top < 4 ? sum : step(sum, x, c[top - 4]);
    sum = top < 6 ? sum : step(sum, x, c[top - 6]);
    sum = top < 8 ? sum : step(sum, x, c[top - 8]);
    sum = top < 10 ? sum : step(sum, x, c[top - 10]);
    sum = top < 12 ? sum : step(sum, x, c[top - 12]);
    sum = top < 14 ? sum : step(sum, x, c[top - 14]);
    sum = top < 16 ? sum : step(sum, x, c[top - 16]);
    sum = top < 18 ? sum : step(sum, x, c[top - 18]);
    sum = top < 20 ? sum : step(sum, x, c[top - 20]);
    sum = top < 22 ? sum : step(sum, x, c[top - 22]);
    return sum;
  }

  private static <R extends Real<R>> R step(R sum, R x, double c) {
    return sum.times(x).plus(c);
  }

  static double expLimit(boolean single) {
    return single ? 700.0 : 885.0;
  }

  static double expUnit(boolean single) {
    return single ? 1.0 : 0x1p-256;
  }

  private static double expRounder(boolean single) {
    return 0x1.8p+52 + (single ? 1023.0 : 1023.0 + 256.0);
  }

  private static <R extends Real<R>> R powerOfTwo(R rounded) {
    return rounded.bitsShiftLeft(52);
  }

  private static <R extends Real<R>> R expm1Reduced(R r, boolean brief) {
    return r.plus(r.times(r).times(polynomial(r, brief ? EXP_SHORT : EXP)));
  }

  /** e^-(t + low) / expUnit. */
  static <R extends Real<R>> R expScaled(R t, R low, boolean single, boolean brief) {
    R rounded = t.constant(expRounder(single)).minus(t.times(LOG_2_E));
    R n = rounded.minus(expRounder(single));
    R r = n.times(-LN_2_HIGH).minus(t).minus(n.times(LN_2_LOW).plus(low));
    return expm1Reduced(r, brief).plus(1.0).times(powerOfTwo(rounded));
  }

  static <R extends Real<R>> R expScaled(R t, boolean single, boolean brief) {
    if (!single) {
      return expScaled(t, t.constant(0.0), false, brief);
    }
    R rounded = t.constant(expRounder(true)).minus(t.times(LOG_2_E));
    R r = rounded.minus(expRounder(true)).times(-LN_2).minus(t);
    return expm1Reduced(r, brief).plus(1.0).times(powerOfTwo(rounded));
  }

  static <R extends Real<R>> R expScaled(R t, boolean single) {
    return expScaled(t, single, single);
  }

  /** e / (1 + e) / expUnit for e = scaled * expUnit ≤ 1. */
  static <R extends Real<R>> R logisticScaled(R scaled, boolean single) {
    R e = scaled.times(expUnit(single));
    return single
        ? e.over(e.plus(1.0))
        : scaled.minus(scaled.times(e.over(e.plus(1.0))));
  }
}
