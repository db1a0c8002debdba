// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import org.actgrad.Operation;

/**
 * The kernels by way of {@code java.lang.foreign}, which hands over arrays in the heap as they are:
 * a call costs 25 ns, where JNI pins each array and takes 80. The JVM cannot bring the calling
 * thread to a safepoint before the kernel returns, so all threads may wait for a collection as long
 * as that takes: 15 microseconds, with AVX2, for the most elements that are passed so.
 *
 * <p>By reflection, because the code is compiled for Java 17. From Java 24 on only: before, there
 * would be a warning about native access (JEP 472) that JNI does not give.
 */
final class Downcall {

  /** The most elements of a call; as many as {@code chunk} in {@code binding.h} has at least. */
  static final int MOST_ELEMENTS = 2048;

  private Downcall() {}

  /** Takes 0.2 s the first time. */
  static boolean isAvailable() {
    return Handles.DOUBLES != null;
  }

  /** Whether all its operands are arrays of numbers, and not masks, integers or booleans. */
  static boolean has(Operation operation) {
    return switch (operation) {
      case DERIVATIVE, BACKWARD, FORWARD_AND_DERIVATIVE -> true;
      default -> false;
    };
  }

  /** As in {@link NativeKernels}; of an operation that is {@linkplain #has there}. */
  static void run(
      double[] numbers,
      int function,
      int nan,
      int upstream,
      int form,
      long implementation,
      int operation,
      boolean isDouble,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    // There is no segment of no array; the kernel does not look at what the operation has not.
    Object second = in1 == null ? in0 : in1;
    Object other = out1 == null ? out0 : out1;
    try {
      if (isDouble) {
        Handles.DOUBLES.invokeExact(
            numbers,
            numbers.length,
            function,
            nan,
            upstream,
            form,
            implementation,
            operation,
            (double[]) in0,
            in0Offset,
            (double[]) second,
            in1Offset,
            (double[]) out0,
            out0Offset,
            (double[]) other,
            out1Offset,
            length);
      } else {
        Handles.FLOATS.invokeExact(
            numbers,
            numbers.length,
            function,
            nan,
            upstream,
            form,
            implementation,
            operation,
            (float[]) in0,
            in0Offset,
            (float[]) second,
            in1Offset,
            (float[]) out0,
            out0Offset,
            (float[]) other,
            out1Offset,
            length);
      }
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("A kernel throws nothing.", e);
    }
  }

  /** Constants, for only those are compiled into their callers; null where they cannot be had. */
  private static final class Handles {
    static final MethodHandle FLOATS;
    static final MethodHandle DOUBLES;

    static {
      MethodHandle floats = null;
      MethodHandle doubles = null;
      try {
        floats = kernels(float[].class);
        doubles = kernels(double[].class);
      } catch (Throwable e) {
        // JNI does the same. Whatever goes wrong here must not go wrong in the application.
        System.getLogger("org.actgrad")
            .log(System.Logger.Level.DEBUG, "Short calls of native code go through JNI.", e);
      }
      FLOATS = floats;
      DOUBLES = doubles;
    }

    /** {@code run_in_heap} of {@code binding.h} on such arrays. */
    private static MethodHandle kernels(Class<?> array) throws ReflectiveOperationException {
      Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
      Class<?> layout = Class.forName("java.lang.foreign.MemoryLayout");
      Class<?> values = Class.forName("java.lang.foreign.ValueLayout");
      Class<?> descriptor = Class.forName("java.lang.foreign.FunctionDescriptor");
      Class<?> linker = Class.forName("java.lang.foreign.Linker");
      Class<?> option = Class.forName("java.lang.foreign.Linker$Option");

      Object pointer = values.getField("ADDRESS").get(null);
      Object number = values.getField("JAVA_INT").get(null);
      Object address = values.getField("JAVA_LONG").get(null);
      Object arguments =
          arrayOf(
              layout, pointer, number, number, number, number, number, address, number, pointer,
              number, pointer, number, pointer, number, pointer, number, number);
      Object function = descriptor.getMethod("ofVoid", layout.arrayType()).invoke(null, arguments);
      Object inHeap = option.getMethod("critical", boolean.class).invoke(null, true);
      Object entry =
          segment
              .getMethod("ofAddress", long.class)
              .invoke(null, NativeKernels.entry(array == double[].class));
      MethodHandle call =
          (MethodHandle)
              linker
                  .getMethod("downcallHandle", segment, descriptor, option.arrayType())
                  .invoke(
                      linker.getMethod("nativeLinker").invoke(null),
                      entry,
                      function,
                      arrayOf(option, inHeap));

      call = MethodHandles.filterArguments(call, 0, segmentOf(double[].class, segment));
      MethodHandle operand = segmentOf(array, segment);
      for (int i = 1; i < call.type().parameterCount(); i++) {
        if (call.type().parameterType(i) == segment) {
          call = MethodHandles.filterArguments(call, i, operand);
        }
      }
      return call;
    }

    private static MethodHandle segmentOf(Class<?> array, Class<?> segment)
        throws ReflectiveOperationException {
      return MethodHandles.publicLookup()
          .findStatic(segment, "ofArray", MethodType.methodType(segment, array));
    }

    private static Object arrayOf(Class<?> type, Object... elements) {
      Object array = Array.newInstance(type, elements.length);
      for (int i = 0; i < elements.length; i++) {
        Array.set(array, i, elements[i]);
      }
      return array;
    }
  }
}
