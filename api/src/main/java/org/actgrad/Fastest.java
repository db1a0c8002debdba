// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.nio.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All available providers as one: each call goes to the highest-ranked provider whose cut-over the
 * length has reached.
 */
final class Fastest extends ActivationDerivative {

  private static final int OPERATIONS = Operation.values().length;

  /** The available providers, highest priority first. */
  private final ActivationDerivative[] providers;

  /**
   * The provider for each function, operation, type and number of leading zeros of the length: one
   * load, since at a length of 1 whatever stands between a call and its loop is most of the time.
   */
  private final ActivationDerivative[] chosen;

  Fastest(List<ActivationDerivative> available) {
    providers = available.toArray(new ActivationDerivative[0]);
    Activation.Function[] functions = Activation.Function.values();
    chosen = new ActivationDerivative[functions.length * OPERATIONS * 2 * Integer.SIZE];
    for (Activation.Function function : functions) {
      for (Operation operation : Operation.values()) {
        for (boolean isDouble : new boolean[] {false, true}) {
          for (int zeros = 1; zeros < Integer.SIZE; zeros++) {
            chosen[index(function, operation, isDouble, zeros)] =
                choose(function, operation, isDouble, 1 << Integer.SIZE - 1 - zeros);
          }
        }
      }
    }
  }

  private ActivationDerivative choose(
      Activation.Function function, Operation operation, boolean isDouble, int length) {
    int p = 0;
    // The last is the floor: there is nothing below to hand a range down to.
    while (p < providers.length - 1
        && length < providers[p].cutover(function, operation, isDouble, providers[p + 1])) {
      p++;
    }
    return providers[p];
  }

  private static int index(
      Activation.Function function, Operation operation, boolean isDouble, int zeros) {
    int kernel = (function.ordinal() * OPERATIONS + operation.ordinal()) * 2 + (isDouble ? 1 : 0);
    return kernel * Integer.SIZE + zeros;
  }

  @Override
  public String name() {
    return "fastest";
  }

  @Override
  public int priority() {
    return providers[0].priority();
  }

  @Override
  public String instructionSet() {
    return providers[0].instructionSet();
  }

  @Override
  public Optional<Throwable> unavailabilityCause() {
    return Optional.empty();
  }

  @Override
  public ActivationDerivative provider(
      Activation.Function function, Operation operation, boolean isDouble, int length) {
    return chosen[index(function, operation, isDouble, Integer.numberOfLeadingZeros(length | 1))];
  }

  @Override
  public String toString() {
    return List.of(providers).stream()
        .map(ActivationDerivative::toString)
        .collect(Collectors.joining(", ", "fastest of ", ""));
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
    provider(activation.function(), operation, isDouble, length)
        .kernel(
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

  @Override
  protected boolean addressKernel(
      Operation operation,
      boolean isDouble,
      Activation activation,
      long in0,
      long in1,
      long out0,
      long out1,
      int length) {
    // A call with addresses costs less than copying through arrays at every length.
    for (ActivationDerivative provider : providers) {
      if (provider.addressKernel(operation, isDouble, activation, in0, in1, out0, out1, length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected long address(Buffer buffer) {
    for (ActivationDerivative provider : providers) {
      long address = provider.address(buffer);
      if (address != 0) {
        return address;
      }
    }
    return 0;
  }
}
