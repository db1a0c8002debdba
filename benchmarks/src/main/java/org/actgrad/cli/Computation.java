// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.nio.ByteOrder;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;

/**
 * A derivative that was computed, and what it took.
 *
 * @param provider the provider that did the work
 * @param inputType the type of the input
 * @param result the derivative
 * @param warmUpNanos the time until the JVM had loaded and compiled the provider
 * @param nanos the time of the computation alone
 * @param bytes how many bytes it read and wrote
 */
record Computation(
    ActivationDerivative provider,
    String inputType,
    Numbers result,
    long warmUpNanos,
    long nanos,
    long bytes) {

  /** Elements a call: long enough to be fast, short enough for the progress bar to move. */
  private static final int CHUNK = 1 << 22;

  private static final int WARM_UP = 1024;

  /**
   * Calls that make the JVM compile the provider, which the first millions of numbers would have to
   * wait for otherwise: the vector provider runs about 1000 times slower until then.
   */
  private static final int WARM_UP_CALLS = 5000;

  /** Elements from which on the calls cost less than they save. */
  private static final int MANY = 1 << 20;

  /** Computes the derivative, in place where the type stays: {@code x} is used up. */
  static Computation run(
      ActivationDerivative provider,
      Activation activation,
      OutType outType,
      Numbers x,
      Progress progress) {
    int length = x.length();
    long warmUpStart = System.nanoTime();
    int few = Math.min(WARM_UP, length);
    Object numbers = x.array() instanceof float[] ? new float[few] : new double[few];
    Object derivatives = output(outType, numbers, few);
    for (int call = 0; call < (length < MANY ? 1 : WARM_UP_CALLS); call++) {
      step(provider, activation, numbers, derivatives, 0, few);
    }
    long warmUpNanos = System.nanoTime() - warmUpStart;

    Object out = output(outType, x.array(), length);
    Numbers result =
        new Numbers(out, x.shape(), outType == OutType.FLOAT ? x.order() : ByteOrder.LITTLE_ENDIAN);
    progress.start("compute", length);
    long nanos = 0;
    for (int done = 0, step; (step = Math.min(CHUNK, length - done)) > 0; done += step) {
      long start = System.nanoTime();
      step(provider, activation, x.array(), out, done, step);
      nanos += System.nanoTime() - start;
      progress.advance(step);
    }
    return new Computation(
        provider.provider(
            activation.function(),
            outType.operation,
            x.array() instanceof double[],
            Math.min(CHUNK, length)),
        x.type(),
        result,
        warmUpNanos,
        nanos,
        (long) length * (x.itemSize() + result.itemSize()));
  }

  private static Object output(OutType outType, Object x, int length) {
    return switch (outType) {
      case FLOAT -> x;
      case INT -> new int[length];
      case BOOL -> new boolean[length];
    };
  }

  private static void step(
      ActivationDerivative provider, Activation activation, Object x, Object out, int from, int n) {
    if (x instanceof float[] floats) {
      if (out instanceof int[] ints) {
        provider.derivative(activation, floats, from, ints, from, n);
      } else if (out instanceof boolean[] booleans) {
        provider.derivative(activation, floats, from, booleans, from, n);
      } else {
        provider.derivative(activation, floats, from, floats, from, n);
      }
    } else {
      double[] doubles = (double[]) x;
      if (out instanceof int[] ints) {
        provider.derivative(activation, doubles, from, ints, from, n);
      } else if (out instanceof boolean[] booleans) {
        provider.derivative(activation, doubles, from, booleans, from, n);
      } else {
        provider.derivative(activation, doubles, from, doubles, from, n);
      }
    }
  }
}
