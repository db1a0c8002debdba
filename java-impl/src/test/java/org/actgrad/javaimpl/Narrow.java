// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * {@link ColumnsTest} in a JVM with other vectors than the CPU's best: prints how long they are.
 */
final class Narrow {

  private Narrow() {}

  public static void main(String[] args) {
    ColumnsTest test = new ColumnsTest();
    ColumnsTest.activations()
        .forEach(
            activation -> {
              test.floatsHaveTheBitsOfPlainJava(activation);
              test.doublesHaveTheBitsOfPlainJava(activation);
            });
    System.out.print(VectorFormula.INTS.vectorBitSize() / 8);
  }
}
