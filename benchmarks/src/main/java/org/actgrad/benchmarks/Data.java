// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.util.SplittableRandom;
import org.actgrad.ActivationDerivative;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The numbers that the benchmarks work on. Their signs are random, and a short range is another
 * part of a pool at every call: a branch predictor learns the signs of a few thousand numbers that
 * are used again and again, which makes a loop with branches look 15 times faster than it is.
 */
@State(Scope.Thread)
public class Data {

  /** Elements that a short range is taken from. */
  static final int POOL = 1 << 17;

  /** Floats in a cache line. */
  private static final int SHIFTS = 16;

  /** From 1 to 64 Mi elements. */
  @Param({
    "1",
    "8",
    "32",
    "64",
    "256",
    "1024",
    "4096",
    "16384",
    "65536",
    "262144",
    "1048576",
    "4194304",
    "16777216",
    "67108864"
  })
  public int length;

  @Param({"float", "double"})
  public String type;

  boolean isDouble;

  /** Where the range of the current call starts in the inputs, at a whole mask word. */
  int offset;

  /**
   * How many elements after that the range of the current call starts, and after 0 in the outputs:
   * another number at every call. Whether vectors straddle cache lines depends on it and on where
   * the JVM happens to put an array, which is to decide no comparison.
   */
  int shift;

  float[] x;
  float[] gradOut;
  float[] out;
  float[] out1;
  double[] doubleX;
  double[] doubleGradOut;
  double[] doubleOut;
  double[] doubleOut1;
  int[] ints;
  boolean[] booleans;
  long[] bits;

  /** The packed mask of all of x. */
  long[] mask;

  @Setup(Level.Trial)
  public void setUp() {
    isDouble = type.equals("double");
    int size = Math.max(POOL, length) + SHIFTS;
    int words = ActivationDerivative.maskWords(length);
    SplittableRandom random = new SplittableRandom(length);
    if (isDouble) {
      doubleX = new double[size];
      doubleGradOut = new double[size];
      doubleOut = new double[length + SHIFTS];
      doubleOut1 = new double[length + SHIFTS];
    } else {
      x = new float[size];
      gradOut = new float[size];
      out = new float[length + SHIFTS];
      out1 = new float[length + SHIFTS];
    }
    mask = new long[ActivationDerivative.maskWords(size)];
    for (int i = 0; i < size; i++) {
      double number = random.nextDouble() - 0.5;
      if (isDouble) {
        doubleX[i] = number;
        doubleGradOut[i] = random.nextDouble();
      } else {
        x[i] = (float) number;
        gradOut[i] = (float) random.nextDouble();
      }
      mask[i / Long.SIZE] |= number > 0 ? 1L << i : 0;
    }
    ints = new int[length + SHIFTS];
    booleans = new boolean[length + SHIFTS];
    bits = new long[words];
    offset = 0;
    shift = 0;
  }

  /**
   * Elements from the start of a range to the start of the next: whole mask words, and one more,
   * lest ranges of 4 Ki elements all start at the same place in a page. A load waits for a store
   * before it if the last 12 bits of their addresses are the same, so where the JVM happens to put
   * the arrays would decide.
   */
  int step() {
    return (ActivationDerivative.maskWords(length) + 1) * Long.SIZE;
  }

  /** How many ranges there are until the first one comes again. */
  int ranges() {
    return (Math.max(POOL, length) - length) / step() + 1;
  }

  /** Moves on to the next range, which starts at a whole mask word, and returns its start. */
  int next() {
    int next = offset + step();
    offset = next > Math.max(POOL, length) - length ? 0 : next;
    shift = (shift + 1) % SHIFTS;
    return offset;
  }

  /** Moves on to the next range and returns its start after {@link #shift}. */
  int nextShifted() {
    return next() + shift;
  }
}
