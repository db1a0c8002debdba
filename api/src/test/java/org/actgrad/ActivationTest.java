// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

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

  @Test
  void parametersThatMakeNoSenseAreRefusedInASentence() {
    for (Executable bad :
        List.<Executable>of(
            () -> Activation.leakyRelu(Double.NaN),
            () -> Activation.hardTanh(1, -1),
            () -> Activation.rrelu(0.5, 0.1),
            () -> Activation.clippedRelu(0, 1, 2),
            () -> Activation.hardSigmoid(0, 0.5),
            () -> Activation.softShrink(-1),
            () -> Activation.softplus(0),
            () -> Activation.swish(0),
            () -> Activation.celu(-1),
            () -> Activation.squareplus(0),
            () -> Activation.pow(1, Double.POSITIVE_INFINITY),
            () -> Activation.of(Activation.Function.LINEAR, 1),
            () -> Activation.relu6().withDerivativeAtZero(1),
            () -> Activation.sigmoid().withNaN(NaNPolicy.ZERO),
            () -> Activation.relu().secondOrder(),
            () -> Activation.gelu().fromOutput())) {
      String message = assertThrows(IllegalArgumentException.class, bad).getMessage();
      assertTrue(message.endsWith("."), message);
    }
  }

  @Test
  void everyFunctionHasANameAndTextOfItsOwn() {
    for (Activation.Function function : Activation.Function.values()) {
      Activation activation = Activation.of(function);
      assertTrue(activation.toString().startsWith(function.toString()));
      assertEquals(activation, Activation.of(function));
      assertEquals(function.isPiecewiseLinear(), activation.isSecondDerivativeZero());
    }
  }
}
