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
    if (columns == null) {
      columns = new Columns();
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
    columns.release();
    IDLE.set(place, columns);
    return length;
  }

  /** The steps read and write the arrays where a block is whole vectors, else copies of it. */
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
    boolean direct = whole == length;
    boolean backward = operation == Operation.BACKWARD;
    boolean both = operation == Operation.FORWARD_AND_DERIVATIVE;
    // A result must not replace what is still to be read.
    boolean copyIn = !direct || program.readsTwice && (out0 == in0 || out1 == in0);
    boolean copyOut = !direct || backward;
    if (copyIn) {
      System.arraycopy(in0, in0Offset, columns.floatCopies[0], 0, length);
    }
    columns.floatX = copyIn ? columns.floatCopies[0] : in0;
    columns.xAt = copyIn ? 0 : in0Offset;
    columns.floatY = copyOut ? columns.floatCopies[1] : out0;
    columns.yAt = copyOut ? 0 : out0Offset;
    columns.floatZ = copyOut ? columns.floatCopies[2] : out1;
    columns.zAt = copyOut ? 0 : out1Offset;
    program.run(columns, whole);
    if (backward) {
      ColumnSteps.backward(
          columns.floatY, in1, in1Offset, out0, out0Offset, program.formula, length);
    } else if (copyOut) {
      System.arraycopy(columns.floatY, 0, out0, out0Offset, length);
      if (both) {
        System.arraycopy(columns.floatZ, 0, out1, out1Offset, length);
      }
    }
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
    int whole = wholeVectors(length, DOUBLES);
    boolean direct = whole == length;
    boolean backward = operation == Operation.BACKWARD;
    boolean both = operation == Operation.FORWARD_AND_DERIVATIVE;
    boolean copyIn = !direct || program.readsTwice && (out0 == in0 || out1 == in0);
    boolean copyOut = !direct || backward;
    if (copyIn) {
      System.arraycopy(in0, in0Offset, columns.doubleCopies[0], 0, length);
    }
    columns.doubleX = copyIn ? columns.doubleCopies[0] : in0;
    columns.xAt = copyIn ? 0 : in0Offset;
    columns.doubleY = copyOut ? columns.doubleCopies[1] : out0;
    columns.yAt = copyOut ? 0 : out0Offset;
    columns.doubleZ = copyOut ? columns.doubleCopies[2] : out1;
    columns.zAt = copyOut ? 0 : out1Offset;
    program.run(columns, whole);
    if (backward) {
      ColumnSteps.backward(
          columns.doubleY, in1, in1Offset, out0, out0Offset, program.formula, length);
    } else if (copyOut) {
      System.arraycopy(columns.doubleY, 0, out0, out0Offset, length);
      if (both) {
        System.arraycopy(columns.doubleZ, 0, out1, out1Offset, length);
      }
    }
  }

  private static int wholeVectors(int length, VectorSpecies<?> species) {
    return (length + species.length() - 1) / species.length() * species.length();
  }
}
