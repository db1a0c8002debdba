// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * How much of a call vectors do while the JVM warms up.
 *
 * <p>Until C2 has compiled its loops, the Vector API makes an object of every vector and takes 1000
 * times as long as plain Java: 200 ms for 16 Ki elements. But C2 compiles only what runs. So plain
 * Java does the work, and vectors the first elements of a call, as many as take them, at the pace
 * of the last time, no longer than plain Java has taken so far in all: a call never takes more than
 * about twice as long as it would. Once vectors were the faster several times in a row they do all,
 * and no clock is read any more. The results have the same bits, whoever computes them.
 *
 * <p>Of several threads, one may overwrite what another measured; that only delays the end.
 */
final class Probation {

  private static final int WINS = 4;

  private long balance;

  /** Nanoseconds an element; what the interpreter takes, to begin with. */
  private double pace = 20_000;

  /**
   * Of plain Java at its best: were it the last one, a call that the operating system held up would
   * make interpreted vectors win, and would pay for several of them.
   */
  private double plainPace = Double.MAX_VALUE;

  private int wins;
  private boolean over;

  boolean isOver() {
    return over;
  }

  /** How many elements vectors are to do now. */
  int share(int length) {
    double affordable = Math.max(0, balance) / pace;
    return (int) Math.min(affordable, Math.min(length, ColumnLoops.BLOCK))
        / VectorFormula.FLOATS.length()
        * VectorFormula.FLOATS.length();
  }

  /** Takes note of what a call has taken. */
  void record(int byVectors, long vectorNanos, int byPlainJava, long plainNanos) {
    balance += plainNanos - vectorNanos;
    if (byPlainJava > 0) {
      plainPace = Math.min(plainPace, (double) plainNanos / byPlainJava);
    }
    if (byVectors > 0) {
      pace = Math.max(1e-3, (double) vectorNanos / byVectors);
      wins = pace < plainPace ? wins + 1 : 0;
    }
    over = wins >= WINS;
  }
}
