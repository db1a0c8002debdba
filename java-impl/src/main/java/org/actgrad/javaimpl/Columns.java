// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * What the steps of a {@link ColumnProgram} work on: a block of inputs x, of results y and z, which
 * are ranges of arrays of the program's type, and columns for what is between. All are whole
 * vectors.
 */
final class Columns {

  float[] floatX;
  double[] doubleX;
  int xAt;
  float[] floatY;
  double[] doubleY;
  int yAt;
  float[] floatZ;
  double[] doubleZ;
  int zAt;

  /**
   * All columns of a type, one after the other: where a load and an earlier store of the same loop
   * have the last 12 bits of their addresses in common, the one waits for the other. In whole
   * kilobytes, a column is at the same place in a page as another or far from it, while arrays each
   * of their own were a header apart.
   */
  final float[] floats = new float[SmoothColumns.COLUMNS * ColumnLoops.BLOCK];

  final double[] doubles = new double[SmoothColumns.COLUMNS * ColumnLoops.BLOCK];

  /** Where a range will not do: it is no whole vectors, or must not be written yet. */
  final float[][] floatCopies = new float[3][ColumnLoops.BLOCK];

  final double[][] doubleCopies = new double[3][ColumnLoops.BLOCK];

  /** Forgets the arrays of a caller. */
  void release() {
    floatX = floatY = floatZ = null;
    doubleX = doubleY = doubleZ = null;
  }
}
