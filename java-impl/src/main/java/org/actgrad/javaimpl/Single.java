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

  static final float GELU_TANH_LIMIT = 11.0f;
  static final float GELU_TANH_A = 0x1.98p+0f;
  static final float GELU_TANH_A_LOW = 0x1.08a67ap-9f;
  static final float GELU_TANH_B = 0x1.2444f2p-4f;
  static final float GELU_TANH_B_LOW = 0x1.49b16ap-29f;

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

  /** The derivative of x / (1 + e^-z), z = 2 √(2/π) (x + 0.044715 x³). */
  static float geluTanhSlope(float x) {
    float t = magnitude(x, GELU_TANH_LIMIT);
    float square = t * t;
    float squareLow = fma(t, t, -square);
    float factor = fma(square, GELU_TANH_B, GELU_TANH_A);
    float term = factor - GELU_TANH_A;
    float termLow =
        fma(squareLow, GELU_TANH_B, fma(square, GELU_TANH_B_LOW, fma(square, GELU_TANH_B, -term)));
    float slopeFactor = fma(term, 3.0f, GELU_TANH_A);
    float tripleLow = fma(term, 3.0f, GELU_TANH_A - slopeFactor);
    float z = t * factor;
    float zLow = fma(t, termLow + GELU_TANH_A_LOW, fma(t, factor, -z));
    float slope = t * slopeFactor;
    float slopeLow =
        fma(t, fma(termLow, 3.0f, tripleLow + GELU_TANH_A_LOW), fma(t, slopeFactor, -slope));

    float rounded = rounded(z);
    float n = rounded - ROUNDER;
    float high = high(z, n);
    float low = fma(n, -LN_2_LOW, zLow);
    float r = high + low;
    float odd = odd(r, high - r + low);
    float power = power(rounded);
    float reciprocal = reciprocal(power);

    float difference = reciprocal * difference(r, odd);
    float linear = reciprocal * r;
    float rest = fma(power, r, fma(power, sum(r, odd), difference - linear));
    float small = reciprocal + SUM_UNIT + SUM_UNIT + rest;
    float d = power + small;
    float dExcess = d - power - small;
    float first = fma(slope, -SUM_UNIT, reciprocal + SUM_UNIT);
    float second = first - linear;
    float secondLow = first - second - linear;
    float last = difference + fma(slopeLow, -SUM_UNIT, secondLow);
    float numerator = second + last;
    float numeratorLow = last - (numerator - second);
    float q = numerator / d;
    float tail = fma(fma(q, dExcess, numeratorLow), roughReciprocal(d), q);
    return ifNegative(x, tail, 1.0f - tail);
  }

  /** The derivative of Mish. */
  static float mishSlope(float x) {
    float t = magnitude(x, LIMIT);
    float rounded = fma(t, -LOG_2_E, DECAY_ROUNDER);
    float n = DECAY_ROUNDER - rounded;
    float r = fma(n, LN_2_LOW, fma(n, LN_2_HIGH, -t));
    float rSquare = r * r;
    float fall = fma(rSquare, fma(r, oddFactor(rSquare), evenFactor(rSquare)), r);
    float power = power(rounded);
    float unit = power * SUM_UNIT;
    float y = fma(unit, fall, unit);
    float u = 1.0f + y;

    float d = 0x1.3138p+0f - t;
    float product = y * fma(y, fma(y, 4.0f + y, 8.0f), 4.0f);
    float fromC = fma(unit, fall, unit - 0x1.3688e6p-2f);
    float numerator = fma(fromC, fma(y, 0x1.13688ep+2f + y, 0x1.4499f2p+1f), -(d * product));
    float h = fma(y, u, 0.5f);
    float numeratorRight = y * y * fma(t, u, -h);
    float beyond = x - MISH_RIGHT;
    float s =
        ifNegative(beyond, numerator, numeratorRight)
            / ifNegative(beyond, fma(u, 4.0f, product), h * h);
    float left = (d + fma(d + s, fall, s)) * power * SUM_UNIT;

    float between = mishBetween(x);
    return ifNegative(beyond, ifNegative(x - MISH_LEFT, left, between), 1.0f + s);
  }

  private static float mishBetween(float x) {
    float v = x + MISH_ROOT;
    float vLow = x - (v - MISH_ROOT);
    float square = v * v;
    float p6 = fma(square, -0x1.0fd4cep-9f, fma(v, 0x1.307474p-7f, -0x1.fed9aap-8f));
    float p4 = fma(square, p6, fma(v, 0x1.2e1438p-10f, -0x1.220188p-5f));
    float p2 = fma(square, p4, fma(v, -0x1.435184p-5f, 0x1.56974cp-4f));
    float p = fma(square, p2, v * 0x1.a34dfp-2f) - 0x1.dd4a88p-2f;
    return 0.5f * (v + fma(v, p, vLow));
  }
}
