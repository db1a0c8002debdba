// SPDX-License-Identifier: Apache-2.0
package org.actgrad.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.actgrad.NaNPolicy;
import org.actgrad.Operation;
import org.actgrad.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlca.npy.Npy;
import org.openlca.npy.NpyArray;

/**
 * The conformance suite: what every provider must do, bit for bit. A provider's test is a subclass
 * of a few lines; it fails, and is never skipped, where the provider is missing.
 */
public abstract class ActivationDerivativeContract extends ParameterGradientContract {

  private static final Activation RELU = Activation.relu();
  private static final long SEED = 20261124;

  /**
   * Around the provider's cut-overs and chunk sizes, beyond the lengths that all are tested with.
   */
  protected int[] extraLengths() {
    return new int[0];
  }

  static List<OperationCall> calls() {
    return OperationCall.all();
  }

  /** All for the first activation, some for the others, which run in the same loops. */
  private int[] lengths(Activation activation) {
    if (!activation.equals(RELU)) {
      return new int[] {0, 1, 3, 7, 15, 16, 17, 31, 63, 64, 65, 129, 257};
    }
    return IntStream.concat(
            IntStream.rangeClosed(0, 70),
            IntStream.concat(
                IntStream.of(127, 128, 129, 255, 256, 257, 1023, 1024, 1025),
                IntStream.of(extraLengths())))
        .toArray();
  }

  // ---- being there ----

  @Test
  protected void isInstalledAndAvailable() {
    ActivationDerivative provider = provider();
    assertTrue(
        provider.unavailabilityCause().isEmpty(), () -> "" + provider.unavailabilityCause().get());
    assertSame(provider.getClass(), ActivationDerivatives.named(provider.name()).getClass());
    assertFalse(provider.instructionSet().isBlank());
    assertTrue(
        ActivationDerivatives.failures().isEmpty(), () -> "" + ActivationDerivatives.failures());
  }

  // ---- results ----

  @ParameterizedTest
  @MethodSource("calls")
  void everyLengthAndPolicyGivesTheReference(OperationCall call) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (Activation activation : call.activations()) {
      for (int n : lengths(activation)) {
        check(call, activation, n, n % 17, (n + 5) % 17, (n + 11) % 17, random);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyOffsetGivesTheReference(OperationCall call) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int offset = 0; offset <= 16; offset++) {
      for (int n : new int[] {1, 3, 15, 16, 17, 63, 64, 65, 200, 1025}) {
        check(call, RELU, n, offset, 0, 0, random);
        check(call, RELU, n, 0, offset, 0, random);
        check(call, RELU, n, 0, 0, offset, random);
        check(call, RELU, n, offset, offset, offset, random);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void specialNumbersAreRightAtEveryIndex(OperationCall call) {
    int n = 3 * 64 + 7;
    for (Activation activation : call.activations()) {
      // All functions run in the same loops: every index for the first one, 11 for the others.
      int step = activation.equals(RELU) ? 1 : 19;
      for (long special : call.type.special) {
        for (int at = 0; at < n; at += step) {
          Object x = call.in0.array(call.in0.size(n));
          Object gradOut = call.type.array(n);
          for (int i = 0; i < n; i++) {
            call.type.set(gradOut, i, call.type.one);
          }
          if (call.in0 == call.type) {
            call.type.set(x, at, special);
          } else {
            ((long[]) x)[at / 64] = 1L << at;
          }
          // Where f' is 0 the gradient must be +0.0 even for a special gradOut.
          call.type.set(
              gradOut,
              at,
              call.type.special[(at + (int) (special & 7)) % call.type.special.length]);
          compare(call, activation, x, 0, gradOut, 0, 0, n);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void kinksAndTheirNeighboursGiveTheReference(OperationCall call) {
    if (call.in0 != call.type) {
      return; // no x among the operands
    }
    for (Activation activation : call.activations()) {
      double[] kinks = new Reference(call.type, activation).kinks();
      int n = 5 * kinks.length;
      Object x = call.in0.array(n);
      Object gradOut = call.type.array(n);
      for (int i = 0; i < n; i++) {
        call.type.set(gradOut, i, call.type.special[i]);
        int ulps = i % 5 - 2;
        if (call.type == Numbers.FLOAT) {
          float kink = (float) kinks[i / 5];
          ((float[]) x)[i] =
              ulps == 0 ? kink : Math.nextAfter(kink, ulps * Double.POSITIVE_INFINITY);
        } else {
          double kink = kinks[i / 5];
          ((double[]) x)[i] =
              ulps == 0 ? kink : Math.nextAfter(kink, ulps * Double.POSITIVE_INFINITY);
        }
      }
      compare(call, activation, x, 0, gradOut, 0, 0, n);
    }
  }

  private void check(
      OperationCall call,
      Activation activation,
      int n,
      int inOffset,
      int in1Offset,
      int outOffset,
      SplittableRandom random) {
    Object in0 = call.in0.random(inOffset + call.in0.size(n) + 3, random);
    Object in1 = call.in1 == null ? null : call.in1.random(in1Offset + n + 3, random);
    compare(call, activation, in0, inOffset, in1, in1Offset, outOffset, n);
  }

  /** Runs and compares whole arrays, so that a write beside the range fails too. */
  private void compare(
      OperationCall call,
      Activation activation,
      Object in0,
      int i0,
      Object in1,
      int i1,
      int outOffset,
      int n) {
    SplittableRandom random = new SplittableRandom(n);
    Object[] expected = new Reference(call.type, activation).outputs(call, in0, i0, in1, i1, n);
    Object out0 = call.out0.random(outOffset + call.out0.size(n) + 5, random);
    Object out1 =
        call.out1 == null ? null : call.out1.random(outOffset + call.out1.size(n) + 5, random);
    Object all0 = embed(call.out0, out0, expected[0], outOffset);
    Object all1 = call.out1 == null ? null : embed(call.out1, out1, expected[1], outOffset);
    Object in0Before = call.in0.copy(in0);
    call.run(provider(), activation, in0, i0, in1, i1, out0, outOffset, out1, outOffset, n);
    String where =
        provider()
            + " "
            + call
            + " "
            + activation
            + " n="
            + n
            + " offsets "
            + i0
            + " "
            + i1
            + " "
            + outOffset;
    call.out0.assertSame(all0, out0, where);
    if (call.out1 != null) {
      call.out1.assertSame(all1, out1, where + ", second output");
    }
    call.in0.assertSame(in0Before, in0, where + ", input changed");
  }

  private static Object embed(Numbers type, Object canaries, Object result, int offset) {
    Object all = type.copy(canaries);
    System.arraycopy(result, 0, all, offset, Numbers.length(result));
    return all;
  }

  @ParameterizedTest
  @MethodSource("calls")
  void worksInPlace(OperationCall call) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (Activation activation : call.activations()) {
      for (int n : lengths(activation)) {
        Object x = call.in0.random(2 + call.in0.size(n) + 1, random);
        Object gradOut = call.in1 == null ? null : call.in1.random(2 + n + 1, random);
        Object[] expected = new Reference(call.type, activation).outputs(call, x, 2, gradOut, 2, n);
        // over each input of the output's type, and for two outputs over each with each
        if (call.out0 == call.in0) {
          Object both = call.in0.copy(x);
          Object out1 = call.out1 == null ? null : call.out1.array(2 + call.out1.size(n));
          call.run(provider(), activation, both, 2, gradOut, 2, both, 2, out1, 2, n);
          call.out0.assertSame(embed(call.out0, x, expected[0], 2), both, call + " over x, n=" + n);
          if (out1 != null) {
            Object untouched = call.out1.array(2 + call.out1.size(n));
            call.out1.assertSame(
                embed(call.out1, untouched, expected[1], 2), out1, call + " beside x, n=" + n);
          }
        }
        if (call.out0 == call.in1) {
          Object both = call.in1.copy(gradOut);
          call.run(provider(), activation, x, 2, both, 2, both, 2, null, 0, n);
          call.out0.assertSame(
              embed(call.out0, gradOut, expected[0], 2), both, call + " over gradOut, n=" + n);
        }
        if (call.out1 == call.in0) {
          Object both = call.in0.copy(x);
          Object out0 = call.out0.array(2 + n);
          call.run(provider(), activation, both, 2, null, 0, out0, 2, both, 2, n);
          call.out1.assertSame(
              embed(call.out1, x, expected[1], 2), both, call + " second over x, n=" + n);
          call.out0.assertSame(
              embed(call.out0, call.out0.array(2 + n), expected[0], 2), out0, call + ", n=" + n);
        }
      }
    }
  }

  // ---- refusals ----

  @ParameterizedTest
  @MethodSource("calls")
  void refusesOverlapAndWritesNothing(OperationCall call) {
    for (int n : new int[] {2, 17, 1025}) {
      for (int shift : new int[] {-(n - 1), -1, 1, n - 1}) {
        Object shared = call.type.random(3 * n, new SplittableRandom(SEED));
        Object before = call.type.copy(shared);
        Object in0 = call.in0.array(3 * n);
        Object in1 = call.in1 == null ? null : call.in1.array(3 * n);
        Object out0 = call.out0.array(3 * n);
        Object out1 = call.out1 == null ? null : call.out1.array(3 * n);
        if (call.in0 == call.type && call.out0 == call.type) {
          refused(call, shared, n, in1, n, shared, n + shift, out1, n, n);
        }
        if (call.in1 == call.type) {
          refused(call, in0, n, shared, n, shared, n + shift, out1, n, n);
        }
        if (call.out1 == call.type) {
          refused(call, shared, n, in1, n, out0, n, shared, n + shift, n);
          refused(call, in0, n, in1, n, shared, n, shared, n + shift, n);
          refused(call, in0, n, in1, n, shared, n, shared, n, n);
        }
        call.type.assertSame(before, shared, call + " wrote although it refused");
      }
    }
  }

  private void refused(
      OperationCall call,
      Object in0,
      int i0,
      Object in1,
      int i1,
      Object out0,
      int o0,
      Object out1,
      int o1,
      int n) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> call.run(provider(), RELU, in0, i0, in1, i1, out0, o0, out1, o1, n));
    assertTrue(e.getMessage().contains("overlaps"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void badArgumentsThrowTheSameFromEveryProvider(OperationCall call) {
    int n = 130;
    Object[] good = {
      call.in0.array(call.in0.size(n)),
      call.in1 == null ? null : call.in1.array(n),
      call.out0.array(call.out0.size(n)),
      call.out1 == null ? null : call.out1.array(call.out1.size(n))
    };
    assertThrows(NullPointerException.class, () -> run(call, null, good, new int[4], n));
    for (int operand = 0; operand < 4; operand++) {
      if (good[operand] == null) {
        continue;
      }
      Object[] withNull = good.clone();
      withNull[operand] = null;
      assertThrows(NullPointerException.class, () -> run(call, RELU, withNull, new int[4], n));
      for (int offset : new int[] {-1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        int[] offsets = new int[4];
        offsets[operand] = offset;
        IndexOutOfBoundsException e =
            assertThrows(IndexOutOfBoundsException.class, () -> run(call, RELU, good, offsets, n));
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
      }
    }
    for (int length : new int[] {-1, Integer.MIN_VALUE, n + 63, Integer.MAX_VALUE}) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> run(call, RELU, good, new int[4], length));
    }
    for (int operand = 2; operand < 4; operand++) {
      if (good[operand] != null) {
        Numbers type = operand == 2 ? call.out0 : call.out1;
        type.assertSame(
            type.array(Numbers.length(good[operand])), good[operand], call + " wrote and threw");
      }
    }
  }

  private void run(OperationCall call, Activation a, Object[] operands, int[] offsets, int n) {
    call.run(
        provider(),
        a,
        operands[0],
        offsets[0],
        operands[1],
        offsets[1],
        operands[2],
        offsets[2],
        operands[3],
        offsets[3],
        n);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void refusesOutputsThatCannotHoldTheDerivative(OperationCall call) {
    for (Activation activation :
        List.of(
            RELU.withDerivativeAtZero(0.5),
            RELU.withDerivativeAtZero(Double.POSITIVE_INFINITY),
            RELU.withNaN(NaNPolicy.PROPAGATE),
            RELU.withNaN(NaNPolicy.CANONICAL))) {
      if (!call.accepts(activation)) {
        Object[] operands = {
          call.in0.array(4),
          call.in1 == null ? null : call.in1.array(4),
          call.out0.array(4),
          call.out1 == null ? null : call.out1.array(4)
        };
        IllegalArgumentException e =
            assertThrows(
                IllegalArgumentException.class,
                () -> run(call, activation, operands, new int[4], 4));
        assertTrue(e.getMessage().contains("choose"), e.getMessage());
      }
    }
  }

  // ---- scalars, new arrays, masks ----

  @Test
  void scalarAndNewArrayFollowThePolicies() {
    for (Activation activation : OperationCall.all().get(0).activations()) {
      for (Numbers type : List.of(Numbers.FLOAT, Numbers.DOUBLE)) {
        Reference reference = new Reference(type, activation);
        Object all = type.array(type.special.length);
        for (int i = 0; i < type.special.length; i++) {
          type.set(all, i, type.special[i]);
        }
        Object derivatives =
            type == Numbers.FLOAT
                ? provider().derivative(activation, (float[]) all)
                : provider().derivative(activation, (double[]) all);
        for (int i = 0; i < type.special.length; i++) {
          long expected = reference.derivative(type.special[i]);
          Object one = type.array(1);
          if (type == Numbers.FLOAT) {
            ((float[]) one)[0] = provider().derivative(activation, ((float[]) all)[i]);
          } else {
            ((double[]) one)[0] = provider().derivative(activation, ((double[]) all)[i]);
          }
          assertEquals(expected, type.get(one, 0), activation + " of " + type.special[i]);
          assertEquals(expected, type.get(derivatives, i), activation + " of " + type.special[i]);
        }
      }
    }
  }

  @Test
  void maskReadsAsABitSetAndCounts() {
    for (int n : lengths(RELU)) {
      float[] x = (float[]) Numbers.FLOAT.random(n, new SplittableRandom(n));
      long[] mask = new long[ActivationDerivative.maskWords(n)];
      provider().mask(RELU, x, 0, mask, 0, n);
      BitSet expected = new BitSet();
      for (int i = 0; i < n; i++) {
        expected.set(i, x[i] > 0);
      }
      assertEquals(expected, BitSet.valueOf(mask));
      assertEquals(expected.cardinality(), ActivationDerivative.countActive(mask, 0, n));
      Arrays.fill(mask, -1);
      assertEquals(n, ActivationDerivative.countActive(mask, 0, n));
    }
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> ActivationDerivative.countActive(new long[2], 0, 129));
  }

  // ---- views ----

  @ParameterizedTest
  @MethodSource("calls")
  void buffersOfEveryKindGiveTheReference(OperationCall call) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int n : new int[] {0, 1, 16, 65, 1000, 2048, 2049, 5000}) {
      for (BufferKind inputs : BufferKind.values()) {
        for (BufferKind outputs : BufferKind.values()) {
          if (outputs == BufferKind.READ_ONLY || outputs == BufferKind.READ_ONLY_HEAP) {
            continue;
          }
          Activation activation = call.activations().get(n % call.activations().size());
          Object in0 = call.in0.random(call.in0.size(n), random);
          Object in1 = call.in1 == null ? null : call.in1.random(n, random);
          Object[] expected = new Reference(call.type, activation).outputs(call, in0, 0, in1, 0, n);
          Object x = inputs.buffer(call.in0, in0, 3);
          Object gradOut = in1 == null ? null : inputs.buffer(call.in1, in1, 2);
          // There are no buffers of booleans: an array stands in.
          Object out0 =
              call.out0 == Numbers.BOOLEAN
                  ? new boolean[n]
                  : outputs.buffer(call.out0, call.out0.random(call.out0.size(n), random), 1);
          Object out1 =
              call.out1 == null
                  ? null
                  : outputs.buffer(call.out1, call.out1.random(call.out1.size(n), random), 5);
          call.run(
              provider(),
              activation,
              view(call.in0, x, n),
              view(call.in1, gradOut, n),
              view(call.out0, out0, n),
              view(call.out1, out1, n));
          String where = call + " from " + inputs + " to " + outputs + ", n=" + n;
          call.out0.assertSame(expected[0], contents(call.out0, out0, n), where);
          if (call.out1 != null) {
            call.out1.assertSame(expected[1], contents(call.out1, out1, n), where + ", second");
          }
        }
      }
    }
  }

  /** The kinds of buffers that users have. */
  enum BufferKind {
    HEAP_SLICE,
    READ_ONLY_HEAP,
    DIRECT,
    DIRECT_OTHER_ORDER,
    READ_ONLY;

    /** A buffer with the array's contents from a position that is not 0, and more after them. */
    Object buffer(Numbers type, Object array, int position) {
      int size = Numbers.length(array);
      int bytes = type == Numbers.FLOAT || type == Numbers.INT ? 4 : 8;
      boolean direct = this != HEAP_SLICE && this != READ_ONLY_HEAP;
      ByteOrder other =
          ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
              ? ByteOrder.BIG_ENDIAN
              : ByteOrder.LITTLE_ENDIAN;
      ByteBuffer memory =
          (direct
                  ? ByteBuffer.allocateDirect((position + size + 4) * bytes)
                  : ByteBuffer.allocate(0))
              .order(this == DIRECT_OTHER_ORDER ? other : ByteOrder.nativeOrder());
      boolean readOnly = this == READ_ONLY || this == READ_ONLY_HEAP;
      switch (type) {
        case FLOAT -> {
          FloatBuffer all =
              direct
                  ? memory.asFloatBuffer()
                  : FloatBuffer.allocate(position + size + 6).slice(2, position + size + 4);
          all.put(position, (float[]) array);
          all.position(position).limit(position + size);
          return readOnly ? all.asReadOnlyBuffer() : all;
        }
        case DOUBLE -> {
          DoubleBuffer all =
              direct
                  ? memory.asDoubleBuffer()
                  : DoubleBuffer.allocate(position + size + 6).slice(2, position + size + 4);
          all.put(position, (double[]) array);
          all.position(position).limit(position + size);
          return readOnly ? all.asReadOnlyBuffer() : all;
        }
        case INT -> {
          IntBuffer all =
              direct
                  ? memory.asIntBuffer()
                  : IntBuffer.allocate(position + size + 6).slice(2, position + size + 4);
          all.put(position, (int[]) array);
          all.position(position).limit(position + size);
          return readOnly ? all.asReadOnlyBuffer() : all;
        }
        case BIT -> {
          LongBuffer all =
              direct
                  ? memory.asLongBuffer()
                  : LongBuffer.allocate(position + size + 6).slice(2, position + size + 4);
          all.put(position, (long[]) array);
          all.position(position).limit(position + size);
          return readOnly ? all.asReadOnlyBuffer() : all;
        }
        default -> throw new AssertionError(type);
      }
    }
  }

  private static View view(Numbers type, Object where, int n) {
    if (where == null) {
      return null;
    }
    return switch (type) {
      case FLOAT -> View.of((FloatBuffer) where);
      case DOUBLE -> View.of((DoubleBuffer) where);
      case INT -> View.of((IntBuffer) where);
      case BOOLEAN -> View.of((boolean[]) where);
      case BIT -> View.bits((LongBuffer) where, n);
    };
  }

  private static Object contents(Numbers type, Object where, int n) {
    Object array = type.array(type.size(n));
    switch (type) {
      case FLOAT -> ((FloatBuffer) where).duplicate().get((float[]) array);
      case DOUBLE -> ((DoubleBuffer) where).duplicate().get((double[]) array);
      case INT -> ((IntBuffer) where).duplicate().get((int[]) array);
      case BOOLEAN -> {
        return where;
      }
      case BIT -> ((LongBuffer) where).duplicate().get((long[]) array);
    }
    return array;
  }

  @Test
  void buffersWorkInPlaceAndRefuseOverlap() {
    for (boolean direct : new boolean[] {false, true}) {
      FloatBuffer all =
          direct
              ? ByteBuffer.allocateDirect(4000).order(ByteOrder.nativeOrder()).asFloatBuffer()
              : FloatBuffer.allocate(1000);
      float[] x = (float[]) Numbers.FLOAT.random(900, new SplittableRandom(SEED));
      all.put(50, x);
      View part = View.of(all.duplicate().position(50).limit(950));
      View same = View.of(all.slice(50, 900));
      provider().derivative(RELU, part, same);
      float[] derivative = new float[900];
      all.get(50, derivative);
      Numbers.FLOAT.assertSame(provider().derivative(RELU, x), derivative, "in place");
      if (direct && !seesAddresses()) {
        continue; // documented: the caller's responsibility
      }
      View shifted = View.of(all.slice(51, 900));
      assertThrows(
          IllegalArgumentException.class, () -> provider().derivative(RELU, part, shifted));
      assertThrows(
          IllegalArgumentException.class,
          () -> provider().forward(RELU, View.of(new float[900]), part, same));
    }
  }

  /** Before JDK 22 only native code can tell where a direct buffer lies. */
  private boolean seesAddresses() {
    return Runtime.version().feature() >= 22
        || ActivationDerivatives.installed().stream()
            .anyMatch(
                installed ->
                    installed.name().equals("native")
                        && installed.unavailabilityCause().isEmpty()
                        && (provider().name().equals("native")
                            || provider().name().equals("fastest")));
  }

  @Test
  void readOnlyOutputsAndWrongTypesAndShapesAreRefused() {
    View x = View.of(new float[10]);
    ByteBuffer memory = ByteBuffer.allocateDirect(80);
    for (View bad :
        List.of(
            View.of(FloatBuffer.wrap(new float[10]).asReadOnlyBuffer()),
            View.of(memory.asFloatBuffer().asReadOnlyBuffer().limit(10)),
            View.of(new float[9]),
            View.of(new double[10]),
            View.of(new float[][] {new float[10], new float[0]}),
            View.bits(new long[1], 0, 11))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> provider().derivative(RELU, x, bad));
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> provider().derivative(RELU, View.of(new int[10]), View.of(new float[10])));
    assertThrows(
        IllegalArgumentException.class,
        () -> provider().backward(RELU, x, View.of(new double[10]), View.of(new double[10])));
    assertThrows(
        IllegalArgumentException.class,
        () -> provider().forward(RELU, x, View.of(new float[10]), View.of(new double[10])));
    assertThrows(NullPointerException.class, () -> provider().derivative(null, x, x));
    assertThrows(NullPointerException.class, () -> provider().derivative(RELU, null, x));
    assertThrows(NullPointerException.class, () -> View.of(new float[][] {null}));
    assertThrows(
        IllegalArgumentException.class,
        () -> provider().derivative(RELU.withDerivativeAtZero(.5), x, View.of(new int[10])));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void matricesAndStridedRowsGiveTheReference(OperationCall call) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int rows : new int[] {0, 1, 3, 10}) {
      for (int columns : new int[] {0, 1, 7, 64, 100, 1100}) {
        Activation activation = call.activations().get(columns % call.activations().size());
        Layout in0 = new Layout(call.in0, rows, columns, columns % 2 == 0, random);
        Layout in1 = new Layout(call.in1, rows, columns, columns % 2 == 1, random);
        Layout out0 = new Layout(call.out0, rows, columns, rows % 2 == 0, random);
        Layout out1 = new Layout(call.out1, rows, columns, rows % 2 == 1, random);
        Object[] in0Rows = in0.read();
        Object[] in1Rows = in1.read();
        call.run(provider(), activation, in0.view(), in1.view(), out0.view(), out1.view());
        for (int r = 0; r < rows; r++) {
          Object[] expected =
              new Reference(call.type, activation)
                  .outputs(call, in0Rows[r], 0, in1Rows == null ? null : in1Rows[r], 0, columns);
          String where = call + " " + rows + " x " + columns + ", row " + r;
          call.out0.assertSame(expected[0], out0.read()[r], where);
          if (call.out1 != null) {
            call.out1.assertSame(expected[1], out1.read()[r], where + ", second");
          }
        }
        out0.assertGapsUntouched();
        out1.assertGapsUntouched();
      }
    }
  }

  /** A matrix of random numbers, as row arrays or at a stride in one array; nothing if no type. */
  private static final class Layout {
    final Numbers type;
    final int rows;
    final int columns;
    final int stride;
    final Object[] matrix;
    final Object array;
    final Object before;

    Layout(Numbers type, int rows, int columns, boolean strided, SplittableRandom random) {
      this.type = type;
      this.rows = rows;
      this.columns = columns;
      // Masks have no gaps between rows.
      stride = type == Numbers.BIT ? type.size(columns) : columns + 3;
      matrix =
          type == null || strided || type == Numbers.BIT
              ? null
              : (Object[]) java.lang.reflect.Array.newInstance(type.array(0).getClass(), rows);
      for (int r = 0; matrix != null && r < rows; r++) {
        matrix[r] = type.random(columns, random);
      }
      array = type == null || matrix != null ? null : type.random(2 + rows * stride + 2, random);
      before = array == null ? null : type.copy(array);
    }

    View view() {
      if (type == null) {
        return null;
      }
      return switch (type) {
        case FLOAT ->
            matrix != null
                ? View.of((float[][]) matrix)
                : View.rows((float[]) array, 2, rows, columns, stride);
        case DOUBLE ->
            matrix != null
                ? View.of((double[][]) matrix)
                : View.rows((double[]) array, 2, rows, columns, stride);
        case INT ->
            matrix != null
                ? View.of((int[][]) matrix)
                : View.rows((int[]) array, 2, rows, columns, stride);
        case BOOLEAN ->
            matrix != null
                ? View.of((boolean[][]) matrix)
                : View.rows((boolean[]) array, 2, rows, columns, stride);
        case BIT -> View.bits((long[]) array, 2, rows, columns);
      };
    }

    Object[] read() {
      if (type == null) {
        return null;
      }
      Object[] read = new Object[rows];
      for (int r = 0; r < rows; r++) {
        read[r] = type.array(type.size(columns));
        System.arraycopy(
            matrix != null ? matrix[r] : array,
            matrix != null ? 0 : 2 + r * stride,
            read[r],
            0,
            type.size(columns));
      }
      return read;
    }

    void assertGapsUntouched() {
      if (array == null) {
        return;
      }
      Object expected = type.copy(before);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(array, 2 + r * stride, expected, 2 + r * stride, type.size(columns));
      }
      type.assertSame(expected, array, "between the rows");
    }
  }

  @Test
  void matrixOverlapIsRefusedAndBlocksSideBySideAreNot() {
    float[] all = (float[]) Numbers.FLOAT.random(100 * 20, new SplittableRandom(SEED));
    float[] before = all.clone();
    View left = View.rows(all, 0, 100, 10, 20);
    View right = View.rows(all, 10, 100, 10, 20);
    provider().derivative(RELU, left, right);
    for (int r = 0; r < 100; r++) {
      for (int c = 0; c < 10; c++) {
        assertEquals(before[r * 20 + c] > 0 ? 1 : 0, all[r * 20 + 10 + c]);
      }
    }
    provider().derivative(RELU, left, left);
    for (View shifted :
        List.of(
            View.rows(all, 1, 99, 10, 20),
            View.rows(all, 20, 99, 10, 20),
            View.rows(all, 5, 99, 10, 19))) {
      View shorter = View.rows(all, 0, 99, 10, 20);
      assertThrows(
          IllegalArgumentException.class, () -> provider().derivative(RELU, shorter, shifted));
    }
    float[][] rows = {{1, -1}, {2, -2}, {3, -3}};
    float[][] rotated = {rows[1], rows[2], rows[0]};
    assertThrows(
        IllegalArgumentException.class,
        () -> provider().derivative(RELU, View.of(rows), View.of(rotated)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            provider()
                .derivative(
                    RELU, View.of(rows), View.of(new float[][] {rows[0], rows[1], rows[1]})));
    assertThrows(IllegalArgumentException.class, () -> View.rows(all, 0, 2, 10, 9));
    assertThrows(IndexOutOfBoundsException.class, () -> View.rows(all, 1, 100, 20, 20));
    assertThrows(IndexOutOfBoundsException.class, () -> View.rows(all, -1, 1, 1, 1));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> View.rows(all, 0, Integer.MAX_VALUE, 10, Integer.MAX_VALUE));
    provider().derivative(RELU, View.of(rows), View.of(rows));
    assertArrayEquals(new float[][] {{1, 0}, {1, 0}, {1, 0}}, rows);
  }

  // ---- threads ----

  @Test
  void oneInstanceServesManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        long seed = t;
        work.add(
            () -> {
              SplittableRandom random = new SplittableRandom(seed);
              for (int round = 0; round < 50; round++) {
                for (OperationCall call : calls()) {
                  check(call, RELU, random.nextInt(3000), 1, 2, 3, random);
                }
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Long enough to be split, at lengths and offsets that are no whole words or cache lines. */
  @ParameterizedTest
  @MethodSource("calls")
  void onSeveralThreadsTheBitsAreTheSame(OperationCall call) {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      ActivationDerivative parallel = provider().parallel(threads, 3);
      sameBits(call, parallel, RELU, (1 << 20) + 77);
      if (call.accepts(Activation.sigmoid())) {
        sameBits(call, parallel, Activation.sigmoid(), (1 << 17) + 77);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void sameBits(
      OperationCall call, ActivationDerivative parallel, Activation activation, int n) {
    SplittableRandom random = new SplittableRandom(n);
    Object in0 = call.in0.random(3 + call.in0.size(n), random);
    Object in1 = call.in1 == null ? null : call.in1.random(5 + n, random);
    Object[][] outputs = new Object[2][];
    for (int k = 0; k < 2; k++) {
      Object out0 = call.out0.random(7 + call.out0.size(n) + 5, new SplittableRandom(1));
      Object out1 =
          call.out1 == null
              ? null
              : call.out1.random(7 + call.out1.size(n) + 5, new SplittableRandom(2));
      ActivationDerivative one = k == 0 ? provider() : parallel;
      call.run(one, activation, in0, 3, in1, 5, out0, 7, out1, 7, n);
      outputs[k] = new Object[] {out0, out1};
    }
    call.out0.assertSame(outputs[0][0], outputs[1][0], call + " " + activation);
    if (call.out1 != null) {
      call.out1.assertSame(outputs[0][1], outputs[1][1], call + " " + activation);
    }
  }

  @Test
  void onSeveralThreadsDirectBuffersHaveTheSameBits() {
    int n = (1 << 20) + 77;
    float[] numbers = (float[]) Numbers.FLOAT.random(n, new SplittableRandom(3));
    FloatBuffer x = ByteBuffer.allocateDirect(4 * n).order(ByteOrder.nativeOrder()).asFloatBuffer();
    x.put(numbers).rewind();
    LongBuffer mask =
        ByteBuffer.allocateDirect(8 * ActivationDerivative.maskWords(n))
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    IntBuffer ints = ByteBuffer.allocateDirect(4 * n).order(ByteOrder.nativeOrder()).asIntBuffer();
    ActivationDerivative parallel = provider().parallel();
    parallel.derivative(RELU, View.of(x), View.bits(mask, n));
    parallel.derivative(RELU, View.of(x), View.of(ints));
    parallel.backward(RELU, View.bits(mask, n), View.of(x), View.of(x));
    for (int i = 0; i < n; i++) {
      boolean positive = numbers[i] > 0;
      assertEquals(positive, (mask.get(i / 64) >>> i & 1) != 0);
      assertEquals(positive ? 1 : 0, ints.get(i));
      assertEquals(positive ? numbers[i] : 0, x.get(i));
    }
  }

  // ---- NumPy's own answers ----

  @ParameterizedTest
  @ValueSource(
      strings = {"matrix3x3", "special_f32", "special_f64", "normal_f32_67x33", "normal_f64_67x33"})
  void numPysAnswersAreReproduced(String input) throws IOException {
    Object x = golden(input);
    Numbers type = x instanceof float[] ? Numbers.FLOAT : Numbers.DOUBLE;
    Activation propagate = RELU.withNaN(NaNPolicy.PROPAGATE);
    Activation canonical = RELU.withNaN(NaNPolicy.CANONICAL);
    assertIntegers(input, "gt_times_one", RELU);
    assertIntegers(input, "greater_astype_int", RELU);
    assertIntegers(input, "where_le", RELU.withNaN(NaNPolicy.ONE));
    assertFloats(input, "heaviside_0", canonical);
    assertFloats(input, "heaviside_half", canonical.withDerivativeAtZero(0.5));
    assertFloats(input, "heaviside_1", canonical.withDerivativeAtZero(1));

    // 1. * (x > 0) is always float64
    double[] asDoubles = new double[Numbers.length(x)];
    Object derivative = derivative(RELU, x);
    for (int i = 0; i < asDoubles.length; i++) {
      asDoubles[i] = java.lang.reflect.Array.getDouble(derivative, i);
    }
    Numbers.DOUBLE.assertSame(golden(input + ".gt_times_one_float"), asDoubles, "1. * (x > 0)");

    // x[x <= 0] = 0; x[x > 0] = 1
    Object inPlace = type.copy(x);
    calls().stream()
        .filter(call -> call.operation == Operation.DERIVATIVE && call.type == type)
        .forEach(
            call ->
                call.run(
                    provider(),
                    propagate,
                    inPlace,
                    0,
                    null,
                    0,
                    inPlace,
                    0,
                    null,
                    0,
                    Numbers.length(x)));
    type.assertSame(golden(input + ".in_place"), inPlace, "in place");

    // max(sign(x), 0) on one number
    Object scalars = type.array(Numbers.length(x));
    for (int i = 0; i < Numbers.length(x); i++) {
      if (type == Numbers.FLOAT) {
        ((float[]) scalars)[i] = provider().derivative(propagate, ((float[]) x)[i]);
      } else {
        ((double[]) scalars)[i] = provider().derivative(propagate, ((double[]) x)[i]);
      }
    }
    type.assertSame(golden(input + ".max_sign_zero"), scalars, "max(sign(x), 0)");
  }

  private Object derivative(Activation activation, Object x) {
    return x instanceof float[] floats
        ? provider().derivative(activation, floats)
        : provider().derivative(activation, (double[]) x);
  }

  private void assertFloats(String input, String form, Activation activation) throws IOException {
    Object x = golden(input);
    Numbers type = x instanceof float[] ? Numbers.FLOAT : Numbers.DOUBLE;
    type.assertSame(golden(input + "." + form), derivative(activation, x), form);
  }

  private void assertIntegers(String input, String form, Activation activation) throws IOException {
    Object x = golden(input);
    int[] derivative = new int[Numbers.length(x)];
    if (x instanceof float[] floats) {
      provider().derivative(activation, floats, 0, derivative, 0, derivative.length);
    } else {
      provider().derivative(activation, (double[]) x, 0, derivative, 0, derivative.length);
    }
    assertArrayEquals(
        (long[]) golden(input + "." + form), Arrays.stream(derivative).asLongStream().toArray());
  }

  /**
   * NumPy's {@code relu = x * (x > 0); d = x > 0}, and the one difference: where the derivative is
   * 0, NumPy's multiplication gives -0.0 for negative x and NaN for -Inf and NaN; ours gives +0.0.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"matrix3x3", "special_f32", "special_f64", "normal_f32_67x33", "normal_f64_67x33"})
  void numPysFusedFormIsReproducedButForItsZeros(String input) throws IOException {
    Object x = golden(input);
    int n = Numbers.length(x);
    Numbers type = x instanceof float[] ? Numbers.FLOAT : Numbers.DOUBLE;
    Object numPysValue = golden(input + ".fused_relu");
    boolean[] numPysMask = (boolean[]) golden(input + ".fused_mask");
    Object value = type.array(n);
    long[] mask = new long[ActivationDerivative.maskWords(n)];
    calls().stream()
        .filter(call -> call.operation == Operation.FORWARD_AND_MASK && call.type == type)
        .forEach(call -> call.run(provider(), RELU, x, 0, null, 0, value, 0, mask, 0, n));
    for (int i = 0; i < n; i++) {
      assertEquals(numPysMask[i], (mask[i / 64] >>> i & 1) != 0, "mask at " + i);
      double numPys = java.lang.reflect.Array.getDouble(numPysValue, i);
      if (numPysMask[i]) {
        assertEquals(type.get(numPysValue, i), type.get(value, i), "value at " + i);
      } else {
        assertTrue(numPys == 0 || Double.isNaN(numPys), "NumPy's value at " + i);
        assertEquals(0, type.get(value, i), "value at " + i);
      }
    }
  }

  private static Object golden(String name) throws IOException {
    try (InputStream in =
        ActivationDerivativeContract.class.getResourceAsStream("golden/" + name + ".npy")) {
      NpyArray<?> array = Npy.read(Channels.newChannel(in));
      return array.data();
    }
  }
}
