// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.Operation;

/**
 * The loops over arrays around a formula.
 *
 * @param <F> the type of formula
 */
interface Loops<F> {

  /**
   * Runs an operation; the operands are those of {@code ActivationDerivative.kernel}.
   *
   * @return how many elements were done, from the first on; the others are for another to do
   */
  int run(
      Operation operation,
      boolean isDouble,
      F formula,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length);
}
