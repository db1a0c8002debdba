// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.stream.Collectors;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.actgrad.Operation;
import org.actgrad.contract.ActivationDerivativeContract;
import org.junit.jupiter.api.Test;

/** All providers as one, in the one module that has them all. */
class FastestActivationDerivativeTest extends ActivationDerivativeContract {

  @Override
  protected ActivationDerivative provider() {
    return ActivationDerivatives.fastest();
  }

  @Override
  @Test
  protected void isInstalledAndAvailable() {
    List<String> available =
        ActivationDerivatives.installed().stream()
            .filter(provider -> provider.unavailabilityCause().isEmpty())
            .map(ActivationDerivative::name)
            .collect(Collectors.toList());
    assertEquals(
        Boolean.getBoolean("actgrad.native.skip")
            ? List.of("vector", "java")
            : List.of("native", "vector", "java"),
        available);
    assertEquals("fastest", provider().name());
  }

  @Test
  void theTypeDecidesToo() {
    assumeFalse(Boolean.getBoolean("actgrad.native.skip"));
    for (boolean isDouble : new boolean[] {false, true}) {
      assertEquals(
          isDouble ? "native" : "vector",
          provider()
              .provider(Activation.Function.SIGMOID, Operation.DERIVATIVE, isDouble, 32)
              .name());
    }
  }
}
