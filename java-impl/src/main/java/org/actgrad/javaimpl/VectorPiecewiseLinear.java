// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link PiecewiseLinear} on vectors.
 *
 * <p>Each operation counts: where a method has been compiled to more than 2500 bytes by itself, C2
 * does not inline it ("already compiled into a big method"), and makes objects of its vectors. That
 * is so for {@link #value}.
 */
final class VectorPiecewiseLinear extends VectorFormula {

  /** Stands for the factor where the value is x itself; the bits of a NaN, which no factor has. */
  private static final long IDENTITY = -1;

  private final PiecewiseLinear linear;

  // The place of x is greater than this from a piece on. With two kinks in one place there is
  // nothing between them, nor at the second.
  private final Vector<?> beforeLo;
  private final Vector<?> lo;
  private final Vector<?> beforeHi;
  private final Vector<?> hi;

  private final Pieces derivatives;
  private final Pieces factors;
  private final Pieces constants;

  private final Vector<?> identity;
  private final Vector<?> nanKept;
  private final Vector<?> nanSet;
  private final Vector<?> nanValue;

  VectorPiecewiseLinear(PiecewiseLinear linear) {
    super(linear);
    this.linear = linear;
    beforeLo = everywhere(linear.lo - 1);
    lo = everywhere(linear.lo);
    beforeHi = everywhere(Math.max(linear.lo, linear.hi - 1));
    hi = everywhere(linear.hi);
    derivatives = new Pieces(linear.derivatives);
    factors = new Pieces(factors(linear));
    constants = new Pieces(linear.constants);
    identity = everywhere(IDENTITY);
    nanKept = everywhere(linear.nanKept);
    nanSet = everywhere(linear.nanSet);
    nanValue = everywhere(linear.nanValue);
  }

  /** The slopes, 0 without a sign, and {@link #IDENTITY} where it is 1 and nothing is added. */
  private static long[] factors(PiecewiseLinear linear) {
    long[] factors = linear.slopes.clone();
    for (int i = 0; i < factors.length; i++) {
      if (linear.magnitude(factors[i]) == 0) {
        factors[i] = 0;
      } else if (factors[i] == linear.one && linear.magnitude(linear.constants[i]) == 0) {
        factors[i] = IDENTITY;
      }
    }
    return factors;
  }

  /** A number for each piece. */
  private final class Pieces {

    final Vector<?> left;
    final Vector<?> atLo;
    final Vector<?> between;
    final Vector<?> atHi;
    final Vector<?> right;

    Pieces(long[] numbers) {
      left = everywhere(numbers[0]);
      atLo = everywhere(numbers[1]);
      between = everywhere(numbers[2]);
      atHi = everywhere(numbers[3]);
      right = everywhere(numbers[4]);
    }
  }

  /** As {@link Formula#order}. */
  private <E> Vector<E> order(Vector<E> x) {
    Vector<E> sign = x.lanewise(VectorOperators.ASHR, Long.SIZE - 1);
    return magnitude(x).lanewise(VectorOperators.XOR, sign).sub(sign);
  }

  private <E> Vector<E> piece(Vector<E> place, Pieces pieces) {
    return VectorFormula.<E>typed(pieces.left)
        .blend(typed(pieces.atLo), place.compare(VectorOperators.GT, typed(beforeLo)))
        .blend(typed(pieces.between), place.compare(VectorOperators.GT, typed(lo)))
        .blend(typed(pieces.atHi), place.compare(VectorOperators.GT, typed(beforeHi)))
        .blend(typed(pieces.right), place.compare(VectorOperators.GT, typed(hi)));
  }

  @Override
  <E> Vector<E> derivative(Vector<E> x) {
    Vector<E> derivative = piece(order(x), derivatives);
    Vector<E> atNaN =
        x.lanewise(VectorOperators.AND, VectorFormula.<E>typed(nanKept))
            .lanewise(VectorOperators.OR, VectorFormula.<E>typed(nanSet));
    return derivative.blend(atNaN, isNaN(x));
  }

  @Override
  <E> VectorMask<E> active(Vector<E> x) {
    return derivative(x).compare(VectorOperators.NE, typed(zero));
  }

  @Override
  <E> Vector<E> value(Vector<E> x) {
    Vector<E> place = order(x);
    Vector<E> factor = piece(place, factors);
    Vector<E> constant = piece(place, constants);
    Vector<E> atNaN = x.lanewise(VectorOperators.AND, VectorFormula.<E>typed(nanValue));
    return line(factor, x, constant)
        .blend(x, factor.compare(VectorOperators.EQ, typed(identity)))
        .blend(constant, factor.compare(VectorOperators.EQ, typed(zero)))
        .blend(atNaN, isNaN(x));
  }

  @SuppressWarnings("unchecked") // E is Long for double, Integer for float
  private <E> Vector<E> line(Vector<E> slope, Vector<E> x, Vector<E> constant) {
    return (Vector<E>)
        (linear.isDouble
            ? slope
                .reinterpretAsDoubles()
                .mul(x.reinterpretAsDoubles())
                .add(constant.reinterpretAsDoubles())
                .reinterpretAsLongs()
            : slope
                .reinterpretAsFloats()
                .mul(x.reinterpretAsFloats())
                .add(constant.reinterpretAsFloats())
                .reinterpretAsInts());
  }

  @Override
  <E> Vector<E> backwardFromMask(long bits, Vector<E> gradOut) {
    return times(gradOut, gradOut.broadcast(linear.lesser).blend(linear.greater, fromBits(bits)));
  }
}
