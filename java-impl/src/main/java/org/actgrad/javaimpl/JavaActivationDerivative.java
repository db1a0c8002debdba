// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;

/** The provider {@code java}: plain loops without branches, available everywhere. */
public class JavaActivationDerivative extends ActivationDerivative {

  /** For {@link java.util.ServiceLoader}. */
  public JavaActivationDerivative() {}

  @Override
  public String name() {
    return "java";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public String instructionSet() {
    return "jvm";
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    Relu relu = Relu.floats(activation);
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          Float.intBitsToFloat((int) relu.derivative(Float.floatToRawIntBits(x[xOffset + i])));
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    Relu relu = Relu.floatsToInts(activation);
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          (int) relu.derivative(Float.floatToRawIntBits(x[xOffset + i]));
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    Relu relu = Relu.floatsToInts(activation);
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          relu.derivative(Float.floatToRawIntBits(x[xOffset + i])) != 0;
    }
  }

  @Override
  protected void maskKernel(
      Activation activation, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    Relu relu = Relu.floatsToInts(activation);
    for (int w = 0; w < maskWords(length); w++) {
      int from = w * Long.SIZE;
      long word = 0;
      for (int i = from, to = from + Math.min(Long.SIZE, length - from); i < to; i++) {
        word |= relu.derivative(Float.floatToRawIntBits(x[xOffset + i])) << i;
      }
      mask[maskOffset + w] = word;
    }
  }

  @Override
  protected void backwardKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    Relu relu = Relu.floats(activation);
    float atZero = (float) activation.derivativeAtZero();
    for (int i = 0; i < length; i++) {
      float upstream = gradOut[gradOutOffset + i];
      gradIn[gradInOffset + i] =
          Float.intBitsToFloat(
              (int)
                  relu.backward(
                      Float.floatToRawIntBits(x[xOffset + i]),
                      Float.floatToRawIntBits(upstream),
                      Float.floatToRawIntBits(upstream * atZero)));
    }
  }

  @Override
  protected void backwardFromMaskKernel(
      Activation activation,
      long[] mask,
      int maskOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    for (int w = 0; w < maskWords(length); w++) {
      int from = w * Long.SIZE;
      long word = mask[maskOffset + w];
      for (int i = from, to = from + Math.min(Long.SIZE, length - from); i < to; i++) {
        int selected = -((int) (word >>> i) & 1);
        gradIn[gradInOffset + i] =
            Float.intBitsToFloat(Float.floatToRawIntBits(gradOut[gradOutOffset + i]) & selected);
      }
    }
  }

  @Override
  protected void forwardAndDerivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    Relu relu = Relu.floats(activation);
    for (int i = 0; i < length; i++) {
      long bits = Float.floatToRawIntBits(x[xOffset + i]);
      value[valueOffset + i] = Float.intBitsToFloat((int) relu.value(bits));
      derivative[derivativeOffset + i] = Float.intBitsToFloat((int) relu.derivative(bits));
    }
  }

  @Override
  protected void forwardAndMaskKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    Relu relu = Relu.floatsToInts(activation);
    for (int w = 0; w < maskWords(length); w++) {
      int from = w * Long.SIZE;
      long word = 0;
      for (int i = from, to = from + Math.min(Long.SIZE, length - from); i < to; i++) {
        long bits = Float.floatToRawIntBits(x[xOffset + i]);
        value[valueOffset + i] = Float.intBitsToFloat((int) relu.value(bits));
        word |= relu.derivative(bits) << i;
      }
      mask[maskOffset + w] = word;
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    Relu relu = Relu.doubles(activation);
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          Double.longBitsToDouble(relu.derivative(Double.doubleToRawLongBits(x[xOffset + i])));
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    Relu relu = Relu.doublesToInts(activation);
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          (int) relu.derivative(Double.doubleToRawLongBits(x[xOffset + i]));
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    Relu relu = Relu.doublesToInts(activation);
    for (int i = 0; i < length; i++) {
      derivative[derivativeOffset + i] =
          relu.derivative(Double.doubleToRawLongBits(x[xOffset + i])) != 0;
    }
  }

  @Override
  protected void maskKernel(
      Activation activation, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    Relu relu = Relu.doublesToInts(activation);
    for (int w = 0; w < maskWords(length); w++) {
      int from = w * Long.SIZE;
      long word = 0;
      for (int i = from, to = from + Math.min(Long.SIZE, length - from); i < to; i++) {
        word |= relu.derivative(Double.doubleToRawLongBits(x[xOffset + i])) << i;
      }
      mask[maskOffset + w] = word;
    }
  }

  @Override
  protected void backwardKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    Relu relu = Relu.doubles(activation);
    double atZero = activation.derivativeAtZero();
    for (int i = 0; i < length; i++) {
      double upstream = gradOut[gradOutOffset + i];
      gradIn[gradInOffset + i] =
          Double.longBitsToDouble(
              relu.backward(
                  Double.doubleToRawLongBits(x[xOffset + i]),
                  Double.doubleToRawLongBits(upstream),
                  Double.doubleToRawLongBits(upstream * atZero)));
    }
  }

  @Override
  protected void backwardFromMaskKernel(
      Activation activation,
      long[] mask,
      int maskOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    for (int w = 0; w < maskWords(length); w++) {
      int from = w * Long.SIZE;
      long word = mask[maskOffset + w];
      for (int i = from, to = from + Math.min(Long.SIZE, length - from); i < to; i++) {
        long selected = -((word >>> i) & 1);
        gradIn[gradInOffset + i] =
            Double.longBitsToDouble(
                Double.doubleToRawLongBits(gradOut[gradOutOffset + i]) & selected);
      }
    }
  }

  @Override
  protected void forwardAndDerivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    Relu relu = Relu.doubles(activation);
    for (int i = 0; i < length; i++) {
      long bits = Double.doubleToRawLongBits(x[xOffset + i]);
      value[valueOffset + i] = Double.longBitsToDouble(relu.value(bits));
      derivative[derivativeOffset + i] = Double.longBitsToDouble(relu.derivative(bits));
    }
  }

  @Override
  protected void forwardAndMaskKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    Relu relu = Relu.doublesToInts(activation);
    for (int w = 0; w < maskWords(length); w++) {
      int from = w * Long.SIZE;
      long word = 0;
      for (int i = from, to = from + Math.min(Long.SIZE, length - from); i < to; i++) {
        long bits = Double.doubleToRawLongBits(x[xOffset + i]);
        value[valueOffset + i] = Double.longBitsToDouble(relu.value(bits));
        word |= relu.derivative(bits) << i;
      }
      mask[maskOffset + w] = word;
    }
  }
}
