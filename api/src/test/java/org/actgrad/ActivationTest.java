// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ActivationTest {

  private static final Activation RELU = Activation.relu();

  @Test
  void isAValue() {
    Activation changed = RELU.withDerivativeAtZero(0.5).withNaN(NaNPolicy.ONE);
    assertEquals(0, RELU.derivativeAtKink(0));
    assertEquals(NaNPolicy.ZERO, RELU.nan());
    assertEquals(0.5, changed.derivativeAtKink(0));
    assertEquals(NaNPolicy.ONE, changed.nan());
    assertEquals(Activation.Function.RELU, changed.function());
    assertEquals(Activation.relu().withNaN(NaNPolicy.ONE).withDerivativeAtZero(0.5), changed);
    assertEquals(
        Activation.relu().withNaN(NaNPolicy.ONE).withDerivativeAtZero(0.5).hashCode(),
        changed.hashCode());
    assertNotEquals(RELU, changed);
    assertNotEquals(RELU, RELU.withDerivativeAtZero(-0.0));
    assertEquals("relu(derivativeAtKinks=[0.5], nan=ONE)", changed.toString());
  }

  @Test
  void knowsWhichOutputsCanHoldItsDerivative() {
    assertTrue(RELU.isBinary());
    assertTrue(RELU.withDerivativeAtZero(1).withNaN(NaNPolicy.ONE).isBinary());
    assertTrue(RELU.withDerivativeAtZero(7).isIntegral());
    assertFalse(RELU.withDerivativeAtZero(7).isBinary());
    assertFalse(RELU.withDerivativeAtZero(0.5).isIntegral());
    assertFalse(RELU.withDerivativeAtZero(1e10).isIntegral());
    assertFalse(RELU.withNaN(NaNPolicy.PROPAGATE).isIntegral());
    assertFalse(RELU.withNaN(NaNPolicy.CANONICAL).isBinary());
  }

  @Test
  void refusesWhatMakesNoSense() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RELU.withDerivativeAtZero(Double.NaN));
    assertTrue(e.getMessage().contains("withNaN"), e.getMessage());
    assertThrows(NullPointerException.class, () -> RELU.withNaN(null));
  }
}
