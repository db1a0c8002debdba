// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;

/** Ends well as soon as vectors compute functions of a kind without allocating anything. */
final class Garbage {

  private static final ActivationDerivative VECTOR = new VectorActivationDerivative(false);
  private static final int N = 1000;

  /** C2 compiles in the background. */
  private static final long PATIENCE = 60_000_000_000L;

  private Garbage() {}

  public static void main(String[] args) {
    for (Activation.Function function : Activation.Function.values()) {
      if (function.isPiecewiseLinear() != args[1].equals("linear")) {
        continue;
      }
      Activation activation = Activation.of(function);
      Runnable calls = args[0].equals("double") ? doubles(activation) : floats(activation);
      long start = System.nanoTime();
      long bytes;
      while ((bytes = allocated(calls)) > 0) {
        if (System.nanoTime() - start > PATIENCE) {
          System.out.println(activation + " still allocates " + bytes + " bytes");
          System.exit(1);
        }
      }
    }
  }

  private static Runnable doubles(Activation activation) {
    double[][] a = new double[4][N];
    return () -> {
      VECTOR.derivative(activation, a[0], 0, a[1], 0, N);
      VECTOR.backward(activation, a[0], 0, a[1], 0, a[2], 0, N);
      VECTOR.forwardAndDerivative(activation, a[0], 0, a[2], 0, a[3], 0, N);
    };
  }

  private static Runnable floats(Activation activation) {
    float[][] a = new float[4][N];
    return () -> {
      VECTOR.derivative(activation, a[0], 0, a[1], 0, N);
      VECTOR.backward(activation, a[0], 0, a[1], 0, a[2], 0, N);
      VECTOR.forwardAndDerivative(activation, a[0], 0, a[2], 0, a[3], 0, N);
    };
  }

  private static long allocated(Runnable calls) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      calls.run();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
