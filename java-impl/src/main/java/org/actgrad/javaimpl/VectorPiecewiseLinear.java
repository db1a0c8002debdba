// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link PiecewiseLinear} on vectors. */
final class VectorPiecewiseLinear extends VectorFormula {

  private final PiecewiseLinear linear;

  VectorPiecewiseLinear(PiecewiseLinear linear) {
    super(linear);
    this.linear = linear;
  }

  /** As {@link Formula#order}. */
  private <E> Vector<E> order(Vector<E> x) {
    return magnitude(x).blend(magnitude(x).neg(), x.compare(VectorOperators.LT, 0));
  }

  private <E> Vector<E> piece(Vector<E> x, long[] pieces) {
    Vector<E> place = order(x);
    VectorMask<E> afterLo = place.compare(VectorOperators.GT, linear.lo);
    return x.broadcast(pieces[0])
        .blend(pieces[1], place.compare(VectorOperators.EQ, linear.lo))
        .blend(pieces[2], afterLo)
        .blend(pieces[3], place.compare(VectorOperators.EQ, linear.hi).and(afterLo))
        .blend(pieces[4], place.compare(VectorOperators.GT, linear.hi));
  }

  @Override
  <E> Vector<E> derivative(Vector<E> x) {
    Vector<E> atNaN =
        x.lanewise(VectorOperators.AND, linear.nanKept).lanewise(VectorOperators.OR, linear.nanSet);
    return piece(x, linear.derivatives).blend(atNaN, isNaN(x));
  }

  @Override
  <E> VectorMask<E> active(Vector<E> x) {
    return derivative(x).compare(VectorOperators.NE, 0);
  }

  @Override
  <E> Vector<E> value(Vector<E> x) {
    Vector<E> slope = piece(x, linear.slopes);
    Vector<E> constant = piece(x, linear.constants);
    VectorMask<E> identity = slope.compare(VectorOperators.EQ, linear.one).and(isZero(constant));
    return line(slope, x, constant)
        .blend(x, identity)
        .blend(constant, isZero(slope))
        .blend(x.lanewise(VectorOperators.AND, linear.nanValue), isNaN(x));
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
