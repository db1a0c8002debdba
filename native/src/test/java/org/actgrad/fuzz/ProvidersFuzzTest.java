// SPDX-License-Identifier: Apache-2.0
package org.actgrad.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.actgrad.NaNPolicy;
import org.actgrad.Operation;
import org.junit.jupiter.api.Tag;

/**
 * Any call of the public methods on arrays ends like plain Java's: with the same bits in every
 * array, outside the ranges as well, or with the same exception. {@code mvn test} runs the inputs
 * that are kept; to search for more, see README.md.
 */
@Tag("fuzz")
class ProvidersFuzzTest {

  private static final byte[] NOTHING_LEFT = {0};

  @FuzzTest(maxDuration = "1m")
  void nativeDoesWhatJavaDoes(FuzzedDataProvider data) {
    compare("native", data);
  }

  @FuzzTest(maxDuration = "1m")
  void vectorDoesWhatJavaDoes(FuzzedDataProvider data) {
    compare("vector", data);
  }

  private static void compare(String provider, FuzzedDataProvider data) {
    Call call = new Call(data);
    assertEquals(
        call.outcome(ActivationDerivatives.named("java")),
        call.outcome(ActivationDerivatives.named(provider)),
        call.toString());
  }

  /** The arguments of one call, and arrays that are made anew for every provider. */
  private static final class Call {
    private final Operation operation;
    private final boolean isDouble;
    private final Activation activation;
    private final int[] sizes = new int[4];
    private final int[] offsets = new int[4];
    private final int length;
    private final boolean inPlace;
    private final byte[] content;

    Call(FuzzedDataProvider data) {
      operation = data.pickValue(Operation.values());
      isDouble = data.consumeBoolean();
      double atZero = data.pickValue(new double[] {0, 1, -0.0, 0.5, 7, data.consumeDouble()});
      activation =
          Activation.relu()
              .withDerivativeAtZero(Double.isNaN(atZero) ? 0 : atZero)
              .withNaN(data.pickValue(NaNPolicy.values()));
      inPlace = data.consumeBoolean();
      length = data.consumeInt(-1, 300);
      for (int i = 0; i < sizes.length; i++) {
        // Mostly enough, so that the fuzzer gets past the checks.
        offsets[i] = data.consumeInt(-1, 40);
        sizes[i] = Math.max(0, length + offsets[i] + data.consumeInt(-1, 5));
      }
      byte[] rest = data.consumeRemainingAsBytes();
      content = rest.length == 0 ? NOTHING_LEFT : rest;
    }

    private ByteBuffer bytes(int operand) {
      ByteBuffer bytes = ByteBuffer.allocate(sizes[operand] * Double.BYTES);
      for (int i = 0; bytes.hasRemaining(); i++) {
        bytes.put(content[(operand + i) % content.length]);
      }
      return bytes.flip();
    }

    private float[] floats(int operand) {
      float[] array = new float[sizes[operand]];
      bytes(operand).asFloatBuffer().get(array);
      return array;
    }

    private double[] doubles(int operand) {
      double[] array = new double[sizes[operand]];
      bytes(operand).asDoubleBuffer().get(array);
      return array;
    }

    private long[] longs(int operand) {
      long[] array = new long[sizes[operand]];
      bytes(operand).asLongBuffer().get(array);
      return array;
    }

    /** What is in all arrays afterwards, bit by bit, or the class of the exception. */
    String outcome(ActivationDerivative p) {
      try {
        return isDouble ? runDoubles(p) : runFloats(p);
      } catch (RuntimeException e) {
        return e.getClass().getName();
      }
    }

    private String runFloats(ActivationDerivative p) {
      float[] x = floats(0);
      float[] g = floats(1);
      float[] y = inPlace ? x : floats(2);
      float[] d = floats(3);
      int yOffset = inPlace ? offsets[0] : offsets[2];
      long[] mask = longs(3);
      int[] ints = new int[sizes[3]];
      boolean[] booleans = new boolean[sizes[3]];
      switch (operation) {
        case DERIVATIVE -> p.derivative(activation, x, offsets[0], y, yOffset, length);
        case INT_DERIVATIVE -> p.derivative(activation, x, offsets[0], ints, offsets[3], length);
        case BOOLEAN_DERIVATIVE ->
            p.derivative(activation, x, offsets[0], booleans, offsets[3], length);
        case MASK -> p.mask(activation, x, offsets[0], mask, offsets[3], length);
        case BACKWARD -> p.backward(activation, x, offsets[0], g, offsets[1], y, yOffset, length);
        case BACKWARD_FROM_MASK ->
            p.backwardFromMask(activation, mask, offsets[3], g, offsets[1], y, yOffset, length);
        case FORWARD_AND_DERIVATIVE ->
            p.forwardAndDerivative(activation, x, offsets[0], y, yOffset, d, offsets[3], length);
        case FORWARD_AND_MASK ->
            p.forwardAndMask(activation, x, offsets[0], y, yOffset, mask, offsets[3], length);
      }
      return bits(x) + bits(g) + bits(y) + bits(d) + rest(mask, ints, booleans);
    }

    private String runDoubles(ActivationDerivative p) {
      double[] x = doubles(0);
      double[] g = doubles(1);
      double[] y = inPlace ? x : doubles(2);
      double[] d = doubles(3);
      int yOffset = inPlace ? offsets[0] : offsets[2];
      long[] mask = longs(3);
      int[] ints = new int[sizes[3]];
      boolean[] booleans = new boolean[sizes[3]];
      switch (operation) {
        case DERIVATIVE -> p.derivative(activation, x, offsets[0], y, yOffset, length);
        case INT_DERIVATIVE -> p.derivative(activation, x, offsets[0], ints, offsets[3], length);
        case BOOLEAN_DERIVATIVE ->
            p.derivative(activation, x, offsets[0], booleans, offsets[3], length);
        case MASK -> p.mask(activation, x, offsets[0], mask, offsets[3], length);
        case BACKWARD -> p.backward(activation, x, offsets[0], g, offsets[1], y, yOffset, length);
        case BACKWARD_FROM_MASK ->
            p.backwardFromMask(activation, mask, offsets[3], g, offsets[1], y, yOffset, length);
        case FORWARD_AND_DERIVATIVE ->
            p.forwardAndDerivative(activation, x, offsets[0], y, yOffset, d, offsets[3], length);
        case FORWARD_AND_MASK ->
            p.forwardAndMask(activation, x, offsets[0], y, yOffset, mask, offsets[3], length);
      }
      return bits(x) + bits(g) + bits(y) + bits(d) + rest(mask, ints, booleans);
    }

    private static String bits(float[] array) {
      int[] bits = new int[array.length];
      Arrays.setAll(bits, i -> Float.floatToRawIntBits(array[i]));
      return Arrays.toString(bits);
    }

    private static String bits(double[] array) {
      long[] bits = new long[array.length];
      Arrays.setAll(bits, i -> Double.doubleToRawLongBits(array[i]));
      return Arrays.toString(bits);
    }

    private static String rest(long[] mask, int[] ints, boolean[] booleans) {
      return Arrays.toString(mask) + Arrays.toString(ints) + Arrays.toString(booleans);
    }

    @Override
    public String toString() {
      return operation
          + (isDouble ? " double " : " float ")
          + activation
          + (inPlace ? " in place" : "")
          + " sizes "
          + Arrays.toString(sizes)
          + " offsets "
          + Arrays.toString(offsets)
          + " length "
          + length;
    }
  }
}
