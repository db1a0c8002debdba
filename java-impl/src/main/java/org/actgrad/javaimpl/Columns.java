// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/** What a {@link ColumnProgram} works on: a block of columns. */
final class Columns {

  final double[][] doubles;

  /** Of the exponential in {@link Single}. */
  final float[] rounded = new float[ColumnLoops.BLOCK];

  final float[] r = new float[ColumnLoops.BLOCK];
  final float[] sum = new float[ColumnLoops.BLOCK];
  final float[] fall = new float[ColumnLoops.BLOCK];

  Columns(int count) {
    doubles = new double[count][ColumnLoops.BLOCK];
  }
}
