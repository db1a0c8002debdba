// SPDX-License-Identifier: Apache-2.0
package org.actgrad.user;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.actgrad.Operation;

/**
 * A user of the library. Takes the name of a provider or {@code fastest}, compares what it computes
 * with plain Java, and gives the name of the provider that computed it. A function of strings, so
 * that it can be called from another class loader.
 */
public final class Use implements UnaryOperator<String> {

  @Override
  public String apply(String name) {
    ActivationDerivative provider =
        name.equals("fastest")
            ? ActivationDerivatives.fastest()
                .provider(Activation.Function.RELU, Operation.DERIVATIVE, false, 1 << 20)
            : ActivationDerivatives.named(name);
    float[] x = new float[1001];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7 == 0 ? Float.NaN : (i % 5 - 2) * Float.MIN_VALUE;
    }
    float[] expected = ActivationDerivatives.named("java").derivative(Activation.relu(), x);
    if (!Arrays.equals(expected, provider.derivative(Activation.relu(), x))) {
      throw new AssertionError(provider + " gives other results than plain Java");
    }
    return provider.name();
  }
}
