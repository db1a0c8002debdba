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
 * compiled for one at a time. They do whole vectors, or whole mask words, and leave the rest to
 * plain Java: masking every iteration is 19 times slower on JDK 17. Each is one loop without
 * another in it: with two, C2 may give up inlining, and every vector becomes an object.
 */
final class VectorLoops implements Loops<VectorFormula> {

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
    return isDouble
        ? switch (operation) {
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
        : switch (operation) {
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
        };
  }

  // ---- float ----

  private static int derivative(
      VectorFormula formula,
      float[] x,
      int xOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    int end = VectorFormula.FLOATS.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.FLOATS.length()) {
      store(
          formula.derivative(
              FloatVector.fromArray(VectorFormula.FLOATS, x, xOffset + i).reinterpretAsInts()),
          derivative,
          derivativeOffset + i);
    }
    return end;
  }

  private static int intDerivative(
      VectorFormula formula,
      float[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    int end = VectorFormula.FLOATS.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.FLOATS.length()) {
      Vector<Integer> d =
          formula.derivative(
              FloatVector.fromArray(VectorFormula.FLOATS, x, xOffset + i).reinterpretAsInts());
      ((IntVector) d).intoArray(derivative, derivativeOffset + i);
    }
    return end;
  }

  private static int booleanDerivative(
      VectorFormula formula,
      float[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    int end = VectorFormula.FLOATS.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.FLOATS.length()) {
      formula
          .active(FloatVector.fromArray(VectorFormula.FLOATS, x, xOffset + i).reinterpretAsInts())
          .intoArray(derivative, derivativeOffset + i);
    }
    return end;
  }

  private static int mask(
      VectorFormula formula, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    int end = length & -Long.SIZE;
    long word = 0;
    for (int i = 0; i < end; i += VectorFormula.FLOATS.length()) {
      word |=
          formula.toBits(
                  formula.active(
                      FloatVector.fromArray(VectorFormula.FLOATS, x, xOffset + i)
                          .reinterpretAsInts()))
              << i;
      if ((i + VectorFormula.FLOATS.length()) % Long.SIZE == 0) {
        mask[maskOffset + i / Long.SIZE] = word;
        word = 0;
      }
    }
    return end;
  }

  private static int backward(
      VectorFormula formula,
      float[] x,
      int xOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    int end = VectorFormula.FLOATS.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.FLOATS.length()) {
      store(
          formula.backward(
              FloatVector.fromArray(VectorFormula.FLOATS, x, xOffset + i).reinterpretAsInts(),
              FloatVector.fromArray(VectorFormula.FLOATS, gradOut, gradOutOffset + i)
                  .reinterpretAsInts()),
          gradIn,
          gradInOffset + i);
    }
    return end;
  }

  private static int backwardFromMask(
      VectorFormula formula,
      long[] mask,
      int maskOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    int end = length & -Long.SIZE;
    for (int i = 0; i < end; i += VectorFormula.FLOATS.length()) {
      long bits = mask[maskOffset + i / Long.SIZE] >>> i;
      store(
          formula.backwardFromMask(
              bits,
              FloatVector.fromArray(VectorFormula.FLOATS, gradOut, gradOutOffset + i)
                  .reinterpretAsInts()),
          gradIn,
          gradInOffset + i);
    }
    return end;
  }

  private static int forwardAndDerivative(
      VectorFormula formula,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    int end = VectorFormula.FLOATS.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.FLOATS.length()) {
      Vector<Integer> bits =
          FloatVector.fromArray(VectorFormula.FLOATS, x, xOffset + i).reinterpretAsInts();
      store(formula.value(bits), value, valueOffset + i);
      store(formula.derivative(bits), derivative, derivativeOffset + i);
    }
    return end;
  }

  private static int forwardAndMask(
      VectorFormula formula,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    int end = length & -Long.SIZE;
    long word = 0;
    for (int i = 0; i < end; i += VectorFormula.FLOATS.length()) {
      Vector<Integer> bits =
          FloatVector.fromArray(VectorFormula.FLOATS, x, xOffset + i).reinterpretAsInts();
      store(formula.value(bits), value, valueOffset + i);
      word |= formula.toBits(formula.active(bits)) << i;
      if ((i + VectorFormula.FLOATS.length()) % Long.SIZE == 0) {
        mask[maskOffset + i / Long.SIZE] = word;
        word = 0;
      }
    }
    return end;
  }

  private static void store(Vector<Integer> bits, float[] array, int offset) {
    bits.reinterpretAsFloats().intoArray(array, offset);
  }

  // ---- double ----

  private static int derivative(
      VectorFormula formula,
      double[] x,
      int xOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    int end = VectorFormula.DOUBLES.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.DOUBLES.length()) {
      store(
          formula.derivative(
              DoubleVector.fromArray(VectorFormula.DOUBLES, x, xOffset + i).reinterpretAsLongs()),
          derivative,
          derivativeOffset + i);
    }
    return end;
  }

  private static int intDerivative(
      VectorFormula formula,
      double[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    int end = VectorFormula.DOUBLES.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.DOUBLES.length()) {
      Vector<Long> d =
          formula.derivative(
              DoubleVector.fromArray(VectorFormula.DOUBLES, x, xOffset + i).reinterpretAsLongs());
      ((IntVector) d.convertShape(VectorOperators.L2I, VectorFormula.HALF_INTS, 0))
          .intoArray(derivative, derivativeOffset + i);
    }
    return end;
  }

  private static int booleanDerivative(
      VectorFormula formula,
      double[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    int end = VectorFormula.DOUBLES.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.DOUBLES.length()) {
      formula
          .active(
              DoubleVector.fromArray(VectorFormula.DOUBLES, x, xOffset + i).reinterpretAsLongs())
          .intoArray(derivative, derivativeOffset + i);
    }
    return end;
  }

  private static int mask(
      VectorFormula formula, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    int end = length & -Long.SIZE;
    long word = 0;
    for (int i = 0; i < end; i += VectorFormula.DOUBLES.length()) {
      word |=
          formula.toBits(
                  formula.active(
                      DoubleVector.fromArray(VectorFormula.DOUBLES, x, xOffset + i)
                          .reinterpretAsLongs()))
              << i;
      if ((i + VectorFormula.DOUBLES.length()) % Long.SIZE == 0) {
        mask[maskOffset + i / Long.SIZE] = word;
        word = 0;
      }
    }
    return end;
  }

  private static int backward(
      VectorFormula formula,
      double[] x,
      int xOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    int end = VectorFormula.DOUBLES.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.DOUBLES.length()) {
      store(
          formula.backward(
              DoubleVector.fromArray(VectorFormula.DOUBLES, x, xOffset + i).reinterpretAsLongs(),
              DoubleVector.fromArray(VectorFormula.DOUBLES, gradOut, gradOutOffset + i)
                  .reinterpretAsLongs()),
          gradIn,
          gradInOffset + i);
    }
    return end;
  }

  private static int backwardFromMask(
      VectorFormula formula,
      long[] mask,
      int maskOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    int end = length & -Long.SIZE;
    for (int i = 0; i < end; i += VectorFormula.DOUBLES.length()) {
      long bits = mask[maskOffset + i / Long.SIZE] >>> i;
      store(
          formula.backwardFromMask(
              bits,
              DoubleVector.fromArray(VectorFormula.DOUBLES, gradOut, gradOutOffset + i)
                  .reinterpretAsLongs()),
          gradIn,
          gradInOffset + i);
    }
    return end;
  }

  private static int forwardAndDerivative(
      VectorFormula formula,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    int end = VectorFormula.DOUBLES.loopBound(length);
    for (int i = 0; i < end; i += VectorFormula.DOUBLES.length()) {
      Vector<Long> bits =
          DoubleVector.fromArray(VectorFormula.DOUBLES, x, xOffset + i).reinterpretAsLongs();
      store(formula.value(bits), value, valueOffset + i);
      store(formula.derivative(bits), derivative, derivativeOffset + i);
    }
    return end;
  }

  private static int forwardAndMask(
      VectorFormula formula,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    int end = length & -Long.SIZE;
    long word = 0;
    for (int i = 0; i < end; i += VectorFormula.DOUBLES.length()) {
      Vector<Long> bits =
          DoubleVector.fromArray(VectorFormula.DOUBLES, x, xOffset + i).reinterpretAsLongs();
      store(formula.value(bits), value, valueOffset + i);
      word |= formula.toBits(formula.active(bits)) << i;
      if ((i + VectorFormula.DOUBLES.length()) % Long.SIZE == 0) {
        mask[maskOffset + i / Long.SIZE] = word;
        word = 0;
      }
    }
    return end;
  }

  private static void store(Vector<Long> bits, double[] array, int offset) {
    bits.reinterpretAsDoubles().intoArray(array, offset);
  }
}
