// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.VectorFormula.DOUBLES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link Arithmetic} on vectors. */
final class VectorArithmetic {

  private VectorArithmetic() {}

  static DoubleVector constant(double c) {
    return DoubleVector.broadcast(DOUBLES, c);
  }

  static DoubleVector plus(DoubleVector a, DoubleVector b) {
    return a.add(b);
  }

  static DoubleVector plus(DoubleVector a, double b) {
    return a.add(b);
  }

  static DoubleVector minus(DoubleVector a, DoubleVector b) {
    return a.sub(b);
  }

  static DoubleVector minus(DoubleVector a, double b) {
    return a.sub(b);
  }

  static DoubleVector times(DoubleVector a, DoubleVector b) {
    return a.mul(b);
  }

  static DoubleVector times(DoubleVector a, double b) {
    return a.mul(b);
  }

  static DoubleVector over(DoubleVector a, DoubleVector b) {
    return a.div(b);
  }

  static DoubleVector over(DoubleVector a, double b) {
    return a.div(b);
  }

  static DoubleVector negate(DoubleVector a) {
    return xor(a, Long.MIN_VALUE);
  }

  static DoubleVector abs(DoubleVector a) {
    return bitsAnd(a, Long.MAX_VALUE);
  }

  static DoubleVector sqrt(DoubleVector a) {
    return a.sqrt();
  }

  static DoubleVector less(DoubleVector a, DoubleVector b, DoubleVector yes, DoubleVector no) {
    return no.blend(yes, a.compare(VectorOperators.LT, b));
  }

  static DoubleVector equal(DoubleVector a, double c, DoubleVector yes, DoubleVector no) {
    return no.blend(yes, a.compare(VectorOperators.EQ, c));
  }

  static DoubleVector ifNegative(DoubleVector sign, DoubleVector yes, DoubleVector no) {
    VectorMask<Long> negative = bits(sign).compare(VectorOperators.LT, 0);
    return bits(no).blend(bits(yes), negative).reinterpretAsDoubles();
  }

  private static LongVector bits(DoubleVector a) {
    return a.reinterpretAsLongs();
  }

  static DoubleVector bitsAnd(DoubleVector a, long bits) {
    return bits(a).and(bits).reinterpretAsDoubles();
  }

  static DoubleVector bitsOr(DoubleVector a, long bits) {
    return bits(a).or(bits).reinterpretAsDoubles();
  }

  private static DoubleVector xor(DoubleVector a, long bits) {
    return bits(a).lanewise(VectorOperators.XOR, bits).reinterpretAsDoubles();
  }

  static DoubleVector bitsShiftLeft(DoubleVector a, int count) {
    return bits(a).lanewise(VectorOperators.LSHL, count).reinterpretAsDoubles();
  }

  static DoubleVector bitsShiftRight(DoubleVector a, int count) {
    return bits(a).lanewise(VectorOperators.LSHR, count).reinterpretAsDoubles();
  }

  static DoubleVector withSignOf(DoubleVector magnitude, DoubleVector sign) {
    return bits(magnitude).or(bits(bitsAnd(sign, Long.MIN_VALUE))).reinterpretAsDoubles();
  }
}
