// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Subnormals count as what they are in a thread where another library has left flush-to-zero and
 * denormals-are-zero set (as gcc bug 55522 makes any library do that is linked with -ffast-math).
 */
class FlushToZeroTest {

  private int before;

  @BeforeEach
  void load() {
    Loader.load(FloatingPointControl.class);
    before = FloatingPointControl.get();
  }

  @AfterEach
  void restore() {
    FloatingPointControl.set(before);
  }

  @Test
  void everyProviderSeesSubnormals() {
    assertDerivatives(Activation.relu().withDerivativeAtZero(0.5), 0, 0.5f, 1);
  }

  @Test
  void everyProviderTellsSubnormalsFromTheKinkOfASmoothFunction() {
    assertDerivatives(Activation.elu(1).withDerivativeAtKinks(0.5), 1, 0.5f, 1);
  }

  private void assertDerivatives(Activation activation, float below, float at, float above) {
    int n = 100;
    float[] floats = new float[n];
    double[] doubles = new double[n];
    float[] expectedFloats = new float[n];
    double[] expectedDoubles = new double[n];
    for (int i = 0; i < n; i++) {
      int sign = i % 3 - 1;
      floats[i] = sign * Float.MIN_VALUE * (i + 1);
      doubles[i] = sign * Double.MIN_VALUE * (i + 1);
      expectedFloats[i] = sign > 0 ? above : sign == 0 ? at : below;
      expectedDoubles[i] = expectedFloats[i];
    }
    List<ActivationDerivative> providers = ActivationDerivatives.installed();
    assertEquals(3, providers.size());
    for (int round = 0; round < 5000; round++) { // until C2 has compiled the loops
      for (ActivationDerivative provider : providers) {
        assertTrue(provider.unavailabilityCause().isEmpty(), provider.name());
        float[] derivatives = new float[n];
        double[] doubleDerivatives = new double[n];
        FloatingPointControl.set(before | FloatingPointControl.flushToZero());
        provider.derivative(activation, floats, 0, derivatives, 0, n);
        provider.derivative(activation, doubles, 0, doubleDerivatives, 0, n);
        int after = FloatingPointControl.get();
        FloatingPointControl.set(before);
        assertEquals(
            FloatingPointControl.flushToZero(),
            after & FloatingPointControl.flushToZero(),
            "a provider changed the control register");
        assertArrayEquals(expectedFloats, derivatives, provider.name());
        assertArrayEquals(expectedDoubles, doubleDerivatives, provider.name());
      }
    }
  }

  /** The test above can fail: with the flags set, the common form is wrong. */
  @Test
  void theComparisonThatPeopleWriteDoesNotSeeThem() {
    FloatingPointControl.set(before | FloatingPointControl.flushToZero());
    boolean positive = subnormal() > 0;
    FloatingPointControl.set(before);
    assertTrue(subnormal() > 0);
    assertEquals(false, positive);
  }

  /** Not a constant, which the compiler would compare at compile time. */
  private static float subnormal() {
    return Float.intBitsToFloat(runtimeOne());
  }

  private static int runtimeOne() {
    return (int) (System.nanoTime() >>> 63) + 1;
  }
}
