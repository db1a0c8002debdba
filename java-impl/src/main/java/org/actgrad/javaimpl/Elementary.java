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

  private static final double[] ARTANH = {
    0x1.5555555555555p-2, 0x1.9999999999944p-3, 0x1.2492492499d46p-3,
    0x1.c71c71bedea97p-4, 0x1.745d19937b1fcp-4, 0x1.3b13515f6f9efp-4,
    0x1.111abdc8abe16p-4, 0x1.e0a2d581ab68fp-5, 0x1.bc37f0140c19ep-5,
    0x1.32e0d25c9c761p-5, 0x1.401d3e65cdc48p-4
  };
  private static final double[] ARTANH_SHORT = {
    0x1.5555558d7fe22p-2,
    0x1.9998d485cf47ep-3,
    0x1.24c926a40acd3p-3,
    0x1.bc8cf8ddd5876p-4,
    0x1.dba25f0718ee6p-4
  };
  private static final double[] SCALED_ERFC = {
    0x1.3ccda0b5d5dc2p+0, -0x1.1f367683f899bp-3, 0x1.d5f2948159b1bp-9,
    0x1.510169d095d65p-4, -0x1.bda9309a284fbp-4, 0x1.7a14188ab08e3p-4,
    -0x1.e0d0fa6e0634ep-5, 0x1.d0b003781abf1p-6, -0x1.3f603c347818bp-7,
    0x1.cc3a1149bde27p-10, 0x1.33fb2769fc0cdp-12, -0x1.303fe1ac6ecdcp-12,
    0x1.b14371e31ff44p-15, 0x1.7798c785a3e98p-16, -0x1.7ff8e06291fb9p-17,
    -0x1.072a8c18d6ae8p-20, 0x1.d55b1af993875p-20, -0x1.9a56f78765a14p-25,
    -0x1.0f7ea91015a19p-22, 0x1.0c50494565702p-26, 0x1.1a366a40b78cbp-25,
    -0x1.906ae1b8288dcp-31, -0x1.446d7c8fec632p-29
  };
  private static final double[] SCALED_ERFC_SHORT = {
    0x1.3ccda0b5f77a8p+0, -0x1.1f36765632adcp-3, 0x1.d5f27abe18021p-9,
    0x1.510159ce16e72p-4, -0x1.bda92794337bdp-4, 0x1.7a14e8803236fp-4,
    -0x1.e0d0d36f7d4ffp-5, 0x1.d09dbf86dd0a7p-6, -0x1.3f71e37a8baf8p-7,
    0x1.cf59e439f6641p-10, 0x1.3da385eb1192ap-12, -0x1.4065e0e5c2e6ep-12,
    0x1.283067481d64fp-15, 0x1.eb3d81342ba46p-16
  };
  static final double[] ERF = {
    0x1.20dd750429b6dp+0, -0x1.812746b0379e0p-2, 0x1.ce2f21a0425e9p-4,
    -0x1.b82ce31267dd6p-6, 0x1.565bcd089359dp-8, -0x1.c02db2c62cdd8p-11,
    0x1.f9a2fd1294370p-14, -0x1.f4ceabb067b69p-17, 0x1.b9af13e91a5c6p-20,
    -0x1.5d44967fb9a95p-23, 0x1.e08654fff1875p-27, -0x1.ca9811e641483p-31
  };
  static final double[] ERF_SHORT = {
    0x1.20dd750258cefp+0, -0x1.81274369e03dfp-2, 0x1.ce2e29ce936d4p-4,
    -0x1.b8114722bbf09p-6, 0x1.54e1f4d0486bcp-8, -0x1.ab244590dc9b9p-11,
    0x1.5fc786fee87b3p-14
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
    return single ? e.over(e.plus(1.0)) : scaled.minus(scaled.times(e.over(e.plus(1.0))));
  }

  static <R extends Real<R>> R highHalf(R a) {
    return a.bitsAnd(0xfffffffff8000000L);
  }

  /** x * y - product, for the rounded product. */
  static <R extends Real<R>> R productError(R x, R y, R product) {
    R xHigh = highHalf(x);
    R xLow = x.minus(xHigh);
    R yHigh = highHalf(y);
    R yLow = y.minus(yHigh);
    return xHigh
        .times(yHigh)
        .minus(product)
        .plus(xHigh.times(yLow))
        .plus(xLow.times(yHigh))
        .plus(xLow.times(yLow));
  }

  /** The rounding error of the sum of a and b, where |a| ≥ |b| or a = 0. */
  static <R extends Real<R>> R sumError(R a, R b, R sum) {
    return a.minus(sum).plus(b);
  }

  static <R extends Real<R>> R expAnyUnit(R a) {
    return a.ifNegative(a.constant(0x1p-256), a.constant(0x1p+256));
  }

  /** e^(a + low) / expAnyUnit(a) for |a| ≤ 885. */
  static <R extends Real<R>> R expAnyScaled(R a, R low, boolean single) {
    R rounder = a.ifNegative(a.constant(ROUNDER + 256.0), a.constant(ROUNDER - 256.0));
    R rounded = a.times(LOG_2_E).plus(rounder);
    R n = rounded.minus(rounder);
    R r = a.minus(n.times(LN_2_HIGH)).minus(n.times(LN_2_LOW).minus(low));
    return expm1Reduced(r, single).plus(1.0).times(powerOfTwo(rounded));
  }

  /** e^(a + low) - 1 for |a| ≤ 700. */
  static <R extends Real<R>> R expm1(R a, R low, boolean single) {
    R rounded = a.times(LOG_2_E).plus(ROUNDER);
    R n = rounded.minus(ROUNDER);
    R r = a.minus(n.times(LN_2_HIGH)).minus(n.times(LN_2_LOW).minus(low));
    R power = powerOfTwo(rounded);
    return power.minus(1.0).plus(power.times(expm1Reduced(r, single)));
  }

  static <R extends Real<R>> R expm1(R a, boolean single) {
    return expm1(a, a.constant(0.0), single);
  }

  static <R extends Real<R>> R artanhTail(R w, boolean single) {
    R square = w.times(w);
    return square.times(polynomial(square, single ? ARTANH_SHORT : ARTANH));
  }

  /** log(1 + e) / expUnit for e = scaled * expUnit, 0 ≤ e ≤ 1. */
  static <R extends Real<R>> R log1pScaled(R scaled, boolean single) {
    R half = scaled.over(scaled.times(expUnit(single)).plus(2.0));
    R tail = artanhTail(half.times(expUnit(single)), single);
    return half.plus(half.times(tail)).times(2.0);
  }

  private static <R extends Real<R>> R makeNormal(R x) {
    return x.less(x.constant(0x1p-1022), x.times(0x1p+54), x);
  }

  /** A positive finite x is significand(x) * 2^exponent(x, significand(x)). */
  static <R extends Real<R>> R significand(R x) {
    R m = makeNormal(x).bitsAnd(0x000fffffffffffffL).bitsOr(0x3ff0000000000000L);
    return m.constant(0x1.6a09e667f3bcdp+0).less(m, m.times(0.5), m);
  }

  static <R extends Real<R>> R exponent(R x, R significand) {
    R field = makeNormal(x).bitsShiftRight(52).bitsOr(0x4330000000000000L);
    R bias =
        x.less(x.constant(0x1p-1022), x.constant(0x1p+52 + 1077.0), x.constant(0x1p+52 + 1023.0));
    R floor = field.minus(bias);
    return significand.less(x.constant(1.0), floor.plus(1.0), floor);
  }

  /** log x for positive finite x. */
  static <R extends Real<R>> R logPositive(R x, boolean single) {
    R m = significand(x);
    R n = exponent(x, m);
    R w = m.minus(1.0).over(m.plus(1.0));
    R tail = w.plus(w.times(artanhTail(w, single))).times(2.0);
    return n.times(LN_2_HIGH).plus(tail.plus(n.times(LN_2_LOW)));
  }

  /** tanh t for t ≥ 0. */
  static <R extends Real<R>> R tanhPositive(R t, boolean single) {
    R m = expm1(min(t, 20.0).times(2.0), single);
    return m.over(m.plus(2.0));
  }

  /** W(u) of e^(z²) erfc z = W(u) / (1 + 2z) for z ≥ 0. */
  static <R extends Real<R>> R scaledErfc(R z, boolean single) {
    R u = z.minus(3.75).over(z.plus(3.75));
    return polynomial(u, single ? SCALED_ERFC_SHORT : SCALED_ERFC);
  }

  /** e^(-factor t²), the factor 1 or 1/2. */
  static <R extends Real<R>> R expMinusSquare(R t, double factor, boolean single) {
    if (single) {
      return expScaled(t.times(t).times(factor), true);
    }
    R high = highHalf(t);
    R square = high.times(high).times(factor);
    R low = t.minus(high).times(t.plus(high)).times(factor);
    return expScaled(square, low, false, false);
  }
}
