// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.nio.Buffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Splits long ranges between the caller and the threads of an executor. The caller does what no
 * other thread has taken, so that a busy executor, or one that refuses, delays nothing and cannot
 * deadlock.
 */
final class Parallel extends ActivationDerivative {

  /**
   * Elements from which on a second thread gains more than waking it up costs: of functions that
   * memory limits and of those that arithmetic limits.
   */
  static final int PIECEWISE_LINEAR = 1 << 19;

  static final int SMOOTH = 1 << 16;

  /** Parts of the least length that there are in the shortest range that is split. */
  private static final int LEAST_PARTS = 8;

  /**
   * Elements of a piecewise-linear function from which on each thread gets one part: providers
   * treat ranges that exceed the caches in another way.
   */
  private static final int UNCACHED = 1 << 21;

  /** Longer than most parts take, about as long as it takes to wake up. */
  private static final long SPIN_NANOS = 50_000;

  private final ActivationDerivative provider;
  private final Executor executor;
  private final int threads;

  Parallel(ActivationDerivative provider, Executor executor, int threads) {
    this.provider = provider;
    this.executor = executor;
    this.threads = threads;
  }

  /** Does a part of a range and returns whether it could. */
  private interface Part {
    boolean run(int from, int length);
  }

  /**
   * A range in parts, which each thread takes until there is none left. Guided self-scheduling
   * (Polychronopoulos and Kuck, 1987): each part is half of what would be a thread's share of the
   * rest, so that threads that are slow, or late, as one that has to wake up always is, end at the
   * same time as the others all the same.
   */
  private static final class Work implements Runnable {
    private final Part part;
    private final int length;
    private final int leastPart;
    private final int threads;

    /** Where the first part starts that no thread has taken. */
    private final AtomicInteger next = new AtomicInteger();

    private final AtomicInteger finished = new AtomicInteger();
    private final CountDownLatch allFinished = new CountDownLatch(1);
    private volatile boolean undone;
    private volatile Throwable failure;

    Work(Part part, int length, int leastPart, int threads) {
      this.part = part;
      this.length = length;
      this.leastPart = leastPart;
      this.threads = threads;
    }

    private int end(int start) {
      int rest = length - start;
      // Whole mask words, which are also whole cache lines.
      return start + Math.min(rest, Math.max(leastPart, rest / threads / 2) + 63 & -64);
    }

    @Override
    public void run() {
      for (int start; (start = next.getAndUpdate(this::end)) < length; ) {
        int end = end(start);
        try {
          if (!part.run(start, end - start)) {
            undone = true;
          }
        } catch (Throwable e) {
          failure = e;
        } finally {
          if (finished.addAndGet(end - start) == length) {
            allFinished.countDown();
          }
        }
      }
    }

    /** Waits whatever happens: while a thread is at it, the arrays are not the caller's. */
    boolean await() {
      long start = System.nanoTime();
      while (allFinished.getCount() > 0 && System.nanoTime() - start < SPIN_NANOS) {
        Thread.onSpinWait();
      }
      boolean interrupted = false;
      while (allFinished.getCount() > 0) {
        try {
          allFinished.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
      return !undone;
    }
  }

  /** Elements from which on a range is split. */
  private static int shared(Activation activation) {
    return activation.function().isPiecewiseLinear() ? PIECEWISE_LINEAR : SMOOTH;
  }

  private boolean isShared(Activation activation, int length) {
    return threads > 1 && length >= shared(activation);
  }

  private boolean run(Activation activation, int length, Part part) {
    int leastPart = shared(activation) / LEAST_PARTS;
    if (activation.function().isPiecewiseLinear() && length > UNCACHED) {
      leastPart = Math.max(leastPart, length / threads);
    }
    Work work = new Work(part, length, leastPart, threads);
    try {
      for (int i = 1; i < Math.min(threads, length / leastPart); i++) {
        executor.execute(work);
      }
    } catch (RejectedExecutionException e) {
      // Those that did not refuse, or the caller alone, do it all.
    }
    work.run();
    return work.await();
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
    if (!isShared(activation, length)) {
      provider.kernel(
          operation,
          isDouble,
          activation,
          in0,
          in0Offset,
          in1,
          in1Offset,
          out0,
          out0Offset,
          out1,
          out1Offset,
          length);
      return;
    }
    run(
        activation,
        length,
        (from, part) -> {
          provider.kernel(
              operation,
              isDouble,
              activation,
              in0,
              in0Offset + operation.in0Length(from),
              in1,
              in1Offset + from,
              out0,
              out0Offset + operation.out0Length(from),
              out1,
              out1Offset + operation.out1Length(from),
              part);
          return true;
        });
  }

  @Override
  protected boolean addressKernel(
      Operation operation,
      boolean isDouble,
      Activation activation,
      long in0,
      long in1,
      long out0,
      long out1,
      int length) {
    if (!isShared(activation, length)) {
      return provider.addressKernel(operation, isDouble, activation, in0, in1, out0, out1, length);
    }
    return run(
        activation,
        length,
        (from, part) -> {
          long numbers = (long) from * (isDouble ? Double.BYTES : Float.BYTES);
          long bits = from / Byte.SIZE;
          return provider.addressKernel(
              operation,
              isDouble,
              activation,
              in0 + (operation == Operation.BACKWARD_FROM_MASK ? bits : numbers),
              in1 + numbers,
              out0
                  + switch (operation) {
                    case MASK -> bits;
                    case INT_DERIVATIVE -> (long) from * Integer.BYTES;
                    default -> numbers;
                  },
              out1 + (operation == Operation.FORWARD_AND_MASK ? bits : numbers),
              part);
        });
  }

  @Override
  protected long address(Buffer buffer) {
    return provider.address(buffer);
  }

  @Override
  protected int cutover(
      Activation.Function function,
      Operation operation,
      boolean isDouble,
      ActivationDerivative below) {
    return provider.cutover(function, operation, isDouble, below);
  }

  @Override
  public ActivationDerivative provider(
      Activation.Function function, Operation operation, boolean isDouble, int length) {
    return provider.provider(function, operation, isDouble, length);
  }

  @Override
  public Optional<Throwable> unavailabilityCause() {
    return provider.unavailabilityCause();
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public int priority() {
    return provider.priority();
  }

  @Override
  public String instructionSet() {
    return provider.instructionSet();
  }

  @Override
  public String toString() {
    return provider + " on " + threads + " threads";
  }
}
