// SPDX-License-Identifier: Apache-2.0
package org.actgrad.user;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.actgrad.Operation;

/**
 * A user of the library, for JVMs of their own: prints which provider computes long ranges, after
 * comparing its results with plain Java's, or the message of the exception.
 */
public final class PrintProvider {

  private PrintProvider() {}

  public static void main(String[] args) throws Exception {
    String signals = handledSignals();
    try {
      ActivationDerivative provider =
          ActivationDerivatives.fastest()
              .provider(Activation.Function.RELU, Operation.DERIVATIVE, 1 << 20);
      ActivationDerivative java = ActivationDerivatives.named("java");
      float[] x = new float[1001];
      for (int i = 0; i < x.length; i++) {
        x[i] = i % 7 == 0 ? Float.NaN : (i % 5 - 2) * Float.MIN_VALUE;
      }
      if (!Arrays.equals(
          java.derivative(Activation.relu(), x), provider.derivative(Activation.relu(), x))) {
        throw new AssertionError("other results than plain Java");
      }
      System.out.println(provider.name());
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    if (!handledSignals().equals(signals)) {
      throw new AssertionError("signal handlers changed");
    }
  }

  /** The set of signals that this process handles. */
  private static String handledSignals() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigCgt"))
        .findFirst()
        .orElseThrow();
  }
}
