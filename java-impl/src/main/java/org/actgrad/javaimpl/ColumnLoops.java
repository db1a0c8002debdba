// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.VectorFormula.DOUBLES;
import static org.actgrad.javaimpl.VectorFormula.FLOATS;

import java.util.concurrent.atomic.AtomicReferenceArray;
import jdk.incubator.vector.VectorSpecies;
import org.actgrad.Operation;

/** Smooth functions on vectors, block by block, so that the columns stay in the L1 cache. */
final class ColumnLoops implements Loops<ColumnProgram> {

  static final int BLOCK = 256;

  /**
   * Columns that no thread works on, for the next call: a call takes and returns them, so that none
   * allocates once each thread that runs at a time has found some. Not for each thread, because of
   * virtual ones, which come and go.
   */
  private static final AtomicReferenceArray<Columns> IDLE = new AtomicReferenceArray<>(64);

  @Override
  public int run(
      Operation operation,
      boolean isDouble,
      ColumnProgram program,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    int place = System.identityHashCode(Thread.currentThread()) & IDLE.length() - 1;
    Columns columns = IDLE.getAndSet(place, null);
    if (columns == null || columns.doubles.length < program.columns) {
      columns = new Columns(program.columns);
    }
    for (int done = 0; done < length; done += BLOCK) {
      int n = Math.min(BLOCK, length - done);
      if (isDouble) {
        doubles(
            operation,
            program,
            columns,
            (double[]) in0,
            in0Offset + done,
            (double[]) in1,
            in1Offset + done,
            (double[]) out0,
            out0Offset + done,
            (double[]) out1,
            out1Offset + done,
            n);
      } else {
        floats(
            operation,
            program,
            columns,
            (float[]) in0,
            in0Offset + done,
            (float[]) in1,
            in1Offset + done,
            (float[]) out0,
            out0Offset + done,
            (float[]) out1,
            out1Offset + done,
            n);
      }
    }
    columns.x = null;
    IDLE.set(place, columns);
    return length;
  }

  private static void doubles(
      Operation operation,
      ColumnProgram program,
      Columns columns,
      double[] in0,
      int in0Offset,
      double[] in1,
      int in1Offset,
      double[] out0,
      int out0Offset,
      double[] out1,
      int out1Offset,
      int length) {
    System.arraycopy(in0, in0Offset, columns.doubles[ColumnProgram.INPUT], 0, length);
    program.run(columns, wholeVectors(length, DOUBLES));
    double[] first = program.first.doubles(columns);
    if (operation == Operation.BACKWARD) {
      ColumnSteps.backward(first, in1, in1Offset, out0, out0Offset, program.formula, length);
      return;
    }
    System.arraycopy(first, 0, out0, out0Offset, length);
    if (operation == Operation.FORWARD_AND_DERIVATIVE) {
      System.arraycopy(program.second.doubles(columns), 0, out1, out1Offset, length);
    }
  }

  private static void floats(
      Operation operation,
      ColumnProgram program,
      Columns columns,
      float[] in0,
      int in0Offset,
      float[] in1,
      int in1Offset,
      float[] out0,
      int out0Offset,
      float[] out1,
      int out1Offset,
      int length) {
    int whole = wholeVectors(length, FLOATS);
    // The first result must not replace what the second is computed from.
    columns.setInput(in0, in0Offset, length, whole == length && out0 != in0);
    if (program.hasSteps()) {
      ColumnSteps.widen(columns.x, columns.at, columns.doubles[ColumnProgram.INPUT], whole);
      program.run(columns, whole);
    }
    program.first.toFloats(columns, whole);
    if (operation == Operation.BACKWARD) {
      ColumnSteps.backward(columns.y, in1, in1Offset, out0, out0Offset, program.formula, length);
      return;
    }
    System.arraycopy(columns.y, 0, out0, out0Offset, length);
    if (operation == Operation.FORWARD_AND_DERIVATIVE) {
      program.second.toFloats(columns, whole);
      System.arraycopy(columns.y, 0, out1, out1Offset, length);
    }
  }

  private static int wholeVectors(int length, VectorSpecies<?> species) {
    return (length + species.length() - 1) / species.length() * species.length();
  }
}
