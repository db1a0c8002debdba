// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link Relu} on vectors. */
final class VectorRelu extends VectorFormula {

  private final Relu relu;

  VectorRelu(Relu relu) {
    super(relu);
    this.relu = relu;
  }

  /** 0 &lt; x ≤ ∞ as one signed comparison: with the sign bit flipped, x - 1 is less than ∞. */
  private <E> VectorMask<E> positive(Vector<E> x) {
    long signless = relu.isDouble ? Long.MAX_VALUE : Integer.MAX_VALUE;
    long infinity = relu.pastInfinity - 1;
    return x.lanewise(VectorOperators.ADD, signless)
        .compare(VectorOperators.LT, infinity - signless - 1);
  }

  @Override
  <E> Vector<E> derivative(Vector<E> x) {
    return x.broadcast(0).blend(relu.active, positive(x));
  }

  @Override
  <E> VectorMask<E> active(Vector<E> x) {
    return positive(x);
  }

  @Override
  <E> Vector<E> value(Vector<E> x) {
    return x.broadcast(0).blend(x, positive(x));
  }

  @Override
  <E> Vector<E> backward(Vector<E> x, Vector<E> gradOut) {
    return x.broadcast(0).blend(gradOut, positive(x));
  }

  @Override
  <E> Vector<E> backwardFromMask(long bits, Vector<E> gradOut) {
    return gradOut.broadcast(0).blend(gradOut, fromBits(bits));
  }
}
