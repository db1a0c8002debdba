// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.actgrad.Activation;
import org.actgrad.Operation;

/**
 * The steps that evaluate a smooth function for a block of elements, column by column. What two
 * results have in common, as the exponential in f and f', is computed once.
 */
final class ColumnProgram {

  /**
   * Where polynomials have their even and their odd powers, exponentials the rounded and the
   * reduced argument.
   */
  private static final int EVEN = 0;

  private static final int ODD = 1;

  /** The column of x. */
  static final int INPUT = 2;

  /** What makes two columns the same. */
  private record Key(
      Column.Operator operator, long constant, List<Double> numbers, List<Integer> operands) {}

  /** The scalar twin, for what is left where vectors end. */
  final Formula formula;

  private final ColumnStep[] steps;

  /** How many columns {@link #run} works on. */
  final int columns;

  final Result first;

  final Result second;

  /** Where a result is. */
  static final class Result {

    private final int slot;
    private final ColumnStep[] single;

    private Result(int slot, List<ColumnStep> single) {
      this.slot = slot;
      this.single = single == null ? null : single.toArray(new ColumnStep[0]);
    }

    double[] doubles(Columns columns) {
      return columns.doubles[slot];
    }

    /** Puts floats into {@code y}, computed from {@code x} now or in double by the steps. */
    void toFloats(Columns columns, int length) {
      if (single != null) {
        runAll(single, columns, length);
      } else {
        ColumnSteps.narrow(columns.doubles[slot], columns.y, length);
      }
    }
  }

  /** The plan of an operation. */
  static ColumnProgram of(
      Activation activation, double[] parameters, Operation operation, boolean isDouble) {
    ColumnFunction function = ColumnFunction.of(activation, parameters);
    boolean secondOrder = activation.form() == Activation.Form.SECOND_ORDER;
    Column x = Column.input();
    Column value = secondOrder ? function.derivative(x, !isDouble) : function.value(x, !isDouble);
    Column derivative =
        secondOrder ? function.secondDerivative(x, !isDouble) : function.derivative(x, !isDouble);
    value = value.nanIfEither(x);
    derivative = derivative.nanIfEither(x);
    int kinks = activation.form() == Activation.Form.OUTPUT ? 0 : activation.function().kinks();
    for (int i = parameters.length - 2 * kinks; i < parameters.length; i += 2) {
      double place = isDouble ? parameters[i] : (float) parameters[i];
      double result = isDouble ? parameters[i + 1] : (float) parameters[i + 1];
      if (secondOrder) {
        value = value.atKink(x, place, result);
      } else {
        derivative = derivative.atKink(x, place, result);
      }
    }
    List<ColumnStep> singleValue = null;
    List<ColumnStep> singleDerivative = null;
    if (!isDouble) {
      singleValue = secondOrder ? function.singleDerivative() : function.singleValue();
      singleDerivative = secondOrder ? null : function.singleDerivative();
    }
    boolean both = operation == Operation.FORWARD_AND_DERIVATIVE;
    return new ColumnProgram(
        Formula.of(activation, parameters, operation, isDouble),
        x,
        both ? value : derivative,
        both ? singleValue : singleDerivative,
        derivative,
        singleDerivative);
  }

  /** A result has steps in float arithmetic, or null and the column counts. */
  private ColumnProgram(
      Formula formula,
      Column x,
      Column first,
      List<ColumnStep> firstSingle,
      Column second,
      List<ColumnStep> secondSingle) {
    this.formula = formula;
    Recorder recorder = new Recorder();
    int input = recorder.add(x);
    int firstValue = firstSingle == null ? recorder.add(first) : input;
    int secondValue = secondSingle == null ? recorder.add(second) : input;
    int[] slots = recorder.allocate(firstValue, secondValue);
    this.steps = recorder.steps(slots);
    this.first = new Result(slots[firstValue], firstSingle);
    this.second = new Result(slots[secondValue], secondSingle);
    this.columns = Arrays.stream(slots).max().getAsInt() + 1;
  }

  /** Puts the values of a formula into an order, and each into a column that is free by then. */
  private static final class Recorder {

    private final List<Column> values = new ArrayList<>();
    private final List<List<Integer>> operands = new ArrayList<>();
    private final List<double[]> constants = new ArrayList<>();
    private final Map<Key, Integer> known = new HashMap<>();
    private final Map<Column, Integer> added = new HashMap<>();

    int add(Column column) {
      Integer before = added.get(column);
      if (before != null) {
        return before;
      }
      List<Integer> inputs = column.operands.stream().map(this::add).toList();
      Key key =
          new Key(
              column.operator,
              column.constant,
              Arrays.stream(column.numbers).boxed().toList(),
              inputs);
      Integer number = known.get(key);
      if (number == null) {
        if (column.isConstant()) {
          double[] constant = new double[ColumnSteps.LANES];
          Arrays.fill(constant, column.number());
          constants.add(constant);
          number = -constants.size();
        } else {
          number = values.size();
          values.add(column);
          operands.add(inputs);
        }
        known.put(key, number);
      }
      added.put(column, number);
      return number;
    }

    int[] allocate(int... results) {
      int[] last = new int[values.size()];
      for (int i = 0; i < last.length; i++) {
        for (int operand : operands.get(i)) {
          if (operand >= 0) {
            last[operand] = i;
          }
        }
      }
      for (int result : results) {
        last[result] = Integer.MAX_VALUE;
      }
      int[] slots = new int[values.size()];
      // Of each slot, its last reader.
      List<Integer> users = new ArrayList<>(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE));
      for (int i = 0; i < slots.length; i++) {
        int slot = 0;
        // The step itself may overwrite what it is the last to read: it goes by whole vectors.
        while (slot < users.size() && users.get(slot) > i) {
          slot++;
        }
        if (slot == users.size()) {
          users.add(0);
        }
        users.set(slot, Math.max(last[i], i));
        slots[i] = slot;
      }
      return slots;
    }

    ColumnStep[] steps(int[] slots) {
      List<ColumnStep> steps = new ArrayList<>();
      for (int i = 1; i < values.size(); i++) { // the first is the input
        Operand[] in = new Operand[4];
        for (int k = 0; k < operands.get(i).size(); k++) {
          int operand = operands.get(i).get(k);
          in[k] =
              operand < 0
                  ? new Operand(-1, 0, constants.get(-1 - operand))
                  : new Operand(slots[operand], -1, null);
        }
        add(steps, values.get(i), in, slots[i]);
      }
      return steps.toArray(new ColumnStep[0]);
    }

    private static void add(List<ColumnStep> steps, Column value, Operand[] in, int out) {
      int a = in[0].slot;
      int b = in[1] == null ? -1 : in[1].slot;
      double number = value.number();
      long bits = value.constant;
      if (value.operator == Column.Operator.POLYNOMIAL) {
        addPolynomial(steps, a, value.numbers, out);
        return;
      }
      if (value.operator == Column.Operator.EXP_MINUS_LONG) {
        double ln2High = value.numbers[0];
        double ln2Low = value.numbers[1];
        steps.add(
            (c, n) ->
                ColumnSteps.reduceExp(
                    c.doubles[a],
                    in[1].in(c),
                    in[1].stride,
                    number,
                    ln2High,
                    ln2Low,
                    c.doubles[EVEN],
                    c.doubles[ODD],
                    n));
        steps.add(
            (c, n) -> ColumnSteps.expOfReduced(c.doubles[EVEN], c.doubles[ODD], c.doubles[out], n));
        return;
      }
      steps.add(
          switch (value.operator) {
            case PLUS -> (c, n) -> ColumnSteps.plus(c.doubles[a], c.doubles[b], c.doubles[out], n);
            case PLUS_CONSTANT ->
                (c, n) -> ColumnSteps.plus(c.doubles[a], number, c.doubles[out], n);
            case MINUS ->
                (c, n) -> ColumnSteps.minus(c.doubles[a], c.doubles[b], c.doubles[out], n);
            case CONSTANT_MINUS ->
                (c, n) -> ColumnSteps.minus(number, c.doubles[a], c.doubles[out], n);
            case TIMES ->
                (c, n) -> ColumnSteps.times(c.doubles[a], c.doubles[b], c.doubles[out], n);
            case TIMES_CONSTANT ->
                (c, n) -> ColumnSteps.times(c.doubles[a], number, c.doubles[out], n);
            case OVER -> (c, n) -> ColumnSteps.over(c.doubles[a], c.doubles[b], c.doubles[out], n);
            case OVER_CONSTANT ->
                (c, n) -> ColumnSteps.over(c.doubles[a], number, c.doubles[out], n);
            case CONSTANT_OVER ->
                (c, n) -> ColumnSteps.over(number, c.doubles[a], c.doubles[out], n);
            case MIN_ABS -> (c, n) -> ColumnSteps.minAbs(c.doubles[a], number, c.doubles[out], n);
            case SQRT -> (c, n) -> ColumnSteps.sqrt(c.doubles[a], c.doubles[out], n);
            case LESS ->
                (c, n) ->
                    ColumnSteps.less(
                        in[0].in(c),
                        in[0].stride,
                        in[1].in(c),
                        in[1].stride,
                        in[2].in(c),
                        in[2].stride,
                        in[3].in(c),
                        in[3].stride,
                        c.doubles[out],
                        n);
            case EQUAL ->
                (c, n) ->
                    ColumnSteps.equal(
                        in[0].in(c),
                        in[0].stride,
                        in[1].in(c),
                        in[1].stride,
                        in[2].in(c),
                        in[2].stride,
                        in[3].in(c),
                        in[3].stride,
                        c.doubles[out],
                        n);
            case IF_NEGATIVE ->
                (c, n) ->
                    ColumnSteps.ifNegative(
                        c.doubles[a],
                        in[1].in(c),
                        in[1].stride,
                        in[2].in(c),
                        in[2].stride,
                        c.doubles[out],
                        n);
            case WITH_SIGN ->
                (c, n) -> ColumnSteps.withSign(c.doubles[a], c.doubles[b], c.doubles[out], n);
            case AND -> (c, n) -> ColumnSteps.and(c.doubles[a], bits, c.doubles[out], n);
            case OR -> (c, n) -> ColumnSteps.or(c.doubles[a], bits, c.doubles[out], n);
            case SHIFT_LEFT ->
                (c, n) -> ColumnSteps.shiftLeft(c.doubles[a], (int) bits, c.doubles[out], n);
            case SHIFT_RIGHT ->
                (c, n) -> ColumnSteps.shiftRight(c.doubles[a], (int) bits, c.doubles[out], n);
            case EXP_MINUS -> (c, n) -> ColumnSteps.expMinus(c.doubles[a], c.doubles[out], n);
            case LOGISTIC -> (c, n) -> ColumnSteps.logistic(c.doubles[a], c.doubles[out], n);
            case LOGISTIC_MINUS ->
                (c, n) -> ColumnSteps.logisticMinus(c.doubles[a], c.doubles[out], n);
            case MINUS_SQUARE -> (c, n) -> ColumnSteps.minusSquare(c.doubles[a], c.doubles[out], n);
            case TIMES_PLUS -> {
              double plus = value.numbers[0];
              yield (c, n) -> ColumnSteps.timesPlus(c.doubles[a], number, plus, c.doubles[out], n);
            }
            case PRODUCT_PLUS ->
                (c, n) ->
                    ColumnSteps.productPlus(
                        c.doubles[a], c.doubles[b], in[2].in(c), in[2].stride, c.doubles[out], n);
            case MINUS_PRODUCT ->
                (c, n) ->
                    ColumnSteps.minusProduct(
                        in[0].in(c),
                        in[0].stride,
                        c.doubles[b],
                        c.doubles[in[2].slot],
                        c.doubles[out],
                        n);
            case TIMES_OWN_SUM ->
                (c, n) -> ColumnSteps.timesOwnSum(c.doubles[a], number, c.doubles[out], n);
            case NAN_IF_EITHER ->
                (c, n) -> ColumnSteps.nanIfEither(c.doubles[a], c.doubles[b], c.doubles[out], n);
            case AT_KINK -> {
              double result = value.numbers[0];
              yield (c, n) ->
                  ColumnSteps.atKink(c.doubles[a], c.doubles[b], bits, result, c.doubles[out], n);
            }
            case INPUT, CONSTANT, POLYNOMIAL, EXP_MINUS_LONG ->
                throw new AssertionError(value.operator + " is not one step.");
          });
    }

    /** {@link Elementary#polynomial}, up to three powers of x² at a time. */
    private static void addPolynomial(List<ColumnStep> steps, int x, double[] k, int out) {
      int size = k.length;
      int i = (size - 2 | 1) - 2;
      if (size % 2 != 0) {
        steps.add(
            (c, n) ->
                ColumnSteps.polynomialOdd(c.doubles[x], k, c.doubles[EVEN], c.doubles[ODD], n));
      } else if (i > 4) {
        steps.add(
            (c, n) ->
                ColumnSteps.polynomialEven(c.doubles[x], k, c.doubles[EVEN], c.doubles[ODD], n));
        i -= 6;
      } else {
        steps.add(
            (c, n) ->
                ColumnSteps.fill(k[size - 2], k[size - 1], c.doubles[EVEN], c.doubles[ODD], n));
      }
      for (; i > 4; i -= 6) {
        int from = i;
        steps.add(
            (c, n) ->
                ColumnSteps.polynomial(c.doubles[x], k, from, c.doubles[EVEN], c.doubles[ODD], n));
      }
      if (i == 3) {
        steps.add(
            (c, n) ->
                ColumnSteps.polynomialEndTwo(
                    c.doubles[x], k, c.doubles[EVEN], c.doubles[ODD], c.doubles[out], n));
      } else if (i == 1) {
        steps.add(
            (c, n) ->
                ColumnSteps.polynomialEndOne(
                    c.doubles[x], k, c.doubles[EVEN], c.doubles[ODD], c.doubles[out], n));
      } else {
        steps.add(
            (c, n) ->
                ColumnSteps.polynomialEnd(
                    c.doubles[x], c.doubles[EVEN], c.doubles[ODD], c.doubles[out], n));
      }
    }
  }

  /** A column, or a constant as often as a vector holds. */
  private record Operand(int slot, int stride, double[] constant) {
    double[] in(Columns columns) {
      return constant != null ? constant : columns.doubles[slot];
    }
  }

  /** Whether there is anything to compute in double. */
  boolean hasSteps() {
    return steps.length > 0;
  }

  /**
   * Evaluates the formula.
   *
   * @param length how many elements, rounded up to whole vectors
   */
  void run(Columns columns, int length) {
    runAll(steps, columns, length);
  }

  /** One place for all calls, which so go to many classes. */
  private static void runAll(ColumnStep[] steps, Columns columns, int length) {
    for (ColumnStep step : steps) {
      step.run(columns, length);
    }
  }
}
