// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.Optional;
import org.actgrad.Activation;

/**
 * The provider {@code vector}: the Vector API for whole vectors, plain Java for what remains.
 *
 * <p>Available where the incubator module was added to the JVM and C2 compiles vectors: without C2
 * the API is interpreted object by object, up to 1000 times slower than plain Java
 * (apache/lucene#12765).
 */
public final class VectorActivationDerivative extends JavaActivationDerivative {

  /** For {@link java.util.ServiceLoader}. */
  public VectorActivationDerivative() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 200;
  }

  @Override
  public String instructionSet() {
    return Availability.CAUSE == null ? VectorKernels.instructionSet() : "none";
  }

  @Override
  public Optional<Throwable> unavailabilityCause() {
    return Optional.ofNullable(Availability.CAUSE);
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    int done =
        VectorKernels.derivative(
            Relu.floats(activation), x, xOffset, derivative, derivativeOffset, length);
    super.derivativeKernel(
        activation, x, xOffset + done, derivative, derivativeOffset + done, length - done);
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    int done =
        VectorKernels.derivative(
            Relu.floatsToInts(activation), x, xOffset, derivative, derivativeOffset, length);
    super.derivativeKernel(
        activation, x, xOffset + done, derivative, derivativeOffset + done, length - done);
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    int done =
        VectorKernels.derivative(
            Relu.floatsToInts(activation), x, xOffset, derivative, derivativeOffset, length);
    super.derivativeKernel(
        activation, x, xOffset + done, derivative, derivativeOffset + done, length - done);
  }

  @Override
  protected void maskKernel(
      Activation activation, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    int done =
        VectorKernels.mask(Relu.floatsToInts(activation), x, xOffset, mask, maskOffset, length);
    super.maskKernel(
        activation, x, xOffset + done, mask, maskOffset + done / Long.SIZE, length - done);
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
    int done =
        VectorKernels.backward(
            Relu.floats(activation),
            (float) activation.derivativeAtZero(),
            x,
            xOffset,
            gradOut,
            gradOutOffset,
            gradIn,
            gradInOffset,
            length);
    super.backwardKernel(
        activation,
        x,
        xOffset + done,
        gradOut,
        gradOutOffset + done,
        gradIn,
        gradInOffset + done,
        length - done);
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
    int done =
        VectorKernels.backwardFromMask(
            mask, maskOffset, gradOut, gradOutOffset, gradIn, gradInOffset, length);
    super.backwardFromMaskKernel(
        activation,
        mask,
        maskOffset + done / Long.SIZE,
        gradOut,
        gradOutOffset + done,
        gradIn,
        gradInOffset + done,
        length - done);
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
    int done =
        VectorKernels.forward(
            Relu.floats(activation),
            x,
            xOffset,
            value,
            valueOffset,
            derivative,
            derivativeOffset,
            length);
    super.forwardAndDerivativeKernel(
        activation,
        x,
        xOffset + done,
        value,
        valueOffset + done,
        derivative,
        derivativeOffset + done,
        length - done);
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
    int done =
        VectorKernels.forwardAndMask(
            Relu.floatsToInts(activation),
            x,
            xOffset,
            value,
            valueOffset,
            mask,
            maskOffset,
            length);
    super.forwardAndMaskKernel(
        activation,
        x,
        xOffset + done,
        value,
        valueOffset + done,
        mask,
        maskOffset + done / Long.SIZE,
        length - done);
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    int done =
        VectorKernels.derivative(
            Relu.doubles(activation), x, xOffset, derivative, derivativeOffset, length);
    super.derivativeKernel(
        activation, x, xOffset + done, derivative, derivativeOffset + done, length - done);
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    int done =
        VectorKernels.derivative(
            Relu.doublesToInts(activation), x, xOffset, derivative, derivativeOffset, length);
    super.derivativeKernel(
        activation, x, xOffset + done, derivative, derivativeOffset + done, length - done);
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    int done =
        VectorKernels.derivative(
            Relu.doublesToInts(activation), x, xOffset, derivative, derivativeOffset, length);
    super.derivativeKernel(
        activation, x, xOffset + done, derivative, derivativeOffset + done, length - done);
  }

  @Override
  protected void maskKernel(
      Activation activation, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    int done =
        VectorKernels.mask(Relu.doublesToInts(activation), x, xOffset, mask, maskOffset, length);
    super.maskKernel(
        activation, x, xOffset + done, mask, maskOffset + done / Long.SIZE, length - done);
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
    int done =
        VectorKernels.backward(
            Relu.doubles(activation),
            activation.derivativeAtZero(),
            x,
            xOffset,
            gradOut,
            gradOutOffset,
            gradIn,
            gradInOffset,
            length);
    super.backwardKernel(
        activation,
        x,
        xOffset + done,
        gradOut,
        gradOutOffset + done,
        gradIn,
        gradInOffset + done,
        length - done);
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
    int done =
        VectorKernels.backwardFromMask(
            mask, maskOffset, gradOut, gradOutOffset, gradIn, gradInOffset, length);
    super.backwardFromMaskKernel(
        activation,
        mask,
        maskOffset + done / Long.SIZE,
        gradOut,
        gradOutOffset + done,
        gradIn,
        gradInOffset + done,
        length - done);
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
    int done =
        VectorKernels.forward(
            Relu.doubles(activation),
            x,
            xOffset,
            value,
            valueOffset,
            derivative,
            derivativeOffset,
            length);
    super.forwardAndDerivativeKernel(
        activation,
        x,
        xOffset + done,
        value,
        valueOffset + done,
        derivative,
        derivativeOffset + done,
        length - done);
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
    int done =
        VectorKernels.forwardAndMask(
            Relu.doublesToInts(activation),
            x,
            xOffset,
            value,
            valueOffset,
            mask,
            maskOffset,
            length);
    super.forwardAndMaskKernel(
        activation,
        x,
        xOffset + done,
        value,
        valueOffset + done,
        mask,
        maskOffset + done / Long.SIZE,
        length - done);
  }

  /** Decided when first asked for: loading the provider must not touch the Vector API. */
  private static final class Availability {
    static final Throwable CAUSE = find();

    private static Throwable find() {
      try {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
          return new UnsupportedOperationException(
              "The module jdk.incubator.vector is not loaded; start the JVM with --add-modules jdk.incubator.vector.");
        }
        return VectorKernels.unavailabilityCause();
      } catch (Throwable e) {
        return e;
      }
    }
  }
}
