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
  protected int cutover(
      Activation.Function function,
      Operation operation,
      boolean isDouble,
      ActivationDerivative below) {
    return cutover;
  }

  @Override
  protected void kernel(
      Operation operation,
      boolean isDouble,
      Activation activation,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    called = operation;
  }
}
