// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.Arrays;
import java.util.stream.Stream;
import org.actgrad.Activation;

/**
 * {@link ColumnsTest} in a JVM with other vectors than the CPU's best: prints how long they are.
 */
final class Narrow {

  private Narrow() {}

  public static void main(String[] args) {
    ColumnsTest test = new ColumnsTest();
    Stream<Activation> linear =
        Arrays.stream(Activation.Function.values())
            .filter(Activation.Function::isPiecewiseLinear)
            .map(Activation::of);
    Stream.concat(linear, ColumnsTest.activations())
        .forEach(
            activation -> {
              test.floatsHaveTheBitsOfPlainJava(activation);
              test.doublesHaveTheBitsOfPlainJava(activation);
            });
    System.out.print(VectorFormula.INTS.vectorBitSize() / 8);
  }
}
