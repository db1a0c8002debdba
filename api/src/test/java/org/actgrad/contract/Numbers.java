// SPDX-License-Identifier: Apache-2.0
package org.actgrad.contract;

import java.util.SplittableRandom;

/**
 * Arrays of any element type, seen as raw bits, so that the suite is written once for all types.
 */
public enum Numbers {
  FLOAT(
      0x3f800000L,
      new long[] {
        0, // +0, -0
        0x80000000L,
        1, // the smallest and the largest subnormal
        0x80000001L,
        0x007fffffL,
        0x807fffffL,
        0x00800000L, // the smallest and the largest normal number
        0x80800000L,
        0x7f7fffffL,
        0xff7fffffL,
        0x7f800000L, // +Inf, -Inf
        0xff800000L,
        0x7fc00000L, // quiet NaN, with sign, with payload, signalling
        0xffc00000L,
        0x7fc01234L,
        0xffffffffL,
        0x7f800001L,
        0xff801234L,
        0x3f800000L, // 1, -1
        0xbf800000L
      }),
  DOUBLE(
      0x3ff0000000000000L,
      new long[] {
        0,
        0x8000000000000000L,
        1,
        0x8000000000000001L,
        0x000fffffffffffffL,
        0x800fffffffffffffL,
        0x0010000000000000L,
        0x8010000000000000L,
        0x7fefffffffffffffL,
        0xffefffffffffffffL,
        0x7ff0000000000000L,
        0xfff0000000000000L,
        0x7ff8000000000000L,
        0xfff8000000000000L,
        0x7ff8000000001234L,
        0xffffffffffffffffL,
        0x7ff0000000000001L,
        0xfff0000012345678L,
        0x3ff0000000000000L,
        0xbff0000000000000L
      }),
  INT(1, new long[] {}),
  BOOLEAN(1, new long[] {}),
  /** Words of 64 bits. */
  BIT(1, new long[] {});

  /** The bits of 1. */
  final long one;

  /** Bits of the numbers that are most often got wrong. */
  final long[] special;

  Numbers(long one, long[] special) {
    this.one = one;
    this.special = special;
  }

  /** The bits of a NaN. */
  long nan() {
    return this == FLOAT
        ? Float.floatToRawIntBits(Float.NaN)
        : Double.doubleToRawLongBits(Double.NaN);
  }

  /** The array length that {@code n} elements take. */
  int size(int n) {
    return this == BIT ? (n + 63) / 64 : n;
  }

  Object array(int size) {
    return switch (this) {
      case FLOAT -> new float[size];
      case DOUBLE -> new double[size];
      case INT -> new int[size];
      case BOOLEAN -> new boolean[size];
      case BIT -> new long[size];
    };
  }

  static int length(Object array) {
    return java.lang.reflect.Array.getLength(array);
  }

  long get(Object array, int i) {
    return switch (this) {
      case FLOAT -> Float.floatToRawIntBits(((float[]) array)[i]) & 0xffffffffL;
      case DOUBLE -> Double.doubleToRawLongBits(((double[]) array)[i]);
      case INT -> ((int[]) array)[i];
      case BOOLEAN -> ((boolean[]) array)[i] ? 1 : 0;
      case BIT -> ((long[]) array)[i];
    };
  }

  void set(Object array, int i, long bits) {
    switch (this) {
      case FLOAT -> ((float[]) array)[i] = Float.intBitsToFloat((int) bits);
      case DOUBLE -> ((double[]) array)[i] = Double.longBitsToDouble(bits);
      case INT -> ((int[]) array)[i] = (int) bits;
      case BOOLEAN -> ((boolean[]) array)[i] = bits != 0;
      case BIT -> ((long[]) array)[i] = bits;
    }
  }

  /** Numbers whose signs cannot be predicted, a quarter of them special; or random bits. */
  Object random(int size, SplittableRandom random) {
    Object array = array(size);
    for (int i = 0; i < size; i++) {
      if (special.length > 0 && random.nextInt(4) == 0) {
        set(array, i, special[random.nextInt(special.length)]);
      } else {
        double number = (random.nextDouble() - 0.5) * 8;
        switch (this) {
          case FLOAT -> ((float[]) array)[i] = (float) number;
          case DOUBLE -> ((double[]) array)[i] = number;
          case INT, BOOLEAN, BIT -> set(array, i, random.nextLong() & (this == BOOLEAN ? 1 : -1));
        }
      }
    }
    return array;
  }

  Object copy(Object array) {
    Object copy = array(length(array));
    System.arraycopy(array, 0, copy, 0, length(array));
    return copy;
  }

  /** Fails with {@code where} at the first difference in bits. */
  void assertSame(Object expected, Object actual, String where) {
    int n = length(expected);
    for (int i = 0; i < n; i++) {
      if (get(expected, i) != get(actual, i)) {
        throw new AssertionError(
            where
                + ": index "
                + i
                + " expected bits "
                + Long.toHexString(get(expected, i))
                + " but was "
                + Long.toHexString(get(actual, i)));
      }
    }
  }
}
