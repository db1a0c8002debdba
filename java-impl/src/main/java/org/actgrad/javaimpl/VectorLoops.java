// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import org.actgrad.Operation;

/**
 * The loops on vectors, one for each operation and type, around any formula; {@link Plans} has them
 * compiled for one at a time. They do whole vectors, and leave ranges shorter than one to plain
 * Java: masking every iteration is 19 times slower on JDK 17. Each is one loop without another in
 * it: with two, C2 may give up inlining, and every vector becomes an object.
 */
final class VectorLoops implements Loops<VectorFormula> {

  // Three methods, so that each is short enough to be inlined (FreqInlineSize, 325 bytes of code):
  // a call with twelve arguments takes as long as a vector.

  @Override
  public int run(
      Operation operation,
      boolean isDouble,
      VectorFormula formula,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    if (length < VectorFormula.shortest(isDouble)) {
      return 0;
    }
    if (isDouble) {
      runDoubles(
          operation,
          formula,
          in0,
          in0Offset,
          in1,
          in1Offset,
          out0,
          out0Offset,
          out1,
          out1Offset,
          length);
    } else {
      runFloats(
          operation,
          formula,
          in0,
          in0Offset,
          in1,
          in1Offset,
          out0,
          out0Offset,
          out1,
          out1Offset,
          length);
    }
    return length;
  }

  private static void runDoubles(
      Operation operation,
      VectorFormula formula,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    switch (operation) {
      case DERIVATIVE ->
          derivative(formula, (double[]) in0, in0Offset, (double[]) out0, out0Offset, length);
      case INT_DERIVATIVE ->
          intDerivative(formula, (double[]) in0, in0Offset, (int[]) out0, out0Offset, length);
      case BOOLEAN_DERIVATIVE ->
          booleanDerivative(
              formula, (double[]) in0, in0Offset, (boolean[]) out0, out0Offset, length);
      case MASK -> mask(formula, (double[]) in0, in0Offset, (long[]) out0, out0Offset, length);
      case BACKWARD ->
          backward(
              formula,
              (double[]) in0,
              in0Offset,
              (double[]) in1,
              in1Offset,
              (double[]) out0,
              out0Offset,
              length);
      case BACKWARD_FROM_MASK ->
          backwardFromMask(
              formula,
              (long[]) in0,
              in0Offset,
              (double[]) in1,
              in1Offset,
              (double[]) out0,
              out0Offset,
              length);
      case FORWARD_AND_DERIVATIVE ->
          forwardAndDerivative(
              formula,
              (double[]) in0,
              in0Offset,
              (double[]) out0,
              out0Offset,
              (double[]) out1,
              out1Offset,
              length);
      case FORWARD_AND_MASK ->
          forwardAndMask(
              formula,
              (double[]) in0,
              in0Offset,
              (double[]) out0,
              out0Offset,
              (long[]) out1,
              out1Offset,
              length);
    }
  }

  private static void runFloats(
      Operation operation,
      VectorFormula formula,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    switch (operation) {
      case DERIVATIVE ->
          derivative(formula, (float[]) in0, in0Offset, (float[]) out0, out0Offset, length);
      case INT_DERIVATIVE ->
          intDerivative(formula, (float[]) in0, in0Offset, (int[]) out0, out0Offset, length);
      case BOOLEAN_DERIVATIVE ->
          booleanDerivative(
              formula, (float[]) in0, in0Offset, (boolean[]) out0, out0Offset, length);
      case MASK -> mask(formula, (float[]) in0, in0Offset, (long[]) out0, out0Offset, length);
      case BACKWARD ->
          backward(
              formula,
              (float[]) in0,
              in0Offset,
              (float[]) in1,
              in1Offset,
              (float[]) out0,
              out0Offset,
              length);
      case BACKWARD_FROM_MASK ->
          backwardFromMask(
              formula,
              (long[]) in0,
              in0Offset,
              (float[]) in1,
              in1Offset,
              (float[]) out0,
              out0Offset,
              length);
      case FORWARD_AND_DERIVATIVE ->
          forwardAndDerivative(
              formula,
              (float[]) in0,
              in0Offset,
              (float[]) out0,
              out0Offset,
              (float[]) out1,
              out1Offset,
              length);
      case FORWARD_AND_MASK ->
          forwardAndMask(
              formula,
              (float[]) in0,
              in0Offset,
              (float[]) out0,
              out0Offset,
              (long[]) out1,
              out1Offset,
              length);
    }
  }

  // What is left of a vector is done by one that ends where the range does, whatever it has in
  // common with the one before it: up to 15 elements take plain Java longer than a short range
  // takes vectors. It is loaded before anything is stored, since an output may be an input.

  private static void derivative(
      VectorFormula formula,
      float[] x,
      int xOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    int lanes = VectorFormula.FLOATS.length();
    int last = length - lanes;
    Vector<Integer> end = bits(x, xOffset + last);
    for (int i = 0; i <= last; i += lanes) {
      store(formula.derivative(bits(x, xOffset + i)), derivative, derivativeOffset + i);
    }
    if (length % lanes != 0) {
      store(formula.derivative(end), derivative, derivativeOffset + last);
    }
  }

  private static void intDerivative(
      VectorFormula formula,
      float[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    int lanes = VectorFormula.FLOATS.length();
    int last = length - lanes;
    for (int i = 0; i <= last; i += lanes) {
      storeInts(formula.derivative(bits(x, xOffset + i)), derivative, derivativeOffset + i);
    }
    if (length % lanes != 0) {
      storeInts(formula.derivative(bits(x, xOffset + last)), derivative, derivativeOffset + last);
    }
  }

  private static void booleanDerivative(
      VectorFormula formula,
      float[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    int lanes = VectorFormula.FLOATS.length();
    int last = length - lanes;
    for (int i = 0; i <= last; i += lanes) {
      formula.active(bits(x, xOffset + i)).intoArray(derivative, derivativeOffset + i);
    }
    if (length % lanes != 0) {
      formula.active(bits(x, xOffset + last)).intoArray(derivative, derivativeOffset + last);
    }
  }

  private static void mask(
      VectorFormula formula, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    int lanes = VectorFormula.FLOATS.length();
    int last = length - lanes;
    long word = 0;
    int i = 0;
    for (; i <= last; i += lanes) {
      word |= formula.toBits(formula.active(bits(x, xOffset + i))) << i;
      if ((i + lanes) % Long.SIZE == 0) {
        mask[maskOffset + i / Long.SIZE] = word;
        word = 0;
      }
    }
    if (length % lanes != 0) {
      word |= formula.toBits(formula.active(bits(x, xOffset + last))) >>> i - last << i;
    }
    if (length % Long.SIZE != 0) {
      mask[maskOffset + i / Long.SIZE] = word;
    }
  }

  private static void backward(
      VectorFormula formula,
      float[] x,
      int xOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    int lanes = VectorFormula.FLOATS.length();
    int last = length - lanes;
    Vector<Integer> endX = bits(x, xOffset + last);
    Vector<Integer> endGradOut = bits(gradOut, gradOutOffset + last);
    for (int i = 0; i <= last; i += lanes) {
      store(
          formula.backward(bits(x, xOffset + i), bits(gradOut, gradOutOffset + i)),
          gradIn,
          gradInOffset + i);
    }
    if (length % lanes != 0) {
      store(formula.backward(endX, endGradOut), gradIn, gradInOffset + last);
    }
  }

  private static void backwardFromMask(
      VectorFormula formula,
      long[] mask,
      int maskOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    int lanes = VectorFormula.FLOATS.length();
    int last = length - lanes;
    Vector<Integer> end = bits(gradOut, gradOutOffset + last);
    for (int i = 0; i <= last; i += lanes) {
      long word = mask[maskOffset + i / Long.SIZE] >>> i;
      store(
          formula.backwardFromMask(word, bits(gradOut, gradOutOffset + i)),
          gradIn,
          gradInOffset + i);
    }
    if (length % lanes != 0) {
      long word = lastWord(mask, maskOffset, last, length);
      store(formula.backwardFromMask(word, end), gradIn, gradInOffset + last);
    }
  }

  private static void forwardAndDerivative(
      VectorFormula formula,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    int lanes = VectorFormula.FLOATS.length();
    int last = length - lanes;
    Vector<Integer> end = bits(x, xOffset + last);
    for (int i = 0; i <= last; i += lanes) {
      Vector<Integer> bits = bits(x, xOffset + i);
      store(formula.value(bits), value, valueOffset + i);
      store(formula.derivative(bits), derivative, derivativeOffset + i);
    }
    if (length % lanes != 0) {
      store(formula.value(end), value, valueOffset + last);
      store(formula.derivative(end), derivative, derivativeOffset + last);
    }
  }

  private static void forwardAndMask(
      VectorFormula formula,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    int lanes = VectorFormula.FLOATS.length();
    int last = length - lanes;
    Vector<Integer> end = bits(x, xOffset + last);
    long word = 0;
    int i = 0;
    for (; i <= last; i += lanes) {
      Vector<Integer> bits = bits(x, xOffset + i);
      store(formula.value(bits), value, valueOffset + i);
      word |= formula.toBits(formula.active(bits)) << i;
      if ((i + lanes) % Long.SIZE == 0) {
        mask[maskOffset + i / Long.SIZE] = word;
        word = 0;
      }
    }
    if (length % lanes != 0) {
      store(formula.value(end), value, valueOffset + last);
      word |= formula.toBits(formula.active(end)) >>> i - last << i;
    }
    if (length % Long.SIZE != 0) {
      mask[maskOffset + i / Long.SIZE] = word;
    }
  }

  private static Vector<Integer> bits(float[] array, int offset) {
    return FloatVector.fromArray(VectorFormula.FLOATS, array, offset).reinterpretAsInts();
  }

  private static void store(Vector<Integer> bits, float[] array, int offset) {
    bits.reinterpretAsFloats().intoArray(array, offset);
  }

  private static void storeInts(Vector<Integer> integers, int[] array, int offset) {
    ((IntVector) integers).intoArray(array, offset);
  }

  // ---- double ----

  private static void derivative(
      VectorFormula formula,
      double[] x,
      int xOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    int lanes = VectorFormula.DOUBLES.length();
    int last = length - lanes;
    Vector<Long> end = bits(x, xOffset + last);
    for (int i = 0; i <= last; i += lanes) {
      store(formula.derivative(bits(x, xOffset + i)), derivative, derivativeOffset + i);
    }
    if (length % lanes != 0) {
      store(formula.derivative(end), derivative, derivativeOffset + last);
    }
  }

  private static void intDerivative(
      VectorFormula formula,
      double[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    int lanes = VectorFormula.DOUBLES.length();
    int last = length - lanes;
    for (int i = 0; i <= last; i += lanes) {
      storeNarrowed(formula.derivative(bits(x, xOffset + i)), derivative, derivativeOffset + i);
    }
    if (length % lanes != 0) {
      storeNarrowed(
          formula.derivative(bits(x, xOffset + last)), derivative, derivativeOffset + last);
    }
  }

  private static void booleanDerivative(
      VectorFormula formula,
      double[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    int lanes = VectorFormula.DOUBLES.length();
    int last = length - lanes;
    for (int i = 0; i <= last; i += lanes) {
      formula.active(bits(x, xOffset + i)).intoArray(derivative, derivativeOffset + i);
    }
    if (length % lanes != 0) {
      formula.active(bits(x, xOffset + last)).intoArray(derivative, derivativeOffset + last);
    }
  }

  private static void mask(
      VectorFormula formula, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    int lanes = VectorFormula.DOUBLES.length();
    int last = length - lanes;
    long word = 0;
    int i = 0;
    for (; i <= last; i += lanes) {
      word |= formula.toBits(formula.active(bits(x, xOffset + i))) << i;
      if ((i + lanes) % Long.SIZE == 0) {
        mask[maskOffset + i / Long.SIZE] = word;
        word = 0;
      }
    }
    if (length % lanes != 0) {
      word |= formula.toBits(formula.active(bits(x, xOffset + last))) >>> i - last << i;
    }
    if (length % Long.SIZE != 0) {
      mask[maskOffset + i / Long.SIZE] = word;
    }
  }

  private static void backward(
      VectorFormula formula,
      double[] x,
      int xOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    int lanes = VectorFormula.DOUBLES.length();
    int last = length - lanes;
    Vector<Long> endX = bits(x, xOffset + last);
    Vector<Long> endGradOut = bits(gradOut, gradOutOffset + last);
    for (int i = 0; i <= last; i += lanes) {
      store(
          formula.backward(bits(x, xOffset + i), bits(gradOut, gradOutOffset + i)),
          gradIn,
          gradInOffset + i);
    }
    if (length % lanes != 0) {
      store(formula.backward(endX, endGradOut), gradIn, gradInOffset + last);
    }
  }

  private static void backwardFromMask(
      VectorFormula formula,
      long[] mask,
      int maskOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    int lanes = VectorFormula.DOUBLES.length();
    int last = length - lanes;
    Vector<Long> end = bits(gradOut, gradOutOffset + last);
    for (int i = 0; i <= last; i += lanes) {
      long word = mask[maskOffset + i / Long.SIZE] >>> i;
      store(
          formula.backwardFromMask(word, bits(gradOut, gradOutOffset + i)),
          gradIn,
          gradInOffset + i);
    }
    if (length % lanes != 0) {
      long word = lastWord(mask, maskOffset, last, length);
      store(formula.backwardFromMask(word, end), gradIn, gradInOffset + last);
    }
  }

  private static void forwardAndDerivative(
      VectorFormula formula,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    int lanes = VectorFormula.DOUBLES.length();
    int last = length - lanes;
    Vector<Long> end = bits(x, xOffset + last);
    for (int i = 0; i <= last; i += lanes) {
      Vector<Long> bits = bits(x, xOffset + i);
      store(formula.value(bits), value, valueOffset + i);
      store(formula.derivative(bits), derivative, derivativeOffset + i);
    }
    if (length % lanes != 0) {
      store(formula.value(end), value, valueOffset + last);
      store(formula.derivative(end), derivative, derivativeOffset + last);
    }
  }

  private static void forwardAndMask(
      VectorFormula formula,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    int lanes = VectorFormula.DOUBLES.length();
    int last = length - lanes;
    Vector<Long> end = bits(x, xOffset + last);
    long word = 0;
    int i = 0;
    for (; i <= last; i += lanes) {
      Vector<Long> bits = bits(x, xOffset + i);
      store(formula.value(bits), value, valueOffset + i);
      word |= formula.toBits(formula.active(bits)) << i;
      if ((i + lanes) % Long.SIZE == 0) {
        mask[maskOffset + i / Long.SIZE] = word;
        word = 0;
      }
    }
    if (length % lanes != 0) {
      store(formula.value(end), value, valueOffset + last);
      word |= formula.toBits(formula.active(end)) >>> i - last << i;
    }
    if (length % Long.SIZE != 0) {
      mask[maskOffset + i / Long.SIZE] = word;
    }
  }

  private static Vector<Long> bits(double[] array, int offset) {
    return DoubleVector.fromArray(VectorFormula.DOUBLES, array, offset).reinterpretAsLongs();
  }

  private static void store(Vector<Long> bits, double[] array, int offset) {
    bits.reinterpretAsDoubles().intoArray(array, offset);
  }

  private static void storeNarrowed(Vector<Long> integers, int[] array, int offset) {
    ((IntVector) integers.convertShape(VectorOperators.L2I, VectorFormula.HALF_INTS, 0))
        .intoArray(array, offset);
  }

  // ---- both ----

  /** The bits of elements {@code from} to {@code to}, 64 at most, and any others after them. */
  private static long lastWord(long[] mask, int offset, int from, int to) {
    long first = mask[offset + from / Long.SIZE] >>> from;
    long last = mask[offset + (to - 1) / Long.SIZE];
    return first | last << 1 << ~from;
  }
}
