// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Coefficients.*;
import static org.actgrad.javaimpl.VectorArithmetic.*;

import jdk.incubator.vector.DoubleVector;

/**
 * The elementary functions of {@code cpp/src/elementary.inl}, which explains them, operation by
 * operation.
 *
 * <p>{@code single}, here and in {@link VectorSmoothFunctions}: the result will be rounded to
 * {@code float}. A literal where the formulas are called, so that C2 leaves out what it excludes.
 */
final class VectorElementary {

  static final double LN_2 = 0x1.62e42fefa39efp-1;
  static final double LN_2_HIGH = 0x1.62e42feep-1;
  static final double LN_2_LOW = 0x1.a39ef35793c76p-33;
  private static final double LOG_2_E = 0x1.71547652b82fep+0;
  private static final double ROUNDER = 0x1.8p+52 + 1023.0;

  private VectorElementary() {}

  static DoubleVector min(DoubleVector a, double limit) {
    return less(a, constant(limit), a, constant(limit));
  }

  /**
   * c[0] + c[1] x + c[2] x² + ..., the even and the odd powers side by side. A loop, although all
   * counts are constant: each operation on vectors takes C2 some hundred nodes, and after {@code
   * NodeCountInliningCutoff} of them it inlines no more.
   */
  static DoubleVector polynomial(DoubleVector x, double[] c) {
    DoubleVector square = times(x, x);
    DoubleVector even = constant(c[c.length - 1 & ~1]);
    DoubleVector odd = constant(c[c.length - 2 | 1]);
    if (c.length % 2 != 0) {
      even = plus(times(even, square), c[c.length - 3]);
    }
    for (int k = (c.length - 2 | 1) - 2; k > 0; k -= 2) {
      odd = plus(times(odd, square), c[k]);
      even = plus(times(even, square), c[k - 1]);
    }
    return plus(even, times(x, odd));
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

  private static DoubleVector powerOfTwo(DoubleVector rounded) {
    return bitsShiftLeft(rounded, 52);
  }

  private static DoubleVector expm1Reduced(DoubleVector r, boolean brief) {
    return plus(r, times(times(r, r), polynomial(r, brief ? EXP_SHORT : EXP)));
  }

  /** e^-(t + low) / expUnit. */
  static DoubleVector expScaled(DoubleVector t, DoubleVector low, boolean single, boolean brief) {
    DoubleVector rounded = minus(constant(expRounder(single)), times(t, LOG_2_E));
    DoubleVector n = minus(rounded, expRounder(single));
    DoubleVector r = minus(minus(times(n, -LN_2_HIGH), t), plus(times(n, LN_2_LOW), low));
    return times(plus(expm1Reduced(r, brief), 1.0), powerOfTwo(rounded));
  }

  static DoubleVector expScaled(DoubleVector t, boolean single, boolean brief) {
    if (!single) {
      return expScaled(t, constant(0.0), false, brief);
    }
    DoubleVector rounded = minus(constant(expRounder(true)), times(t, LOG_2_E));
    DoubleVector r = minus(times(minus(rounded, expRounder(true)), -LN_2), t);
    return times(plus(expm1Reduced(r, brief), 1.0), powerOfTwo(rounded));
  }

  static DoubleVector expScaled(DoubleVector t, boolean single) {
    return expScaled(t, single, single);
  }

  /** e / (1 + e) / expUnit for e = scaled * expUnit ≤ 1. */
  static DoubleVector logisticScaled(DoubleVector scaled, boolean single) {
    DoubleVector e = times(scaled, expUnit(single));
    return single ? over(e, plus(e, 1.0)) : minus(scaled, times(scaled, over(e, plus(e, 1.0))));
  }

  static DoubleVector highHalf(DoubleVector a) {
    return bitsAnd(a, 0xfffffffff8000000L);
  }

  /** x * y - product, for the rounded product. */
  static DoubleVector productError(DoubleVector x, DoubleVector y, DoubleVector product) {
    DoubleVector xHigh = highHalf(x);
    DoubleVector xLow = minus(x, xHigh);
    DoubleVector yHigh = highHalf(y);
    DoubleVector yLow = minus(y, yHigh);
    return plus(
        plus(plus(minus(times(xHigh, yHigh), product), times(xHigh, yLow)), times(xLow, yHigh)),
        times(xLow, yLow));
  }

  /** The rounding error of the sum of a and b, where |a| ≥ |b| or a = 0. */
  static DoubleVector sumError(DoubleVector a, DoubleVector b, DoubleVector sum) {
    return plus(minus(a, sum), b);
  }

  static DoubleVector expAnyUnit(DoubleVector a) {
    return ifNegative(a, constant(0x1p-256), constant(0x1p+256));
  }

  /** e^(a + low) / expAnyUnit(a) for |a| ≤ 885. */
  static DoubleVector expAnyScaled(DoubleVector a, DoubleVector low, boolean single) {
    DoubleVector rounder = ifNegative(a, constant(ROUNDER + 256.0), constant(ROUNDER - 256.0));
    DoubleVector rounded = plus(times(a, LOG_2_E), rounder);
    DoubleVector n = minus(rounded, rounder);
    DoubleVector r = minus(minus(a, times(n, LN_2_HIGH)), minus(times(n, LN_2_LOW), low));
    return times(plus(expm1Reduced(r, single), 1.0), powerOfTwo(rounded));
  }

  /** e^(a + low) - 1 for |a| ≤ 700. */
  static DoubleVector expm1(DoubleVector a, DoubleVector low, boolean single) {
    DoubleVector rounded = plus(times(a, LOG_2_E), ROUNDER);
    DoubleVector n = minus(rounded, ROUNDER);
    DoubleVector r = minus(minus(a, times(n, LN_2_HIGH)), minus(times(n, LN_2_LOW), low));
    DoubleVector power = powerOfTwo(rounded);
    return plus(minus(power, 1.0), times(power, expm1Reduced(r, single)));
  }

  static DoubleVector expm1(DoubleVector a, boolean single) {
    return expm1(a, constant(0.0), single);
  }

  static DoubleVector artanhTail(DoubleVector w, boolean single) {
    DoubleVector square = times(w, w);
    return times(square, polynomial(square, single ? ARTANH_SHORT : ARTANH));
  }

  /** log(1 + e) / expUnit for e = scaled * expUnit, 0 ≤ e ≤ 1. */
  static DoubleVector log1pScaled(DoubleVector scaled, boolean single) {
    DoubleVector half = over(scaled, plus(times(scaled, expUnit(single)), 2.0));
    DoubleVector tail = artanhTail(times(half, expUnit(single)), single);
    return times(plus(half, times(half, tail)), 2.0);
  }

  private static DoubleVector makeNormal(DoubleVector x) {
    return less(x, constant(0x1p-1022), times(x, 0x1p+54), x);
  }

  /** A positive finite x is significand(x) * 2^exponent(x, significand(x)). */
  static DoubleVector significand(DoubleVector x) {
    DoubleVector m = bitsOr(bitsAnd(makeNormal(x), 0x000fffffffffffffL), 0x3ff0000000000000L);
    return less(constant(0x1.6a09e667f3bcdp+0), m, times(m, 0.5), m);
  }

  static DoubleVector exponent(DoubleVector x, DoubleVector significand) {
    DoubleVector field = bitsOr(bitsShiftRight(makeNormal(x), 52), 0x4330000000000000L);
    DoubleVector bias =
        less(x, constant(0x1p-1022), constant(0x1p+52 + 1077.0), constant(0x1p+52 + 1023.0));
    DoubleVector floor = minus(field, bias);
    return less(significand, constant(1.0), plus(floor, 1.0), floor);
  }

  /** log x for positive finite x. */
  static DoubleVector logPositive(DoubleVector x, boolean single) {
    DoubleVector m = significand(x);
    DoubleVector n = exponent(x, m);
    DoubleVector w = over(minus(m, 1.0), plus(m, 1.0));
    DoubleVector tail = times(plus(w, times(w, artanhTail(w, single))), 2.0);
    return plus(times(n, LN_2_HIGH), plus(tail, times(n, LN_2_LOW)));
  }

  /** tanh t for t ≥ 0. */
  static DoubleVector tanhPositive(DoubleVector t, boolean single) {
    DoubleVector m = expm1(times(min(t, 20.0), 2.0), single);
    return over(m, plus(m, 2.0));
  }

  /** W(u) of e^(z²) erfc z = W(u) / (1 + 2z) for z ≥ 0. */
  static DoubleVector scaledErfc(DoubleVector z, boolean single) {
    DoubleVector u = over(minus(z, 3.75), plus(z, 3.75));
    return polynomial(u, single ? SCALED_ERFC_SHORT : SCALED_ERFC);
  }

  /** e^(-factor t²), the factor 1 or 1/2. */
  static DoubleVector expMinusSquare(DoubleVector t, double factor, boolean single) {
    if (single) {
      return expScaled(times(times(t, t), factor), true);
    }
    DoubleVector high = highHalf(t);
    DoubleVector square = times(times(high, high), factor);
    DoubleVector low = times(times(minus(t, high), plus(t, high)), factor);
    return expScaled(square, low, false, false);
  }
}
