// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * The functions of {@code cpp/src/single.inl}, which explains them, operation by operation: in
 * {@code float} arithmetic.
 */
final class Single {

  static final float SUM_UNIT = 0x1p-64f;
  static final float ROUNDER = 0x1.8p+23f + 127.0f - 64.0f;
  static final float LIMIT = 112.0f;
  static final float RECIPROCAL_LIMIT = 40.0f;

  static final float LOG_2_E = 0x1.715476p+0f;
  static final float LN_2_HIGH = 0x1.62e4p-1f;
  static final float LN_2_LOW = 0x1.7f7d1cp-20f;
  static final float EVEN_0 = 0x1p-1f;
  static final float EVEN_1 = 0x1.5554eap-5f;
  static final float EVEN_2 = 0x1.6d4316p-10f;
  static final float ODD_0 = 0x1.555526p-3f;
  static final float ODD_1 = 0x1.11d948p-7f;

  private Single() {}

  private static float powerOfTwo(float rounded) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
  }

  /** t in units of ln 2, rounded: the integer is in the lowest bits. */
  private static float rounded(float t) {
    return t * LOG_2_E + ROUNDER;
  }

  /** r = t - n ln 2. */
  private static float reduced(float t, float n) {
    return t - n * LN_2_HIGH - n * LN_2_LOW;
  }

  /** What r lacks. */
  private static float lost(float t, float n, float r) {
    return t - n * LN_2_HIGH - r - n * LN_2_LOW;
  }

  /** 1 / (1 + e^-x). */
  static float logistic(float x) {
    float t = Math.min(Math.abs(x), LIMIT);
    float rounded = rounded(t);
    float n = rounded - ROUNDER;
    float r = reduced(t, n);
    float rise = r + (even(r) + (odd(r) + lost(t, n, r)));
    float power = powerOfTwo(rounded);
    float q = SUM_UNIT / (power + (power * rise + SUM_UNIT));
    return ifNegative(x, q, 1.0f - q);
  }

  /** scale / (e^t + 2 + e^-t), for 0 ≤ t ≤ LIMIT. */
  static float logisticSlope(float t, float scale) {
    float rounded = rounded(t);
    float n = rounded - ROUNDER;
    float r = reduced(t, n);
    float even = even(r);
    float odd = odd(r) + lost(t, n, r);
    float fall = even - odd - r;
    float power = powerOfTwo(rounded);
    float reciprocal = powerOfTwo(ROUNDER - Math.min(n, RECIPROCAL_LIMIT));
    float rest = power * r + (power * (even + odd) + reciprocal * fall);
    return scale * SUM_UNIT / (power + (2.0f * SUM_UNIT + reciprocal + rest));
  }

  private static float even(float r) {
    float square = r * r;
    return square * (EVEN_0 + square * (EVEN_1 + square * EVEN_2));
  }

  private static float odd(float r) {
    float square = r * r;
    return r * square * (ODD_0 + square * ODD_1);
  }

  private static float ifNegative(float sign, float yes, float no) {
    int mask = Float.floatToRawIntBits(sign) >> 31;
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(yes) & mask | Float.floatToRawIntBits(no) & ~mask);
  }
}
