// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * One loop over columns of whole vectors. There are so many classes of it, three at least where
 * loops are long, that C2 does not inline the call but compiles each loop alone: several in one
 * piece, or one of more than about 25 operations, have the 18,000 nodes at which it gives up
 * inlining (NodeCountInliningCutoff), and then makes objects of vectors.
 */
interface ColumnStep {
  void run(Columns columns, int length);
}
