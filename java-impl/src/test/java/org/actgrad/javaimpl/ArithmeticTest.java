// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

  private static final float[] SPECIAL = {
    0, 1, 3, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN
  };

  @Test
  void fmaInDoubleIsFmaOfSpecialNumbers() {
    for (float a : SPECIAL) {
      for (float b : SPECIAL) {
        for (float c : SPECIAL) {
          check(a, b, c);
          check(-a, b, c);
          check(a, b, -c);
        }
      }
    }
  }

  @Test
  void fmaInDoubleIsFmaOfAnyBits() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      check(
          Float.intBitsToFloat(random.nextInt()),
          Float.intBitsToFloat(random.nextInt()),
          Float.intBitsToFloat(random.nextInt()));
    }
  }

  /** Half a unit in the last place of the sum, less so little that a double loses it. */
  @Test
  void fmaInDoubleIsFmaWhereRoundingTwiceIsNot() {
    SplittableRandom random = new SplittableRandom(2);
    int twice = 0;
    for (int i = 0; i < 100_000; i++) {
      float c = 1 + random.nextInt(1 << 23) * 0x1p-23f;
      float a = 0x1p-24f * (1 + 0x1p-15f);
      float b = 1 - 0x1p-15f;
      check(a, b, c);
      check(-a, b, c);
      check(a, b, -c);
      check(a * 0x1p-110f, b, c * 0x1p-110f);
      twice += (float) ((double) a * b + c) == Math.fma(a, b, c) ? 0 : 1;
    }
    assertTrue(twice > 10_000, "These numbers tell nothing apart.");
  }

  private static void check(float a, float b, float c) {
    int expected = Float.floatToIntBits(Math.fma(a, b, c));
    int actual = Float.floatToIntBits(Arithmetic.fmaInDouble(a, b, c));
    assertEquals(expected, actual, () -> a + " * " + b + " + " + c);
  }
}
