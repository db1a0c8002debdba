// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/** What a {@link ColumnProgram} works on: a block of columns. */
final class Columns {

  final double[][] doubles;

  /** Whole vectors of input, from {@code at} on: the caller's array or a padded copy. */
  float[] x;

  int at;

  private final float[] padded = new float[ColumnLoops.BLOCK];

  /** A result of floats. */
  final float[] y = new float[ColumnLoops.BLOCK];

  /** The exponential of {@link SingleSteps}. */
  final float[] power = new float[ColumnLoops.BLOCK];

  final float[] r = new float[ColumnLoops.BLOCK];
  final float[] sum = new float[ColumnLoops.BLOCK];
  final float[] fall = new float[ColumnLoops.BLOCK];

  Columns(int count) {
    doubles = new double[count][ColumnLoops.BLOCK];
  }

  /**
   * Sets the input.
   *
   * @param asItIs false to work on a copy
   */
  void setInput(float[] array, int offset, int length, boolean asItIs) {
    if (asItIs) {
      x = array;
      at = offset;
    } else {
      System.arraycopy(array, offset, padded, 0, length);
      x = padded;
      at = 0;
    }
  }
}
