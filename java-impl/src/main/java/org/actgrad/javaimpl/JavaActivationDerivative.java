// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.Operation;

/** The provider {@code java}: plain loops without branches, available everywhere. */
public class JavaActivationDerivative extends ActivationDerivative {

  /** Shared by all instances: copying the loops takes longer than most calls. */
  private static final Plans<Formula> PLANS =
      new Plans<>(
          new PlainLoops(),
          (activation, operation, isDouble) ->
              Formula.of(activation, kernelParameters(activation), operation, isDouble));

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
    PLANS.run(
        operation,
        isDouble,
        activation,
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
}
