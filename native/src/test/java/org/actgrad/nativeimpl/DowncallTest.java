// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ActivationDerivativeContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** The suite where short calls go without JNI from the first on. */
@EnabledForJreRange(minVersion = 24)
class DowncallTest extends ActivationDerivativeContract {

  @Override
  protected ActivationDerivative provider() {
    NativeActivationDerivative provider = new NativeActivationDerivative("");
    assertTrue(provider.makeDowncalls());
    return provider;
  }

  @Override
  protected int[] extraLengths() {
    int most = Downcall.MOST_ELEMENTS;
    return new int[] {most - 1, most, most + 1};
  }

  @Test
  @Timeout(60)
  void manyShortCallsBecomeDowncalls() throws ReflectiveOperationException, InterruptedException {
    NativeActivationDerivative provider = new NativeActivationDerivative("");
    Field downcalls = NativeActivationDerivative.class.getDeclaredField("downcalls");
    downcalls.setAccessible(true);
    float[] x = {1};
    for (int i = 0; i < 20_000; i++) {
      provider.derivative(Activation.relu(), x, 0, x, 0, 1);
    }
    while (!downcalls.getBoolean(provider)) {
      Thread.sleep(10);
    }
  }
}
