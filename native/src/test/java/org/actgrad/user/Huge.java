// SPDX-License-Identifier: Apache-2.0
package org.actgrad.user;

import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;

/**
 * Computes on arrays of more than 2 GiB, whose last bytes are further from the first than an {@code
 * int} can say, and looks at every element. The argument is the provider.
 */
public final class Huge {

  private static final int END = 67;
  private static final int FLOATS = (1 << 29) + END;
  private static final int DOUBLES = (1 << 28) + END;

  private static final Activation RELU = Activation.relu();

  private Huge() {}

  public static void main(String[] args) {
    ActivationDerivative provider = ActivationDerivatives.named(args[0]);
    floats(provider);
    doubles(provider);
    System.out.println("right");
  }

  private static void check(boolean right, String what, int i) {
    if (!right) {
      throw new AssertionError(what + " " + i + " is wrong");
    }
  }

  private static void floats(ActivationDerivative provider) {
    float[] x = new float[FLOATS];
    for (int i = 0; i < FLOATS; i++) {
      x[i] = i % 3 - 1;
    }
    long[] mask = new long[ActivationDerivative.maskWords(FLOATS)];
    provider.mask(RELU, x, 0, mask, 0, FLOATS);
    float[] out = new float[FLOATS];
    provider.derivative(RELU, x, 0, out, 0, FLOATS);
    for (int i = 0; i < FLOATS; i++) {
      boolean positive = i % 3 == 2;
      check((mask[i / 64] >>> i % 64 & 1) == (positive ? 1 : 0), "bit", i);
      check(out[i] == (positive ? 1 : 0), "float", i);
    }
    // In place at the end alone.
    provider.backward(RELU, x, FLOATS - END, x, FLOATS - END, x, FLOATS - END, END);
    for (int i = 0; i < FLOATS; i++) {
      boolean kept = i < FLOATS - END || i % 3 == 2;
      check(x[i] == (kept ? i % 3 - 1 : 0), "float in place", i);
    }
  }

  private static void doubles(ActivationDerivative provider) {
    double[] x = new double[DOUBLES];
    for (int i = 0; i < DOUBLES; i++) {
      x[i] = i % 3 - 1;
    }
    provider.derivative(RELU, x, 1, x, 1, DOUBLES - 1);
    check(x[0] == -1, "double", 0);
    for (int i = 1; i < DOUBLES; i++) {
      check(x[i] == (i % 3 == 2 ? 1 : 0), "double", i);
    }
  }
}
