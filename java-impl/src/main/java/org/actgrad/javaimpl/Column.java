// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.List;

/**
 * A number of a smooth formula, for each element of a block: how it comes from other numbers.
 *
 * <p>A formula is evaluated column by column, one short loop for each operation ({@link
 * ColumnSteps}), because C2 does not compile a long formula of vectors as one piece: it stops
 * inlining, and every vector that goes from one piece to the next becomes an object.
 */
final class Column {

  enum Operator {
    INPUT,
    CONSTANT,
    PLUS,
    PLUS_CONSTANT,
    MINUS,
    CONSTANT_MINUS,
    TIMES,
    TIMES_CONSTANT,
    OVER,
    OVER_CONSTANT,
    CONSTANT_OVER,
    MIN_ABS,
    SQRT,
    LESS,
    EQUAL,
    IF_NEGATIVE,
    WITH_SIGN,
    AND,
    OR,
    SHIFT_LEFT,
    SHIFT_RIGHT,
    POLYNOMIAL,
    EXP_MINUS,
    EXP_MINUS_LONG,
    LOGISTIC,
    LOGISTIC_MINUS,
    MINUS_SQUARE,
    TIMES_PLUS,
    PRODUCT_PLUS,
    MINUS_PRODUCT,
    TIMES_OWN_SUM,
    NAN_IF_EITHER,
    AT_KINK
  }

  final Operator operator;
  final List<Column> operands;

  /** A constant operand, the bits of it if it is a {@code double}. */
  final long constant;

  /** The coefficients of a polynomial, or a second constant; of others none. */
  final double[] numbers;

  private Column(Operator operator, long constant, double[] numbers, Column... operands) {
    this.operator = operator;
    this.constant = constant;
    this.numbers = numbers;
    this.operands = List.of(operands);
  }

  private static final double[] NONE = {};

  private static Column of(Operator operator, Column... operands) {
    return new Column(operator, 0, NONE, operands);
  }

  private static Column of(Operator operator, double constant, Column operand) {
    return new Column(operator, Double.doubleToRawLongBits(constant), NONE, operand);
  }

  static Column input() {
    return of(Operator.INPUT);
  }

  static Column constant(double constant) {
    return new Column(Operator.CONSTANT, Double.doubleToRawLongBits(constant), NONE);
  }

  boolean isConstant() {
    return operator == Operator.CONSTANT;
  }

  double number() {
    return Double.longBitsToDouble(constant);
  }

  Column plus(Column b) {
    if (isConstant()) {
      return b.plus(number());
    }
    if (b.isConstant()) {
      return plus(b.number());
    }
    return operator == Operator.TIMES
        ? productPlus(b)
        : b.operator == Operator.TIMES ? b.productPlus(this) : of(Operator.PLUS, this, b);
  }

  private Column productPlus(Column b) {
    return of(Operator.PRODUCT_PLUS, operands.get(0), operands.get(1), b);
  }

  Column plus(double b) {
    if (operator == Operator.TIMES_CONSTANT) {
      return new Column(
          Operator.TIMES_PLUS, constant, new double[] {b}, operands.toArray(new Column[0]));
    }
    if (operator == Operator.TIMES) {
      return productPlus(constant(b));
    }
    return isConstant() ? constant(number() + b) : of(Operator.PLUS_CONSTANT, b, this);
  }

  Column minus(Column b) {
    if (b.operator == Operator.TIMES && b.operands.get(0) == this && b.operands.get(1) == this) {
      return of(Operator.MINUS_SQUARE, this);
    }
    if (b.operator == Operator.TIMES) {
      return of(Operator.MINUS_PRODUCT, this, b.operands.get(0), b.operands.get(1));
    }
    if (b.isConstant()) {
      return minus(b.number());
    }
    return isConstant() ? of(Operator.CONSTANT_MINUS, number(), b) : of(Operator.MINUS, this, b);
  }

  Column minus(double b) {
    return plus(-b);
  }

  Column times(Column b) {
    if (b.operator == Operator.PLUS_CONSTANT && b.operands.get(0) == this) {
      return of(Operator.TIMES_OWN_SUM, b.number(), this);
    }
    return isConstant()
        ? b.times(number())
        : b.isConstant() ? times(b.number()) : of(Operator.TIMES, this, b);
  }

  Column times(double b) {
    return b == 1.0
        ? this
        : isConstant() ? constant(number() * b) : of(Operator.TIMES_CONSTANT, b, this);
  }

  Column over(Column b) {
    if (b.operator == Operator.PLUS_CONSTANT && b.number() == 1.0 && b.operands.get(0) == this) {
      return operator == Operator.EXP_MINUS
          ? of(Operator.LOGISTIC_MINUS, operands.get(0))
          : of(Operator.LOGISTIC, this);
    }
    if (b.isConstant()) {
      return over(b.number());
    }
    return isConstant() ? of(Operator.CONSTANT_OVER, number(), b) : of(Operator.OVER, this, b);
  }

  Column over(double b) {
    return b == 1.0
        ? this
        : isConstant() ? constant(number() / b) : of(Operator.OVER_CONSTANT, b, this);
  }

  Column negated() {
    return times(-1.0);
  }

  static Column abs(Column a) {
    return bitsAnd(a, Long.MAX_VALUE);
  }

  static Column sqrt(Column a) {
    return of(Operator.SQRT, a);
  }

  static Column min(Column a, double limit) {
    return a.operator == Operator.AND && a.constant == Long.MAX_VALUE
        ? of(Operator.MIN_ABS, limit, a.operands.get(0))
        : less(a, constant(limit), a, constant(limit));
  }

  static Column less(Column a, Column b, Column yes, Column no) {
    return of(Operator.LESS, a, b, yes, no);
  }

  static Column equal(Column a, Column b, Column yes, Column no) {
    return of(Operator.EQUAL, a, b, yes, no);
  }

  static Column ifNegative(Column sign, Column yes, Column no) {
    return of(Operator.IF_NEGATIVE, sign, yes, no);
  }

  static Column withSignOf(Column magnitude, Column sign) {
    return of(Operator.WITH_SIGN, magnitude, sign);
  }

  static Column bitsAnd(Column a, long bits) {
    return a.isConstant()
        ? constant(Arithmetic.bitsAnd(a.number(), bits))
        : new Column(Operator.AND, bits, NONE, a);
  }

  static Column bitsOr(Column a, long bits) {
    return new Column(Operator.OR, bits, NONE, a);
  }

  static Column bitsShiftLeft(Column a, int count) {
    return new Column(Operator.SHIFT_LEFT, count, NONE, a);
  }

  static Column bitsShiftRight(Column a, int count) {
    return new Column(Operator.SHIFT_RIGHT, count, NONE, a);
  }

  static Column polynomial(Column x, double[] coefficients) {
    return new Column(Operator.POLYNOMIAL, 0, coefficients, x);
  }

  /**
   * {@link Elementary#expScaled(double, boolean)} for a result that is rounded to {@code float}.
   */
  static Column expMinus(Column t) {
    return of(Operator.EXP_MINUS, t);
  }

  /** {@link Elementary#expScaled(double, double, boolean, boolean)}, not brief. */
  static Column expMinus(Column t, Column low, double rounder, double ln2High, double ln2Low) {
    return new Column(
        Operator.EXP_MINUS_LONG,
        Double.doubleToRawLongBits(rounder),
        new double[] {ln2High, ln2Low},
        t,
        low);
  }

  /** This, but NaN, the positive quiet one, where this or x is NaN. */
  Column nanIfEither(Column x) {
    return of(Operator.NAN_IF_EITHER, this, x);
  }

  /** This, but {@code result} where x is {@code place}. */
  Column atKink(Column x, double place, double result) {
    return new Column(
        Operator.AT_KINK, Double.doubleToRawLongBits(place), new double[] {result}, this, x);
  }
}
