// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.Activation;
import org.actgrad.Operation;

/**
 * What to run for an activation, an operation and a type: a formula, and loops that are compiled
 * for formulas of its class alone.
 *
 * <p>The loops are written once; each class of formula gets a copy of its own, as {@link
 * ClassCopies} explains.
 *
 * @param <F> the type of formula
 */
final class Plans<F> {

  /** Makes the formula for an activation. */
  interface Factory<F> {
    F formula(Activation activation, Operation operation, boolean isDouble);
  }

  private static final int SIZE = 256;

  /**
   * Elements after which a thread can be stopped: C2 leaves no safepoint poll in a counted loop
   * under the serial and the parallel collector (-XX:-UseCountedLoopSafepoints), so that all other
   * threads would wait for the end of a long array. Whole words of a mask.
   */
  private static final int STEP = 1 << 15;

  private final Factory<F> factory;
  private final Loops<F> template;

  /**
   * The plans made last, by hash: bounded, since a parameter that is learned makes a new activation
   * at every step. Races are harmless, a plan is immutable.
   */
  private final Plan<?>[] plans = new Plan<?>[SIZE];

  Plans(Loops<F> template, Factory<F> factory) {
    this.template = template;
    this.factory = factory;
  }

  private record Plan<F>(
      Activation activation, Operation operation, boolean isDouble, F formula, Loops<F> loops) {

    /** The loop advances by what was done, which keeps it from being a counted one itself. */
    int runInSteps(
        Object in0,
        int in0Offset,
        Object in1,
        int in1Offset,
        Object out0,
        int out0Offset,
        Object out1,
        int out1Offset,
        int length) {
      int done = 0;
      int step;
      int ran;
      do {
        step = Math.min(STEP, length - done);
        ran =
            loops.run(
                operation,
                isDouble,
                formula,
                in0,
                in0Offset + operation.in0Length(done),
                in1,
                in1Offset + done,
                out0,
                out0Offset + operation.out0Length(done),
                out1,
                out1Offset + operation.out1Length(done),
                step);
        done += ran;
      } while (ran == step && done < length);
      return done;
    }
  }

  /** Runs an operation, as {@link Loops#run}. */
  int run(
      Operation operation,
      boolean isDouble,
      Activation activation,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    Plan<F> plan = plan(activation, operation, isDouble);
    if (length > STEP) {
      return plan.runInSteps(
          in0, in0Offset, in1, in1Offset, out0, out0Offset, out1, out1Offset, length);
    }
    return plan.loops.run(
        operation,
        isDouble,
        plan.formula,
        in0,
        in0Offset,
        in1,
        in1Offset,
        out0,
        out0Offset,
        out1,
        out1Offset,
        length);
  }

  private Plan<F> plan(Activation activation, Operation operation, boolean isDouble) {
    int slot = activation.hashCode() + 2 * operation.ordinal() + (isDouble ? 1 : 0) & SIZE - 1;
    @SuppressWarnings("unchecked") // only put here below
    Plan<F> plan = (Plan<F>) plans[slot];
    if (plan == null
        || plan.operation != operation
        || plan.isDouble != isDouble
        || !plan.activation.equals(activation)) {
      F formula = factory.formula(activation, operation, isDouble);
      plan = new Plan<>(activation, operation, isDouble, formula, loopsFor(formula));
      plans[slot] = plan;
    }
    return plan;
  }

  /** A copy of the loops for each class of formula. */
  @SuppressWarnings("unchecked") // a copy of the template's class
  private Loops<F> loopsFor(F formula) {
    return (Loops<F>) ClassCopies.instance(template.getClass(), formula.getClass());
  }
}
