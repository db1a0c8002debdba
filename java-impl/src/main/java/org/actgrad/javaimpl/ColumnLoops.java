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
      block(
          operation,
          isDouble,
          program,
          columns,
          in0,
          in0Offset + done,
          in1,
          in1Offset + done,
          out0,
          out0Offset + done,
          out1,
          out1Offset + done,
          n);
    }
    columns.release();
    IDLE.set(place, columns);
    return length;
  }

  /** The steps read and write the arrays where a block is whole vectors, else copies of it. */
  private static void block(
      Operation operation,
      boolean isDouble,
      ColumnProgram program,
      Columns columns,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    int whole = wholeVectors(length, isDouble ? DOUBLES : FLOATS);
    boolean direct = whole == length;
    boolean backward = operation == Operation.BACKWARD;
    // A result must not replace what is still to be read.
    boolean copyIn = !direct || program.readsTwice && (out0 == in0 || out1 == in0);
    boolean copyOut = !direct || backward;
    Object[] copies = isDouble ? columns.doubleCopies : columns.floatCopies;
    if (copyIn) {
      System.arraycopy(in0, in0Offset, copies[0], 0, length);
    }
    Object x = copyIn ? copies[0] : in0;
    Object y = copyOut ? copies[1] : out0;
    Object z = copyOut ? copies[2] : out1;
    columns.xAt = copyIn ? 0 : in0Offset;
    columns.yAt = copyOut ? 0 : out0Offset;
    columns.zAt = copyOut ? 0 : out1Offset;
    if (isDouble) {
      columns.doubleX = (double[]) x;
      columns.doubleY = (double[]) y;
      columns.doubleZ = (double[]) z;
    } else {
      columns.floatX = (float[]) x;
      columns.floatY = (float[]) y;
      columns.floatZ = (float[]) z;
    }
    program.run(columns, whole);
    if (backward && isDouble) {
      ColumnSteps.backward(
          (double[]) y,
          (double[]) in1,
          in1Offset,
          (double[]) out0,
          out0Offset,
          program.formula,
          length);
    } else if (backward) {
      ColumnSteps.backward(
          (float[]) y,
          (float[]) in1,
          in1Offset,
          (float[]) out0,
          out0Offset,
          program.formula,
          length);
    } else if (copyOut) {
      System.arraycopy(y, 0, out0, out0Offset, length);
      if (operation == Operation.FORWARD_AND_DERIVATIVE) {
        System.arraycopy(z, 0, out1, out1Offset, length);
      }
    }
  }

  private static int wholeVectors(int length, VectorSpecies<?> species) {
    return (length + species.length() - 1) / species.length() * species.length();
  }
}
