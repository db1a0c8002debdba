// SPDX-License-Identifier: Apache-2.0
package org.actgrad.user;

import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;

/**
 * Prints the longest time in milliseconds that allocating 20 kB took in one thread, while another
 * one was busy with something that no collector has to wait for, and while that one computed on 256
 * MiB. The argument is the provider that computes, or {@code uninterruptible} for a loop that lets
 * no collector in until its end, if the collector lets C2 compile it so.
 */
public final class GcStall {

  private static final int ELEMENTS = 1 << 26;
  private static final long NANOS = 2_000_000_000L;

  private static volatile boolean stop;
  private static volatile byte[] sink;

  private GcStall() {}

  public static void main(String[] args) throws InterruptedException {
    float[] x = new float[ELEMENTS];
    Runnable computing;
    if (args[0].equals("uninterruptible")) {
      computing = () -> uninterruptible(x);
    } else {
      ActivationDerivative provider = ActivationDerivatives.named(args[0]);
      Activation relu = Activation.relu();
      computing = () -> provider.derivative(relu, x, 0, x, 0, ELEMENTS);
    }
    longestAllocation(Thread::onSpinWait); // until compiled
    longestAllocation(computing);
    double busy = longestAllocation(Thread::onSpinWait);
    System.out.println(busy + " " + longestAllocation(computing));
  }

  private static void uninterruptible(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] += 1;
    }
  }

  private static double longestAllocation(Runnable beside) throws InterruptedException {
    stop = false;
    Thread other =
        new Thread(
            () -> {
              while (!stop) {
                beside.run();
              }
            });
    other.start();
    long longest = 0;
    long start = System.nanoTime();
    for (long now = start; now - start < NANOS; ) {
      sink = new byte[20_000];
      long after = System.nanoTime();
      longest = Math.max(longest, after - now);
      now = after;
    }
    stop = true;
    other.join();
    return longest / 1e6;
  }
}
