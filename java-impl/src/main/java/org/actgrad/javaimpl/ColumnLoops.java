// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.concurrent.atomic.AtomicReferenceArray;
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
      int whole = (n + ColumnSteps.LANES - 1) / ColumnSteps.LANES * ColumnSteps.LANES;
      if (isDouble) {
        System.arraycopy(in0, in0Offset + done, columns.doubles[ColumnProgram.INPUT], 0, n);
      } else {
        ColumnSteps.load((float[]) in0, in0Offset + done, columns.doubles[ColumnProgram.INPUT], n);
      }
      program.run(columns, whole);
      double[] first = columns.doubles[program.first];
      if (operation == Operation.BACKWARD) {
        if (isDouble) {
          ColumnSteps.backward(
              first,
              (double[]) in1,
              in1Offset + done,
              (double[]) out0,
              out0Offset + done,
              program.formula,
              n);
        } else {
          ColumnSteps.backward(
              first,
              (float[]) in1,
              in1Offset + done,
              (float[]) out0,
              out0Offset + done,
              program.formula,
              n);
        }
        continue;
      }
      store(first, isDouble, out0, out0Offset + done, n);
      if (operation == Operation.FORWARD_AND_DERIVATIVE) {
        store(columns.doubles[program.second], isDouble, out1, out1Offset + done, n);
      }
    }
    IDLE.set(place, columns);
    return length;
  }

  private static void store(double[] column, boolean isDouble, Object out, int offset, int length) {
    if (isDouble) {
      System.arraycopy(column, 0, out, offset, length);
    } else {
      ColumnSteps.store(column, (float[]) out, offset, length);
    }
  }
}
