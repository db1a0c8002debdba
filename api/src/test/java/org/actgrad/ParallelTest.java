// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who does what on several threads; that the results are right is the conformance suite's. */
class ParallelTest {

  private static final int LONG = 4 * Parallel.SMOOTH + 3;

  /** Counts, in place of a derivative, how often an element was written. */
  private static final class Counting extends StubProvider {
    final AtomicInteger calls = new AtomicInteger();
    RuntimeException failure;

    Counting() {
      super("counting", 1, null, 0);
    }

    @Override
    protected void kernel(
        Operation operation,
        boolean isDouble,
        Activation activation,
        Object in0,
        int in0Offset,
        Object in1,
        int in1Offset,
        Object out0,
        int out0Offset,
        Object out1,
        int out1Offset,
        int length) {
      calls.incrementAndGet();
      for (int i = 0; i < length; i++) {
        ((float[]) out0)[out0Offset + i]++;
      }
      if (failure != null && in0Offset > 0) {
        throw failure;
      }
    }
  }

  private final Counting provider = new Counting();

  private void checkOnce(Executor executor, int threads, Activation activation, int length) {
    float[] out = new float[length];
    provider
        .parallel(executor, threads)
        .derivative(activation, new float[length], 0, out, 0, length);
    for (int i = 0; i < length; i++) {
      assertEquals(1, out[i], "element " + i);
    }
  }

  @Test
  void everyElementIsDoneOnce() {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      for (int threads : new int[] {1, 2, 3, 4, 100}) {
        checkOnce(executor, threads, Activation.sigmoid(), LONG);
        checkOnce(executor, threads, Activation.sigmoid(), Parallel.SMOOTH);
      }
      assertTrue(provider.calls.get() > 10);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void shortRangesStayWithTheCaller() {
    Executor forbidden =
        task -> {
          throw new AssertionError("not for a short range");
        };
    checkOnce(forbidden, 4, Activation.sigmoid(), Parallel.SMOOTH - 1);
    checkOnce(forbidden, 4, Activation.relu(), Parallel.PIECEWISE_LINEAR - 1);
    assertEquals(2, provider.calls.get());
  }

  @Test
  void theCallerDoesWhatNoOtherThreadDoes() {
    checkOnce(task -> {}, 4, Activation.sigmoid(), LONG);
    checkOnce(
        task -> {
          throw new RejectedExecutionException("full");
        },
        4,
        Activation.sigmoid(),
        LONG);
  }

  @Test
  void failuresReachTheCallerAfterAllIsDone() {
    provider.failure = new IllegalStateException("one part");
    float[] out = new float[LONG];
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      ActivationDerivative parallel = provider.parallel(executor, 2);
      assertSame(
          provider.failure,
          assertThrows(
              IllegalStateException.class,
              () -> parallel.derivative(Activation.sigmoid(), new float[LONG], 0, out, 0, LONG)));
      for (float count : out) {
        assertEquals(1, count);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void anInterruptIsKeptForTheCaller() {
    Thread.currentThread().interrupt();
    checkOnce(task -> new Thread(task).start(), 2, Activation.sigmoid(), LONG);
    assertTrue(Thread.interrupted());
  }

  @Test
  void refusesToHaveNoThread() {
    assertThrows(IllegalArgumentException.class, () -> provider.parallel(Runnable::run, 0));
    assertThrows(NullPointerException.class, () -> provider.parallel(null, 1));
    assertEquals(provider.name(), provider.parallel().name());
  }
}
