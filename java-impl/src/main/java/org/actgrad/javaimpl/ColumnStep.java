// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * One loop over a block of whole vectors. There are so many classes of it, three at least where
 * loops are long, that C2 does not inline the call but compiles each loop alone.
 */
interface ColumnStep {
  void run(Columns columns, int length);
}
