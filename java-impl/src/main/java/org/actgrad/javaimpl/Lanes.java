// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** A vector of numbers. */
final class Lanes extends Real<Lanes> {

  final DoubleVector vector;

  Lanes(DoubleVector vector) {
    this.vector = vector;
  }

  private static Lanes ofBits(LongVector bits) {
    return new Lanes(bits.reinterpretAsDoubles());
  }

  private LongVector bits() {
    return vector.reinterpretAsLongs();
  }

  @Override
  Lanes constant(double c) {
    return new Lanes(DoubleVector.broadcast(VectorFormula.DOUBLES, c));
  }

  @Override
  Lanes plus(Lanes b) {
    return new Lanes(vector.add(b.vector));
  }

  @Override
  Lanes minus(Lanes b) {
    return new Lanes(vector.sub(b.vector));
  }

  @Override
  Lanes times(Lanes b) {
    return new Lanes(vector.mul(b.vector));
  }

  @Override
  Lanes over(Lanes b) {
    return new Lanes(vector.div(b.vector));
  }

  @Override
  Lanes negate() {
    return ofBits(bits().lanewise(VectorOperators.XOR, Long.MIN_VALUE));
  }

  @Override
  Lanes abs() {
    return new Lanes(vector.abs());
  }

  @Override
  Lanes sqrt() {
    return new Lanes(vector.sqrt());
  }

  @Override
  Lanes less(Lanes b, Lanes yes, Lanes no) {
    return new Lanes(no.vector.blend(yes.vector, vector.compare(VectorOperators.LT, b.vector)));
  }

  @Override
  Lanes equal(double c, Lanes yes, Lanes no) {
    return new Lanes(no.vector.blend(yes.vector, vector.compare(VectorOperators.EQ, c)));
  }

  @Override
  Lanes ifNegative(Lanes yes, Lanes no) {
    VectorMask<Long> negative = bits().compare(VectorOperators.LT, 0);
    return ofBits(no.bits().blend(yes.bits(), negative));
  }

  @Override
  Lanes bitsAnd(long bits) {
    return ofBits(bits().and(bits));
  }

  @Override
  Lanes bitsOr(long bits) {
    return ofBits(bits().or(bits));
  }

  @Override
  Lanes bitsShiftLeft(int count) {
    return ofBits(bits().lanewise(VectorOperators.LSHL, count));
  }

  @Override
  Lanes bitsShiftRight(int count) {
    return ofBits(bits().lanewise(VectorOperators.LSHR, count));
  }

  @Override
  Lanes withSignOf(Lanes sign) {
    return ofBits(bits().or(sign.bits().and(Long.MIN_VALUE)));
  }
}
