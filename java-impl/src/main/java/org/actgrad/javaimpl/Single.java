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

  static final int UPPER_HALF = 0xfffff000;
  static final float BELL_ROUNDER = 0x1.8p+23f + 127.0f + 63.0f;
  static final float BELL_LOG_2_E = 0x1.7196a6p-1f;
  static final float FRACTION_4 = 0x1.5554c8p-5f;
  static final float FRACTION_8 = 0x1.69d288p-13f;

  static final float GELU_TANH_LIMIT = 11.0f;
  static final int UPPER_10_BITS = 0xffffc000;
  static final float GELU_TANH_A = 0x1.98p+0f;
  static final float GELU_TANH_A_LOW = 0x1.08a67ap-9f;
  static final float GELU_TANH_B = 0x1.24p-4f;
  static final float GELU_TANH_B_LOW = 0x1.13ca94p-14f;

  static final float DECAY_ROUNDER = 0x1.8p+23f + 127.0f + 64.0f;
  static final float MISH_LEFT = -1.125f;
  static final float MISH_RIGHT = 0.1875f;
  static final float MISH_ROOT = 0x1.31432cp+0f;

  private Single() {}

  /** |x|, at most {@code limit}, also where x is NaN. */
  private static float magnitude(float x, float limit) {
    int bits = Float.floatToRawIntBits(x) & Integer.MAX_VALUE;
    return Float.intBitsToFloat(Math.min(bits, Float.floatToRawIntBits(limit)));
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

  private static float even(float r) {
    float square = r * r;
    return square * (EVEN_0 + square * (EVEN_1 + square * EVEN_2));
  }

  private static float odd(float r) {
    float square = r * r;
    return r * square * (ODD_0 + square * ODD_1);
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
    float rise = r + (even(r) + (odd(r) + lost(t, n, r)));
    float power = power(rounded);
    float q = SUM_UNIT / (power + (power * rise + SUM_UNIT));
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
    float even = even(r);
    float odd = odd(r) + lost(t, n, r);
    float power = power(rounded);
    float reciprocal = reciprocal(power);
    float rest = power * r + (power * (even + odd) + reciprocal * (even - odd - r));
    return scale * SUM_UNIT / (power + (2.0f * SUM_UNIT + reciprocal + rest));
  }

  /** The derivative of x / (1 + e^-x). */
  static float siluSlope(float x) {
    float t = magnitude(x, LIMIT);
    float rounded = rounded(t);
    float n = rounded - ROUNDER;
    float r = reduced(t, n);
    float even = even(r);
    float odd = odd(r) + lost(t, n, r);
    float power = power(rounded);
    float reciprocal = reciprocal(power);
    float fall = reciprocal * (even - odd - r);
    float rest = power * r + (power * (even + odd) + fall);
    float small = reciprocal + SUM_UNIT + SUM_UNIT + rest;
    float d = power + small;
    float dLow = small - (d - power);
    float large = reciprocal + SUM_UNIT - t * SUM_UNIT;
    float numerator = large + fall;
    float numeratorLow = fall - (numerator - large);
    float q = numerator / d;
    float tail = q + (numeratorLow - q * dLow) * roughReciprocal(d);
    return ifNegative(x, tail, 1.0f - tail);
  }

  /** The derivative of x Φ(x). */
  static float geluSlope(float x) {
    float t = magnitude(x, GELU_LIMIT);
    float rounded = BELL_ROUNDER - t * t * BELL_LOG_2_E;
    float fraction = bellFraction(t, rounded - BELL_ROUNDER);
    float d = GELU_ROOT - t;
    float s = d * (numerator(t, Coefficients.GELU_A) / denominator(t, Coefficients.GELU_B));
    s -= GELU_ROOT_LOW;
    float tail = (d + (s - (d + s) * fraction)) * power(rounded) * SUM_UNIT;
    return ifNegative(x, tail, 1.0f - tail);
  }

  private static float bellFraction(float t, float n) {
    float upper = upper(t, UPPER_HALF);
    float high = upper * upper + n * (2.0f * LN_2_HIGH);
    float r = high + ((t - upper) * (t + upper) + n * (2.0f * LN_2_LOW));
    float square = r * r;
    return r / (2.0f + (r * 0.5f + square * (FRACTION_4 - square * FRACTION_8)));
  }

  private static float numerator(float t, float[] a) {
    return a[0] + (t * a[1] - t * t * (a[2] + t * (a[3] + t * a[4])));
  }

  private static float denominator(float t, float[] b) {
    return b[0] + (t * b[1] + t * t * (t * t + (t * b[3] + b[2])));
  }

  /** The derivative of x / (1 + e^-z), z = 2 √(2/π) (x + 0.044715 x³). */
  static float geluTanhSlope(float x) {
    float t = magnitude(x, GELU_TANH_LIMIT);
    float upper = upper(t, UPPER_10_BITS);
    float lower = t - upper;
    float square = t * t;
    float squareUpper = upper(square, UPPER_HALF);
    float squareLower = upper * upper - squareUpper + lower * (t + upper);
    float product = GELU_TANH_B * squareUpper;
    float factor = upper(GELU_TANH_A + product, UPPER_HALF);
    float term = factor - GELU_TANH_A;
    float termLow = product - term + (GELU_TANH_B * squareLower + GELU_TANH_B_LOW * square);
    float slopeFactor = factor + (term + term);
    float z = upper * factor;
    float zLow = lower * factor + t * (termLow + GELU_TANH_A_LOW);
    float slope = upper * slopeFactor;
    float slopeLow = lower * slopeFactor + t * (termLow * 3.0f + GELU_TANH_A_LOW);

    float rounded = rounded(z + zLow);
    float n = rounded - ROUNDER;
    float high = z - n * LN_2_HIGH;
    float low = n * LN_2_LOW - zLow;
    float r = high - low;
    float even = even(r);
    float odd = odd(r) + (high - r - low);
    float power = power(rounded);
    float reciprocal = reciprocal(power);

    float difference = reciprocal * (even - odd);
    float linear = reciprocal * r;
    float rest = power * r + (power * (even + odd) + (difference - linear));
    float small = reciprocal + SUM_UNIT + SUM_UNIT + rest;
    float d = power + small;
    float dLow = small - (d - power);
    float first = reciprocal + SUM_UNIT - slope * SUM_UNIT;
    float second = first - linear;
    float secondLow = first - second - linear;
    float last = difference + (secondLow - slopeLow * SUM_UNIT);
    float numerator = second + last;
    float numeratorLow = last - (numerator - second);
    float q = numerator / d;
    float tail = q + (numeratorLow - q * dLow) * roughReciprocal(d);
    return ifNegative(x, tail, 1.0f - tail);
  }

  /** The derivative of Mish. */
  static float mishSlope(float x) {
    float t = magnitude(x, LIMIT);
    float rounded = DECAY_ROUNDER - t * LOG_2_E;
    float n = DECAY_ROUNDER - rounded;
    float r = reduced(t, n);
    float fall = even(r) - odd(r) - r;
    float power = power(rounded);
    float unit = power * SUM_UNIT;
    float rest = unit * fall;
    float y = unit + rest;
    float u = 1.0f + y;

    float d = 0x1.3138p+0f - t;
    float product = y * (4.0f + y * (8.0f + y * (4.0f + y)));
    float fromC = unit - 0x1.3688e6p-2f + rest;
    float numerator = fromC * (0x1.4499f2p+1f + y * (0x1.13688ep+2f + y)) - d * product;
    float h = 0.5f + y * u;
    float numeratorRight = y * y * (t * u - h);
    float beyond = x - MISH_RIGHT;
    float s =
        ifNegative(beyond, numerator, numeratorRight)
            / ifNegative(beyond, product + 4.0f * u, h * h);
    float left = (d + (s + (d + s) * fall)) * power * SUM_UNIT;

    float between = mishBetween(x);
    return ifNegative(beyond, ifNegative(x - MISH_LEFT, left, between), 1.0f + s);
  }

  private static float mishBetween(float x) {
    float v = x + MISH_ROOT;
    float vLow = x - (v - MISH_ROOT);
    float square = v * v;
    float p6 = v * 0x1.307474p-8f - 0x1.fed9aap-9f - square * 0x1.0fd4cep-10f;
    float p4 = v * 0x1.2e1438p-11f - 0x1.220188p-6f + square * p6;
    float p2 = 0x1.56974cp-5f - v * 0x1.435184p-6f + square * p4;
    float p = v * 0x1.a34dfp-3f + square * p2 - 0x1.dd4a88p-3f;
    return v * 0.5f + (v * p + vLow * 0.5f);
  }

  private static float upper(float a, int mask) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(a) & mask);
  }
}
