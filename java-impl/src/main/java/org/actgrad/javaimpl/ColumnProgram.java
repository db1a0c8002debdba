// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.ArrayList;
import java.util.List;
import org.actgrad.Activation;
import org.actgrad.Operation;

/**
 * The steps that evaluate a smooth function for a block of elements: those that the build generates
 * from {@link SmoothFunctions} (see {@code src/generator}), and those that set kinks.
 */
final class ColumnProgram {

  /** The scalar twin, for what is left where vectors end. */
  final Formula formula;

  /** Whether steps read x that come after one that writes a result. */
  final boolean readsTwice;

  private final ColumnStep[] steps;

  private ColumnProgram(Formula formula, boolean readsTwice, List<ColumnStep> steps) {
    this.formula = formula;
    this.readsTwice = readsTwice;
    this.steps = steps.toArray(new ColumnStep[0]);
  }

  /** The program of an operation: it puts f and f' into y and z, or one result into y. */
  static ColumnProgram of(
      Activation activation, double[] parameters, Operation operation, boolean isDouble) {
    boolean both = operation == Operation.FORWARD_AND_DERIVATIVE;
    boolean secondOrder = activation.form() == Activation.Form.SECOND_ORDER;
    SmoothColumns.Program program =
        secondOrder
            ? both
                ? SmoothColumns.Program.DERIVATIVE_AND_SECOND_DERIVATIVE
                : SmoothColumns.Program.SECOND_DERIVATIVE
            : both ? SmoothColumns.Program.VALUE_AND_DERIVATIVE : SmoothColumns.Program.DERIVATIVE;
    SmoothFunction function = SmoothFunction.of(activation, parameters);
    List<ColumnStep> steps =
        new ArrayList<>(List.of(SmoothColumns.steps(function, program, isDouble)));
    int kinks = activation.form() == Activation.Form.OUTPUT ? 0 : activation.function().kinks();
    // The first derivative is what has kinks.
    if (kinks > 0 && (both || !secondOrder)) {
      int first = parameters.length - 2 * kinks;
      int last = parameters.length - 2;
      steps.add(
          kinks(
              parameters[first],
              parameters[first + 1],
              parameters[last],
              parameters[last + 1],
              isDouble,
              both && !secondOrder));
    }
    return new ColumnProgram(
        Formula.of(activation, parameters, operation, isDouble), both || kinks > 0, steps);
  }

  private static ColumnStep kinks(
      double x0, double d0, double x1, double d1, boolean isDouble, boolean inZ) {
    if (isDouble) {
      return inZ
          ? (c, n) -> ColumnSteps.atKinks(c.doubleX, c.xAt, x0, d0, x1, d1, c.doubleZ, c.zAt, n)
          : (c, n) -> ColumnSteps.atKinks(c.doubleX, c.xAt, x0, d0, x1, d1, c.doubleY, c.yAt, n);
    }
    float fx0 = (float) x0;
    float fd0 = (float) d0;
    float fx1 = (float) x1;
    float fd1 = (float) d1;
    return inZ
        ? (c, n) -> ColumnSteps.atKinks(c.floatX, c.xAt, fx0, fd0, fx1, fd1, c.floatZ, c.zAt, n)
        : (c, n) -> ColumnSteps.atKinks(c.floatX, c.xAt, fx0, fd0, fx1, fd1, c.floatY, c.yAt, n);
  }

  /**
   * Evaluates the formula: one place for all calls, which so go to many classes.
   *
   * @param length how many elements, whole vectors
   */
  void run(Columns columns, int length) {
    for (ColumnStep step : steps) {
      step.run(columns, length);
    }
  }
}
