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

  /**
   * Parts for each thread, so that one that is slow or late, as a thread that has to wake up always
   * is, holds the others up less.
   */
  private static final int PARTS_PER_THREAD = 4;

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

  /** A range in parts, which each thread takes until there is none left. */
  private static final class Work implements Runnable {
    private final Part part;
    private final int length;
    private final int partLength;
    private final int parts;
    private final AtomicInteger taken = new AtomicInteger();
    private final CountDownLatch unfinished;
    private volatile boolean undone;
    private volatile Throwable failure;

    Work(Part part, int length, int partLength) {
      this.part = part;
      this.length = length;
      this.partLength = partLength;
      this.parts = (int) (((long) length + partLength - 1) / partLength);
      this.unfinished = new CountDownLatch(parts);
    }

    @Override
    public void run() {
      for (int i; (i = taken.getAndIncrement()) < parts; ) {
        int from = i * partLength;
        try {
          if (!part.run(from, Math.min(partLength, length - from))) {
            undone = true;
          }
        } catch (Throwable e) {
          failure = e;
        } finally {
          unfinished.countDown();
        }
      }
    }

    /** Waits whatever happens: while a thread is at it, the arrays are not the caller's. */
    boolean await() {
      long start = System.nanoTime();
      while (unfinished.getCount() > 0 && System.nanoTime() - start < SPIN_NANOS) {
        Thread.onSpinWait();
      }
      boolean interrupted = false;
      while (unfinished.getCount() > 0) {
        try {
          unfinished.await();
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

  /** How many parts a range is split into; 1 if it is not. */
  private int parts(Activation activation, int length) {
    boolean isPiecewiseLinear = activation.function().isPiecewiseLinear();
    int shared = isPiecewiseLinear ? PIECEWISE_LINEAR : SMOOTH;
    if (length < shared || threads == 1) {
      return 1;
    }
    int perThread = isPiecewiseLinear && length > UNCACHED ? 1 : PARTS_PER_THREAD;
    return (int) Math.min(length / (shared / (2 * PARTS_PER_THREAD)), (long) perThread * threads);
  }

  private boolean run(int parts, int length, Part part) {
    // Whole mask words, which are also whole cache lines.
    int partLength = (length / parts + 63) & -64;
    Work work = new Work(part, length, partLength);
    try {
      for (int i = 1; i < Math.min(threads, work.parts); i++) {
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
    int parts = parts(activation, length);
    if (parts < 2) {
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
        parts,
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
    int parts = parts(activation, length);
    if (parts < 2) {
      return provider.addressKernel(operation, isDouble, activation, in0, in1, out0, out1, length);
    }
    return run(
        parts,
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
