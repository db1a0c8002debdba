// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Arithmetic.*;

/**
 * The functions of {@code cpp/src/single.inl}, which explains them, operation by operation: in
 * {@code float} arithmetic.
 */
final class Single {

  static final float SUM_UNIT = 0x1p-64f;
  static final float ROUNDER = 0x1.8p+23f + 127.0f - 64.0f;
  static final float LIMIT = 112.0f;

  /** The exponent of SUM_UNIT twice, and of 2^40 SUM_UNIT, as bits. */
  static final int MIRROR = 2 * (127 - 64) << 23;

  static final int RECIPROCAL_LIMIT = 127 - 64 + 40 << 23;
  static final int ROUGH_RECIPROCAL = 0x7ef311c7;

  static final float LOG_2_E = 0x1.715476p+0f;
  static final float LN_2_HIGH = 0x1.62e4p-1f;
  static final float LN_2_LOW = 0x1.7f7d1cp-20f;
  static final float EVEN_0 = 0x1p-1f;
  static final float EVEN_1 = 0x1.5554eap-5f;
  static final float EVEN_2 = 0x1.6d4316p-10f;
  static final float ODD_0 = 0x1.555526p-3f;
  static final float ODD_1 = 0x1.11d948p-7f;

  static final float GELU_LIMIT = 15.0f;
  static final float GELU_ROOT = 0x1.80eaep-1f;

  /** What it lacks, less than nothing. */
  static final float GELU_ROOT_LOW = 0x1.07e23ap-21f;

  static final float BELL_ROUNDER = 0x1.8p+23f + 127.0f + 63.0f;
  static final float BELL_LOG_2_E = 0x1.7196a6p-1f;
  static final float FRACTION_4 = 0x1.5554c8p-5f;
  static final float FRACTION_8 = 0x1.69d288p-13f;

  static final float DECAY_ROUNDER = 0x1.8p+23f + 127.0f + 64.0f;

  /** The last number before the end of the last piece. */
  static final int PLACE_LIMIT = (127 + 5 << 23) - 1;

  static final float GELU_TANH_LIMIT = 11.0f;
  static final float GELU_TANH_A = 0x1.98p+0f;
  static final float GELU_TANH_B = 0x1.2444f2p-4f;

  private Single() {}

  /** |x|, at most {@code limit}, also where x is NaN. */
  private static float magnitude(float x, float limit) {
    int bits = Float.floatToRawIntBits(x) & Integer.MAX_VALUE;
    return Float.intBitsToFloat(Math.min(bits, Float.floatToRawIntBits(limit)));
  }

  /** t in units of ln 2, rounded: the integer is in the lowest bits. */
  private static float rounded(float t) {
    return fma(t, LOG_2_E, ROUNDER);
  }

  /** t less n times the upper part of ln 2. */
  private static float high(float t, float n) {
    return fma(n, -LN_2_HIGH, t);
  }

  /** r = t - n ln 2. */
  private static float reduced(float t, float n) {
    return fma(n, -LN_2_LOW, high(t, n));
  }

  /** What r lacks. */
  private static float lost(float t, float n, float r) {
    return fma(n, -LN_2_LOW, high(t, n) - r);
  }

  private static float evenFactor(float square) {
    return fma(square, fma(square, EVEN_2, EVEN_1), EVEN_0);
  }

  private static float oddFactor(float square) {
    return fma(square, ODD_1, ODD_0);
  }

  /** The odd part of e^r - 1 - r, and what r lacks. */
  private static float odd(float r, float lost) {
    float square = r * r;
    return fma(r * square, oddFactor(square), lost);
  }

  /** e^r - 1 - r. */
  private static float sum(float r, float odd) {
    float square = r * r;
    return fma(square, evenFactor(square), odd);
  }

  /** e^-r - 1 + r. */
  private static float difference(float r, float odd) {
    float square = r * r;
    return fma(square, evenFactor(square), -odd);
  }

  /** 2^n SUM_UNIT. */
  private static float power(float rounded) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
  }

  /** 2^-n SUM_UNIT. */
  private static float reciprocal(float power) {
    return Float.intBitsToFloat(
        MIRROR - Math.min(Float.floatToRawIntBits(power), RECIPROCAL_LIMIT));
  }

  private static float roughReciprocal(float d) {
    return Float.intBitsToFloat(ROUGH_RECIPROCAL - Float.floatToRawIntBits(d));
  }

  /** 1 / (1 + e^-x). */
  static float logistic(float x) {
    float t = magnitude(x, LIMIT);
    float rounded = rounded(t);
    float n = rounded - ROUNDER;
    float r = reduced(t, n);
    float odd = odd(r, lost(t, n, r));
    float power = power(rounded);
    float q = SUM_UNIT / (power + fma(power, r + sum(r, odd), SUM_UNIT));
    return ifNegative(x, q, 1.0f - q);
  }

  /** The derivative of the logistic function. */
  static float logisticSlope(float x) {
    return slope(magnitude(x, LIMIT), 1.0f);
  }

  /** The derivative of tanh. */
  static float tanhSlope(float x) {
    return slope(2.0f * magnitude(x, 0.5f * LIMIT), 4.0f);
  }

  /** scale / (e^t + 2 + e^-t), for 0 ≤ t ≤ LIMIT. */
  private static float slope(float t, float scale) {
    float rounded = rounded(t);
    float n = rounded - ROUNDER;
    float r = reduced(t, n);
    float odd = odd(r, lost(t, n, r));
    float power = power(rounded);
    float reciprocal = reciprocal(power);
    float fall = reciprocal * (difference(r, odd) - r);
    float rest = fma(power, r, fma(power, sum(r, odd), fall));
    return scale * SUM_UNIT / (power + (2.0f * SUM_UNIT + reciprocal + rest));
  }

  /** The derivative of x / (1 + e^-x). */
  static float siluSlope(float x) {
    float t = magnitude(x, LIMIT);
    float rounded = rounded(t);
    float n = rounded - ROUNDER;
    float r = reduced(t, n);
    float odd = odd(r, lost(t, n, r));
    float power = power(rounded);
    float reciprocal = reciprocal(power);
    float fall = reciprocal * (difference(r, odd) - r);
    float rest = fma(power, r, fma(power, sum(r, odd), fall));
    float small = reciprocal + SUM_UNIT + SUM_UNIT + rest;
    float d = power + small;
    float dExcess = d - power - small;
    float large = fma(t, -SUM_UNIT, reciprocal + SUM_UNIT);
    float numerator = large + fall;
    float numeratorLow = fall - (numerator - large);
    float q = numerator / d;
    float tail = fma(fma(q, dExcess, numeratorLow), roughReciprocal(d), q);
    return ifNegative(x, tail, 1.0f - tail);
  }

  /** The derivative of x Φ(x). */
  static float geluSlope(float x) {
    float t = magnitude(x, GELU_LIMIT);
    float square = t * t;
    float rounded = fma(square, -BELL_LOG_2_E, BELL_ROUNDER);
    float fraction = bellFraction(t, square, rounded - BELL_ROUNDER);
    float d = GELU_ROOT - t;
    float a = numerator(t, square, Coefficients.GELU_A);
    float b = denominator(t, square, Coefficients.GELU_B);
    float s = fma(d, a / b, -GELU_ROOT_LOW);
    float tail = (d + fma(d + s, fraction, s)) * power(rounded) * SUM_UNIT;
    return ifNegative(x, tail, 1.0f - tail);
  }

  private static float bellFraction(float t, float tSquare, float n) {
    float high = fma(n, 2.0f * LN_2_HIGH, tSquare);
    float r = high + fma(n, 2.0f * LN_2_LOW, fma(t, t, -tSquare));
    float square = r * r;
    float rest = fma(square, fma(square, FRACTION_8, -FRACTION_4), r * -0.5f);
    return r / (rest - 2.0f);
  }

  private static float numerator(float t, float square, float[] a) {
    return fma(square, fma(t, fma(t, a[4], a[3]), a[2]), t * a[1]) + a[0];
  }

  private static float denominator(float t, float square, float[] b) {
    return fma(square, square + fma(t, b[3], b[2]), t * b[1]) + b[0];
  }

  /** -t in units of ln 2, rounded: the integer is in the lowest bits. */
  private static float decayRounded(float t) {
    return fma(t, -LOG_2_E, DECAY_ROUNDER);
  }

  /** r = n ln 2 - t. */
  private static float reducedDecay(float t, float rounded) {
    float n = DECAY_ROUNDER - rounded;
    return fma(n, LN_2_LOW, fma(n, LN_2_HIGH, -t));
  }

  /** a e^-t, from a SUM_UNIT. */
  private static float decay(float r, float rounded, float a) {
    float square = r * r;
    float fall = fma(square, fma(r, oddFactor(square), evenFactor(square)), r);
    return fma(a, fall, a) * power(rounded);
  }

  /** The exponent and the upper bits of the significand of 2 + scale t, which number the pieces. */
  private static int pieceOf(float t, float scale, int shift) {
    int place = Float.floatToRawIntBits(fma(t, scale, 2.0f));
    return Math.min(place, PLACE_LIMIT) >> shift;
  }

  /** s is t less the center of its piece, in the first row. */
  private static float piecewise(float[][] table, int index, float s) {
    float p = lookup(table[table.length - 1], index);
    for (int k = table.length - 2; k > 0; k -= 1) {
      p = fma(p, s, lookup(table[k], index));
    }
    return p;
  }

  /** The derivative of x / (1 + e^-z), z = 2 √(2/π) (x + 0.044715 x³). */
  static float geluTanhSlope(float x) {
    float t = magnitude(x, GELU_TANH_LIMIT);
    float square = t * t;
    float factor = fma(square, GELU_TANH_B, GELU_TANH_A);
    float termLow =
        fma(fma(t, t, -square), GELU_TANH_B, fma(square, GELU_TANH_B, -(factor - GELU_TANH_A)));
    float z = t * factor;
    float zLow = fma(t, termLow, fma(t, factor, -z));
    float rounded = decayRounded(z);
    float n = DECAY_ROUNDER - rounded;
    float r = fma(n, LN_2_HIGH, -z) + fma(n, LN_2_LOW, -zLow);
    int index = pieceOf(t, 2.6f, 21);
    float s = t - lookup(Coefficients.GELU_TANH[0], index);
    float tail = decay(r, rounded, piecewise(Coefficients.GELU_TANH, index, s));
    return ifNegative(x, tail, 1.0f - tail);
  }

  /** The derivative of Mish. */
  static float mishSlope(float x) {
    float t = magnitude(x, LIMIT);
    int left = Float.floatToRawIntBits(x) >> 28 & 8;
    int index = pieceOf(t, 1.2f, 22) | left;
    float s = t - lookup(Coefficients.MISH[0], index);
    float p = piecewise(Coefficients.MISH, index, s);
    float near = fma(lookup(Coefficients.MISH_LINEAR, index), s, p);
    float rounded = decayRounded(t);
    float tail = decay(reducedDecay(t, rounded), rounded, near);
    return ifNegative(x, tail, 1.0f + tail);
  }
}
