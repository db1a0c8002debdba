// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * What the formulas consist of beside +, -, *, and /: what {@code Real} has in {@code
 * cpp/src/elementary.inl}. IEEE 754 and two's complement define every bit of every result.
 *
 * <p>Selections are made on the bits: HotSpot compiles a choice between doubles to a jump, and
 * random numbers mispredict it half of the time.
 */
final class Arithmetic {

  private static final long INFINITY = 0x7ffL << 52;

  private static final boolean HAS_FMA = hasFma();

  private Arithmetic() {}

  /**
   * Whether the CPU multiplies and adds in one instruction: nothing in Java says so, but without,
   * {@link Math#fma(float, float, float)} goes through {@link java.math.BigDecimal}, for several
   * microseconds. Either way gives the same bits, so that a clock that is wrong costs time alone.
   */
  private static boolean hasFma() {
    long fastest = Long.MAX_VALUE;
    for (int i = 1; i <= 8; i++) {
      long start = System.nanoTime();
      float result = Math.fma(i, 0x1.000002p+0f, 0x1p-30f);
      fastest = result == 0 ? fastest : Math.min(fastest, System.nanoTime() - start);
    }
    return fastest < 1000;
  }

  /** a · b + c, rounded once. */
  static float fma(float a, float b, float c) {
    return HAS_FMA ? Math.fma(a, b, c) : fmaInDouble(a, b, c);
  }

  /**
   * The product is exact in double, and its sum with c, rounded to odd, rounds to float as the
   * exact sum does (Boldo and Melquiond, https://doi.org/10.1109/TC.2007.70819).
   */
  static float fmaInDouble(float a, float b, float c) {
    double product = (double) a * (double) b;
    double sum = product + c;
    double fromC = sum - product;
    double lost = product - (sum - fromC) + (c - fromC);
    long bits = Double.doubleToRawLongBits(sum);
    // Not where it is NaN, next to an infinite sum.
    if ((lost < 0 || lost > 0) && (bits & 1) == 0) {
      bits += lost > 0 == sum > 0 ? 1 : -1;
    }
    return (float) Double.longBitsToDouble(bits);
  }

  /** Of 16 numbers the one that the lowest four bits say. */
  static float lookup(float[] row, int index) {
    return row[index & 15];
  }

  static double abs(double a) {
    return Math.abs(a);
  }

  static double sqrt(double a) {
    return Math.sqrt(a);
  }

  /** {@code yes} where a &lt; b, else {@code no}, also where either is NaN. */
  static double less(double a, double b, double yes, double no) {
    // Where 0 < b - a ≤ ∞: the difference of two numbers is not 0, thanks to subnormals.
    long difference = Double.doubleToRawLongBits(b - a);
    return select((-difference & (difference - INFINITY - 1)) >> 63, yes, no);
  }

  /** {@code yes} where a = c, a constant other than NaN, else {@code no}. */
  static double equal(double a, double c, double yes, double no) {
    // Adding 0 makes -0 to 0.
    long equal =
        Formula.equal(Double.doubleToRawLongBits(a + 0.0), Double.doubleToRawLongBits(c + 0.0));
    return select(equal, yes, no);
  }

  /** {@code yes} where the sign bit is set, also that of -0, else {@code no}. */
  static double ifNegative(double sign, double yes, double no) {
    return select(Double.doubleToRawLongBits(sign) >> 63, yes, no);
  }

  static float ifNegative(float sign, float yes, float no) {
    int mask = Float.floatToRawIntBits(sign) >> 31;
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(yes) & mask | Float.floatToRawIntBits(no) & ~mask);
  }

  private static double select(long mask, double yes, double no) {
    return Double.longBitsToDouble(
        Formula.select(mask, Double.doubleToRawLongBits(yes), Double.doubleToRawLongBits(no)));
  }

  static double bitsAnd(double a, long bits) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) & bits);
  }

  static double bitsOr(double a, long bits) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) | bits);
  }

  static double bitsShiftLeft(double a, int count) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) << count);
  }

  static double bitsShiftRight(double a, int count) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) >>> count);
  }

  /** The magnitude must have no sign bit. */
  static double withSignOf(double magnitude, double sign) {
    return bitsOr(magnitude, Double.doubleToRawLongBits(sign) & Long.MIN_VALUE);
  }
}
