// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.ActivationDerivative;
import org.actgrad.Operation;

/**
 * The loops of plain Java, one for each operation and type, around any formula. {@link Loops} says
 * how they come to be compiled for one formula at a time.
 */
final class PlainLoops implements Loops<Formula> {

  // Two methods, so that each is short enough to be inlined (FreqInlineSize, 325 bytes of code).

  @Override
  public int run(
      Operation operation,
      boolean isDouble,
      Formula formula,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
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
      Formula formula,
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
      Formula formula,
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

  // ---- float ----

  private static void derivative(
      Formula formula,
      float[] x,
      int xOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          Float.intBitsToFloat((int) formula.derivative(Float.floatToRawIntBits(x[xOffset + i])));
    }
  }

  private static void intDerivative(
      Formula formula, float[] x, int xOffset, int[] derivative, int derivativeOffset, int length) {
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          (int) formula.derivative(Float.floatToRawIntBits(x[xOffset + i]));
    }
  }

  private static void booleanDerivative(
      Formula formula,
      float[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          formula.derivative(Float.floatToRawIntBits(x[xOffset + i])) != 0;
    }
  }

  private static void mask(
      Formula formula, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    for (int w = 0; w < ActivationDerivative.maskWords(length); w++) {
      int from = w * Long.SIZE;
      int to = from + Math.min(Long.SIZE, length - from);
      long word = 0;
      for (int i = from; i < to; i++) {
        word = append(word, formula.derivative(Float.floatToRawIntBits(x[xOffset + i])));
      }
      mask[maskOffset + w] = word >>> from - to;
    }
  }

  private static void backward(
      Formula formula,
      float[] x,
      int xOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      gradIn[gradInOffset + i] =
          Float.intBitsToFloat(
              (int)
                  formula.backward(
                      Float.floatToRawIntBits(x[xOffset + i]),
                      Float.floatToRawIntBits(gradOut[gradOutOffset + i])));
    }
  }

  private static void backwardFromMask(
      Formula formula,
      long[] mask,
      int maskOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    for (int w = 0; w < ActivationDerivative.maskWords(length); w++) {
      int from = w * Long.SIZE;
      long word = mask[maskOffset + w];
      for (int i = from, to = from + Math.min(Long.SIZE, length - from); i < to; i++) {
        gradIn[gradInOffset + i] =
            Float.intBitsToFloat(
                (int)
                    formula.backwardFromMask(
                        -(word & 1), Float.floatToRawIntBits(gradOut[gradOutOffset + i])));
        word >>>= 1;
      }
    }
  }

  private static void forwardAndDerivative(
      Formula formula,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      long bits = Float.floatToRawIntBits(x[xOffset + i]);
      value[valueOffset + i] = Float.intBitsToFloat((int) formula.value(bits));
      derivative[derivativeOffset + i] = Float.intBitsToFloat((int) formula.derivative(bits));
    }
  }

  private static void forwardAndMask(
      Formula formula,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    for (int w = 0; w < ActivationDerivative.maskWords(length); w++) {
      int from = w * Long.SIZE;
      int to = from + Math.min(Long.SIZE, length - from);
      long word = 0;
      for (int i = from; i < to; i++) {
        long bits = Float.floatToRawIntBits(x[xOffset + i]);
        value[valueOffset + i] = Float.intBitsToFloat((int) formula.value(bits));
        word = append(word, formula.derivative(bits));
      }
      mask[maskOffset + w] = word >>> from - to;
    }
  }

  // ---- double ----

  private static void derivative(
      Formula formula,
      double[] x,
      int xOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          Double.longBitsToDouble(formula.derivative(Double.doubleToRawLongBits(x[xOffset + i])));
    }
  }

  private static void intDerivative(
      Formula formula,
      double[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          (int) formula.derivative(Double.doubleToRawLongBits(x[xOffset + i]));
    }
  }

  private static void booleanDerivative(
      Formula formula,
      double[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          formula.derivative(Double.doubleToRawLongBits(x[xOffset + i])) != 0;
    }
  }

  private static void mask(
      Formula formula, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    for (int w = 0; w < ActivationDerivative.maskWords(length); w++) {
      int from = w * Long.SIZE;
      int to = from + Math.min(Long.SIZE, length - from);
      long word = 0;
      for (int i = from; i < to; i++) {
        word = append(word, formula.derivative(Double.doubleToRawLongBits(x[xOffset + i])));
      }
      mask[maskOffset + w] = word >>> from - to;
    }
  }

  private static void backward(
      Formula formula,
      double[] x,
      int xOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      gradIn[gradInOffset + i] =
          Double.longBitsToDouble(
              formula.backward(
                  Double.doubleToRawLongBits(x[xOffset + i]),
                  Double.doubleToRawLongBits(gradOut[gradOutOffset + i])));
    }
  }

  private static void backwardFromMask(
      Formula formula,
      long[] mask,
      int maskOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    for (int w = 0; w < ActivationDerivative.maskWords(length); w++) {
      int from = w * Long.SIZE;
      long word = mask[maskOffset + w];
      for (int i = from, to = from + Math.min(Long.SIZE, length - from); i < to; i++) {
        gradIn[gradInOffset + i] =
            Double.longBitsToDouble(
                formula.backwardFromMask(
                    -(word & 1), Double.doubleToRawLongBits(gradOut[gradOutOffset + i])));
        word >>>= 1;
      }
    }
  }

  private static void forwardAndDerivative(
      Formula formula,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    for (int i = 0; i < length; i++) {
      long bits = Double.doubleToRawLongBits(x[xOffset + i]);
      value[valueOffset + i] = Double.longBitsToDouble(formula.value(bits));
      derivative[derivativeOffset + i] = Double.longBitsToDouble(formula.derivative(bits));
    }
  }

  private static void forwardAndMask(
      Formula formula,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    for (int w = 0; w < ActivationDerivative.maskWords(length); w++) {
      int from = w * Long.SIZE;
      int to = from + Math.min(Long.SIZE, length - from);
      long word = 0;
      for (int i = from; i < to; i++) {
        long bits = Double.doubleToRawLongBits(x[xOffset + i]);
        value[valueOffset + i] = Double.longBitsToDouble(formula.value(bits));
        word = append(word, formula.derivative(bits));
      }
      mask[maskOffset + w] = word >>> from - to;
    }
  }

  // ---- both ----

  /**
   * A mask word moved down by a bit, with the next one on top; after all elements, {@code word >>>
   * -count} moves it to its place. Bit by bit, since HotSpot needs three instructions on x86 to
   * shift by a variable.
   */
  private static long append(long word, long bit) {
    return word >>> 1 | bit << 63;
  }
}
