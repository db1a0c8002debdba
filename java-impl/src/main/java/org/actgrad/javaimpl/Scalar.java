// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * One number. Selections are made on the bits: HotSpot compiles a choice between doubles to a jump,
 * and random numbers mispredict it half of the time.
 */
final class Scalar extends Real<Scalar> {

  final double number;

  Scalar(double number) {
    this.number = number;
  }

  private static Scalar ofBits(long bits) {
    return new Scalar(Double.longBitsToDouble(bits));
  }

  private long bits() {
    return Double.doubleToRawLongBits(number);
  }

  @Override
  Scalar constant(double c) {
    return new Scalar(c);
  }

  @Override
  Scalar plus(Scalar b) {
    return new Scalar(number + b.number);
  }

  @Override
  Scalar minus(Scalar b) {
    return new Scalar(number - b.number);
  }

  @Override
  Scalar times(Scalar b) {
    return new Scalar(number * b.number);
  }

  @Override
  Scalar over(Scalar b) {
    return new Scalar(number / b.number);
  }

  @Override
  Scalar negate() {
    return new Scalar(-number);
  }

  @Override
  Scalar abs() {
    return new Scalar(Math.abs(number));
  }

  @Override
  Scalar sqrt() {
    return new Scalar(Math.sqrt(number));
  }

  /** Where 0 &lt; b - this ≤ ∞: the difference of numbers that differ is never 0. */
  @Override
  Scalar less(Scalar b, Scalar yes, Scalar no) {
    long difference = Double.doubleToRawLongBits(b.number - number);
    long less = (-difference & (difference - (0x7ffL << 52) - 1)) >> 63;
    return ofBits(Formula.select(less, yes.bits(), no.bits()));
  }

  @Override
  Scalar equal(double c, Scalar yes, Scalar no) {
    // Adding 0 makes -0 to 0.
    long equal =
        Formula.equal(
            Double.doubleToRawLongBits(number + 0.0), Double.doubleToRawLongBits(c + 0.0));
    return ofBits(Formula.select(equal, yes.bits(), no.bits()));
  }

  @Override
  Scalar ifNegative(Scalar yes, Scalar no) {
    return ofBits(Formula.select(bits() >> 63, yes.bits(), no.bits()));
  }

  @Override
  Scalar bitsAnd(long bits) {
    return ofBits(bits() & bits);
  }

  @Override
  Scalar bitsOr(long bits) {
    return ofBits(bits() | bits);
  }

  @Override
  Scalar bitsShiftLeft(int count) {
    return ofBits(bits() << count);
  }

  @Override
  Scalar bitsShiftRight(int count) {
    return ofBits(bits() >>> count);
  }

  @Override
  Scalar withSignOf(Scalar sign) {
    return ofBits(bits() | sign.bits() & Long.MIN_VALUE);
  }
}
