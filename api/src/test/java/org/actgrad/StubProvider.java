// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.util.Optional;

/** A provider that does nothing but tell which of its kernels was called. */
class StubProvider extends ActivationDerivative {

  private final String name;
  private final int priority;
  private final Throwable cause;
  private final int cutover;
  Operation called;

  StubProvider(String name, int priority, Throwable cause, int cutover) {
    this.name = name;
    this.priority = priority;
    this.cause = cause;
    this.cutover = cutover;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public String instructionSet() {
    return "stub";
  }

  @Override
  public Optional<Throwable> unavailabilityCause() {
    return Optional.ofNullable(cause);
  }

  @Override
  protected int cutover(Activation.Function function, Operation operation) {
    return cutover;
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    called = Operation.DERIVATIVE;
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    called = Operation.INT_DERIVATIVE;
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    called = Operation.BOOLEAN_DERIVATIVE;
  }

  @Override
  protected void maskKernel(
      Activation activation, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    called = Operation.MASK;
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
    called = Operation.BACKWARD;
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
    called = Operation.BACKWARD_FROM_MASK;
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
    called = Operation.FORWARD_AND_DERIVATIVE;
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
    called = Operation.FORWARD_AND_MASK;
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    called = Operation.DERIVATIVE;
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    called = Operation.INT_DERIVATIVE;
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    called = Operation.BOOLEAN_DERIVATIVE;
  }

  @Override
  protected void maskKernel(
      Activation activation, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    called = Operation.MASK;
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
    called = Operation.BACKWARD;
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
    called = Operation.BACKWARD_FROM_MASK;
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
    called = Operation.FORWARD_AND_DERIVATIVE;
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
    called = Operation.FORWARD_AND_MASK;
  }
}
