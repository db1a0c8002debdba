// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * One loop over columns of whole vectors. There are so many classes of it that C2 does not inline
 * the call but compiles each loop alone: with several in one piece it gives up inlining, and makes
 * objects of vectors.
 */
interface ColumnStep {
  void run(Columns columns, int length);
}
