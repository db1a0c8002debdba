// SPDX-License-Identifier: Apache-2.0
package org.actgrad.user;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.actgrad.View;

/**
 * Many threads compute with all providers, and each compares with what plain Java computed before
 * there were others: platform threads, and virtual threads where the JVM has them. While they do,
 * one more thread lets the collector run. Prints how many calls were right and how many were not.
 *
 * <p>The arguments are the seconds that the platform threads compute, and {@code own} or {@code
 * shared}: whether every thread writes to arrays of its own, or all to the same ones, which must
 * come out wrong.
 */
public final class Stress {

  private static final int PLATFORM_THREADS = 8;
  private static final int VIRTUAL_THREADS = 1000;
  private static final int CALLS_OF_A_VIRTUAL_THREAD = 3;
  private static final int LENGTH = 40_000;

  private static final Activation[] ACTIVATIONS = {
    Activation.relu(), Activation.hardTanh(-1, 1), Activation.sigmoid(), Activation.gelu()
  };

  private static final float[] FLOATS = new float[LENGTH];
  private static final double[] DOUBLES = new double[LENGTH];
  private static final float[][] FLOAT_DERIVATIVES = new float[ACTIVATIONS.length][];
  private static final double[][] DOUBLE_DERIVATIVES = new double[ACTIVATIONS.length][];

  private static volatile boolean stop;
  private static volatile Object garbage;

  private final List<ActivationDerivative> providers = new ArrayList<>();
  private final boolean shared;
  private final float[] sharedFloats = new float[LENGTH];
  private final double[] sharedDoubles = new double[LENGTH];

  private Stress(boolean shared) {
    this.shared = shared;
    for (ActivationDerivative provider : ActivationDerivatives.installed()) {
      if (provider.unavailabilityCause().isEmpty()) {
        providers.add(provider);
      }
    }
    providers.add(ActivationDerivatives.fastest());
    providers.add(ActivationDerivatives.fastest().parallel());
  }

  public static void main(String[] args) throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < LENGTH; i++) {
      FLOATS[i] = (float) (random.nextGaussian() * 3);
      DOUBLES[i] = random.nextGaussian() * 3;
    }
    ActivationDerivative java = ActivationDerivatives.named("java");
    for (int a = 0; a < ACTIVATIONS.length; a++) {
      FLOAT_DERIVATIVES[a] = java.derivative(ACTIVATIONS[a], FLOATS);
      DOUBLE_DERIVATIVES[a] = java.derivative(ACTIVATIONS[a], DOUBLES);
    }
    Stress stress = new Stress(args[1].equals("shared"));
    System.out.print("providers");
    stress.providers.forEach(provider -> System.out.print(" " + provider.name()));
    System.out.println();

    Thread collector =
        new Thread(
            () -> {
              while (!stop) {
                for (int i = 0; i < 16; i++) {
                  garbage = new byte[1 << 20];
                }
                System.gc();
                LockSupport.parkNanos(50_000_000);
              }
            });
    collector.setDaemon(true);
    collector.start();
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000;
    stress.run(
        "platform",
        Executors.newFixedThreadPool(PLATFORM_THREADS),
        PLATFORM_THREADS,
        done -> System.nanoTime() >= end);
    if (stress.shared) {
      return;
    }
    ExecutorService virtual = virtualThreads();
    if (virtual == null) {
      System.out.println("this JVM has no virtual threads");
    } else {
      stress.run("virtual", virtual, VIRTUAL_THREADS, done -> done == CALLS_OF_A_VIRTUAL_THREAD);
    }
    stop = true;
  }

  /** Null before JDK 21. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    if (Runtime.version().feature() < 21) {
      return null;
    }
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  /** Whether a thread has made enough calls. */
  private interface Enough {
    boolean test(int calls);
  }

  private void run(String kind, ExecutorService executor, int threads, Enough enough)
      throws Exception {
    List<Future<int[]>> results = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      Random random = new Random(thread);
      Callable<int[]> task =
          () -> {
            int[] rightAndWrong = new int[2];
            for (int call = 0; !enough.test(call); call++) {
              rightAndWrong[isRight(random) ? 0 : 1]++;
            }
            return rightAndWrong;
          };
      results.add(executor.submit(task));
    }
    int right = 0;
    int wrong = 0;
    for (Future<int[]> result : results) {
      right += result.get()[0];
      wrong += result.get()[1];
    }
    executor.shutdown();
    System.out.println(kind + " threads: " + right + " right, " + wrong + " wrong");
  }

  /** One call with any provider, function, type, range and kind of memory. */
  private boolean isRight(Random random) {
    ActivationDerivative provider = providers.get(random.nextInt(providers.size()));
    int a = random.nextInt(ACTIVATIONS.length);
    int length = 1 + random.nextInt(random.nextBoolean() ? 300 : LENGTH / 2);
    int from = random.nextInt(LENGTH - length);
    int to = random.nextInt(LENGTH - length);
    boolean direct = random.nextInt(4) == 0;
    if (random.nextBoolean()) {
      float[] out = shared ? sharedFloats : new float[LENGTH];
      if (direct) {
        FloatBuffer x =
            ByteBuffer.allocateDirect(4 * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
        x.put(FLOATS, from, length).flip();
        provider.derivative(ACTIVATIONS[a], View.of(x), View.of(x));
        x.get(out, to, length);
      } else {
        provider.derivative(ACTIVATIONS[a], FLOATS, from, out, to, length);
      }
      return Arrays.equals(FLOAT_DERIVATIVES[a], from, from + length, out, to, to + length);
    }
    double[] out = shared ? sharedDoubles : new double[LENGTH];
    if (direct) {
      DoubleBuffer x =
          ByteBuffer.allocateDirect(8 * length).order(ByteOrder.nativeOrder()).asDoubleBuffer();
      x.put(DOUBLES, from, length).flip();
      provider.derivative(ACTIVATIONS[a], View.of(x), View.of(x));
      x.get(out, to, length);
    } else {
      provider.derivative(ACTIVATIONS[a], DOUBLES, from, out, to, length);
    }
    return Arrays.equals(DOUBLE_DERIVATIVES[a], from, from + length, out, to, to + length);
  }
}
