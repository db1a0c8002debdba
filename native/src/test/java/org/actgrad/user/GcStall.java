// SPDX-License-Identifier: Apache-2.0
package org.actgrad.user;

import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;

/**
 * Prints the longest time in milliseconds that allocating 20 kB took in one thread, while another
 * one did nothing, and while it computed on 256 MiB with the native provider.
 */
public final class GcStall {

  private static final int ELEMENTS = 1 << 26;
  private static final long NANOS = 4_000_000_000L;

  private static volatile boolean stop;
  private static volatile byte[] sink;

  private GcStall() {}

  public static void main(String[] args) throws InterruptedException {
    ActivationDerivative provider = ActivationDerivatives.named("native");
    Activation relu = Activation.relu();
    float[] x = new float[ELEMENTS];
    longestAllocation(NANOS); // until compiled
    double idle = longestAllocation(NANOS);
    Thread computing =
        new Thread(
            () -> {
              while (!stop) {
                provider.derivative(relu, x, 0, x, 0, ELEMENTS);
              }
            });
    computing.start();
    double busy = longestAllocation(NANOS);
    stop = true;
    computing.join();
    System.out.println(idle + " " + busy);
  }

  private static double longestAllocation(long nanos) {
    long longest = 0;
    long start = System.nanoTime();
    for (long now = start; now - start < nanos; ) {
      sink = new byte[20_000];
      long after = System.nanoTime();
      longest = Math.max(longest, after - now);
      now = after;
    }
    return longest / 1e6;
  }
}
