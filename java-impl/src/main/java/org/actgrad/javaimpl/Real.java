// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

/**
 * A number, or a vector of numbers, that formulas compute with: what {@code Real} is in {@code
 * cpp/src/elementary.inl}. IEEE 754 and two's complement define every bit of every result.
 *
 * <p>Objects only in the source: C2 removes them, as long as no path of a formula chooses between
 * two of them. So selections choose between the numbers inside, and formulas have neither loops nor
 * conditions on anything but constants.
 *
 * @param <R> the class itself
 */
abstract class Real<R extends Real<R>> {

  /** The same number in all lanes. */
  abstract R constant(double c);

  abstract R plus(R b);

  abstract R minus(R b);

  abstract R times(R b);

  abstract R over(R b);

  abstract R negate();

  abstract R abs();

  abstract R sqrt();

  /** {@code yes} where this &lt; b, else {@code no}, as where either is NaN. */
  abstract R less(R b, R yes, R no);

  /** {@code yes} where this = c, which is not NaN, else {@code no}. */
  abstract R equal(double c, R yes, R no);

  /** {@code yes} where the sign bit is set, also that of -0, else {@code no}. */
  abstract R ifNegative(R yes, R no);

  abstract R bitsAnd(long bits);

  abstract R bitsOr(long bits);

  abstract R bitsShiftLeft(int count);

  abstract R bitsShiftRight(int count);

  /** With the sign of another number; this one must have no sign bit. */
  abstract R withSignOf(R sign);

  final R plus(double b) {
    return plus(constant(b));
  }

  final R minus(double b) {
    return minus(constant(b));
  }

  final R times(double b) {
    return times(constant(b));
  }

  final R over(double b) {
    return over(constant(b));
  }
}
