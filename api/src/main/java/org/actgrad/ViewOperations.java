// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/**
 * Runs an operation over checked views, row by row: arrays as they are, native memory by address if
 * the provider can, everything else copied through small arrays.
 */
final class ViewOperations {

  /** Elements copied at a time: whole mask words, and the arrays fit in the first-level cache. */
  private static final int STAGE = 2048;

  private ViewOperations() {}

  static void run(
      ActivationDerivative provider,
      Operation operation,
      Activation activation,
      View in0,
      View in1,
      View out0,
      View out1) {
    // Where there is an upstream gradient, the first input may be a mask.
    boolean isDouble = (in1 != null ? in1 : in0).element() == View.Element.DOUBLE;
    Operand[] operands = {
      new Operand(in0, false),
      new Operand(in1, false),
      new Operand(out0, true),
      new Operand(out1, true)
    };
    for (int r = 0; r < in0.rows(); r++) {
      int length = in0.length(r);
      boolean arrays = true;
      boolean nativeMemory = true;
      for (Operand operand : operands) {
        operand.row(r);
        arrays &= operand.view == null || !(operand.storage instanceof Buffer);
        nativeMemory &= operand.view == null || operand.view.isNativeMemory();
      }
      if (length == 0) {
        continue;
      }
      if (arrays) {
        onArrays(provider, operation, isDouble, activation, operands, length);
      } else if (!nativeMemory
          || !onAddresses(provider, operation, isDouble, activation, operands, length)) {
        for (int done = 0, step; (step = Math.min(STAGE, length - done)) > 0; done += step) {
          for (Operand operand : operands) {
            operand.stage(r, done, step);
          }
          onArrays(provider, operation, isDouble, activation, operands, step);
          for (Operand operand : operands) {
            operand.unstage(step);
          }
        }
      }
    }
  }

  private static void onArrays(
      ActivationDerivative provider,
      Operation operation,
      boolean isDouble,
      Activation activation,
      Operand[] operands,
      int length) {
    provider.kernel(
        operation,
        isDouble,
        activation,
        operands[0].storage,
        operands[0].start,
        operands[1].storage,
        operands[1].start,
        operands[2].storage,
        operands[2].start,
        operands[3].storage,
        operands[3].start,
        length);
  }

  private static boolean onAddresses(
      ActivationDerivative provider,
      Operation operation,
      boolean isDouble,
      Activation activation,
      Operand[] operands,
      int length) {
    try {
      long[] addresses = new long[operands.length];
      for (int i = 0; i < operands.length; i++) {
        if (operands[i].view != null) {
          long base = provider.address((Buffer) operands[i].storage);
          if (base == 0) {
            return false;
          }
          addresses[i] = base + (long) operands[i].start * operands[i].view.element().size;
        }
      }
      return provider.addressKernel(
          operation,
          isDouble,
          activation,
          addresses[0],
          addresses[1],
          addresses[2],
          addresses[3],
          length);
    } finally {
      // The collector must not free the memory while only its address is in use.
      Reference.reachabilityFence(operands);
    }
  }

  /** The address of a direct buffer's element 0, or 0 before JDK 22. */
  static long address(Buffer buffer) {
    try {
      return Memory.ADDRESS == null
          ? 0
          : (long) Memory.ADDRESS.invokeExact(buffer.duplicate().clear());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("MemorySegment.address throws no checked exception", e);
    }
  }

  /** Holds {@code b -> MemorySegment.ofBuffer(b).address()}, or null before JDK 22. */
  private static final class Memory {
    static final MethodHandle ADDRESS = find();

    private static MethodHandle find() {
      try {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
        return MethodHandles.filterReturnValue(
            lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class)),
            lookup.findVirtual(segment, "address", MethodType.methodType(long.class)));
      } catch (ReflectiveOperationException e) {
        return null;
      }
    }
  }

  /** One operand in the row, or the part of a row, that is being worked on. */
  private static final class Operand {
    final View view;
    final boolean output;

    /** An array, or a buffer that is not staged. */
    Object storage;

    int start;

    /** The array that a buffer is copied through; made when first needed. */
    private Object stage;

    /** Where in the buffer the staged part starts. */
    private int stagedFrom;

    Operand(View view, boolean output) {
      this.view = view;
      this.output = output;
    }

    void row(int r) {
      if (view != null) {
        storage = view.storage(r);
        start = view.start(r);
      }
    }

    void stage(int r, int done, int step) {
      if (view == null) {
        return;
      }
      int from = view.start(r) + (view.element() == View.Element.BIT ? done >> 6 : done);
      if (!(view.storage(r) instanceof Buffer buffer)) {
        start = from;
        return;
      }
      stagedFrom = from;
      if (stage == null) {
        stage =
            switch (view.element()) {
              case FLOAT -> new float[STAGE];
              case DOUBLE -> new double[STAGE];
              case INT -> new int[STAGE];
              case BIT -> new long[ActivationDerivative.maskWords(STAGE)];
              case BOOLEAN -> throw new AssertionError("there is no buffer of booleans");
            };
      }
      storage = stage;
      start = 0;
      if (!output) {
        switch (view.element()) {
          case FLOAT -> ((FloatBuffer) buffer).get(from, floats(), 0, step);
          case DOUBLE -> ((DoubleBuffer) buffer).get(from, doubles(), 0, step);
          case INT -> ((IntBuffer) buffer).get(from, ints(), 0, step);
          case BIT ->
              ((LongBuffer) buffer).get(from, words(), 0, ActivationDerivative.maskWords(step));
          case BOOLEAN -> throw new AssertionError("there is no buffer of booleans");
        }
      }
    }

    void unstage(int step) {
      if (view == null || !output || storage != stage) {
        return;
      }
      Object buffer = view.storage(0);
      switch (view.element()) {
        case FLOAT -> ((FloatBuffer) buffer).put(stagedFrom, floats(), 0, step);
        case DOUBLE -> ((DoubleBuffer) buffer).put(stagedFrom, doubles(), 0, step);
        case INT -> ((IntBuffer) buffer).put(stagedFrom, ints(), 0, step);
        case BIT ->
            ((LongBuffer) buffer).put(stagedFrom, words(), 0, ActivationDerivative.maskWords(step));
        case BOOLEAN -> throw new AssertionError("there is no buffer of booleans");
      }
    }

    float[] floats() {
      return (float[]) storage;
    }

    double[] doubles() {
      return (double[]) storage;
    }

    int[] ints() {
      return (int[]) storage;
    }

    boolean[] booleans() {
      return (boolean[]) storage;
    }

    long[] words() {
      return (long[]) storage;
    }
  }
}
