// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.actgrad.Activation;
import org.actgrad.Upstream;

/** {@link SmoothFormula} on vectors. */
final class VectorSmooth extends VectorFormula {

  /** As many floats as a vector has doubles. */
  private static final VectorSpecies<Float> HALF_FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));

  private final VectorSmoothFunction function;
  private final SmoothFormula formula;

  VectorSmooth(VectorSmoothFunction function, SmoothFormula formula, Upstream upstream) {
    super(formula, upstream);
    this.function = function;
    this.formula = formula;
  }

  /** A formula whose class is a copy for this function, form and type. */
  static VectorFormula of(Activation activation, double[] parameters, boolean isDouble) {
    SmoothFunction scalar = SmoothFunction.of(activation, parameters);
    try {
      return (VectorFormula)
          ClassCopies.constructor(
                  VectorSmooth.class, SmoothFormula.purpose(scalar, activation, isDouble))
              .invoke(
                  VectorSmoothFunction.of(activation, parameters),
                  new SmoothFormula(scalar, activation, parameters, isDouble),
                  activation.upstream());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  VectorSpecies<Float> floats() {
    return HALF_FLOATS;
  }

  @Override
  <E> Vector<E> value(Vector<E> x) {
    if (formula.secondOrder) {
      return firstDerivative(x);
    }
    return formula.isDouble
        ? result(x, function.value(number(x), false))
        : rounded(x, function.value(single(x), true));
  }

  @Override
  <E> Vector<E> derivative(Vector<E> x) {
    if (!formula.secondOrder) {
      return firstDerivative(x);
    }
    return formula.isDouble
        ? result(x, function.secondDerivative(number(x), false))
        : rounded(x, function.secondDerivative(single(x), true));
  }

  private <E> Vector<E> firstDerivative(Vector<E> x) {
    Vector<E> derivative =
        formula.isDouble
            ? result(x, function.derivative(number(x), false))
            : rounded(x, function.derivative(single(x), true));
    if (formula.kinks > 0) {
      derivative = atKink(x, 0, derivative);
    }
    if (formula.kinks > 1) {
      derivative = atKink(x, 1, derivative);
    }
    return derivative;
  }

  private <E> Vector<E> atKink(Vector<E> x, int kink, Vector<E> derivative) {
    VectorMask<E> there = order(x).compare(VectorOperators.EQ, formula.places[kink]);
    return derivative.blend(formula.atKinks[kink], there);
  }

  private static DoubleVector number(Vector<?> x) {
    return x.reinterpretAsDoubles();
  }

  private static DoubleVector single(Vector<?> x) {
    return (DoubleVector)
        x.reinterpretAsFloats().convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  @SuppressWarnings("unchecked") // E is Long here
  private <E> Vector<E> result(Vector<E> x, DoubleVector y) {
    Vector<E> bits = (Vector<E>) y.reinterpretAsLongs();
    return bits.blend(Double.doubleToRawLongBits(Double.NaN), isNaN(x).or(isNaN(bits)));
  }

  @SuppressWarnings("unchecked") // E is Integer here
  private <E> Vector<E> rounded(Vector<E> x, DoubleVector y) {
    FloatVector rounded =
        (FloatVector) y.convertShape(VectorOperators.D2F, HALF_FLOATS, 0);
    Vector<E> bits = (Vector<E>) rounded.reinterpretAsInts();
    return bits.blend(Float.floatToRawIntBits(Float.NaN), isNaN(x).or(isNaN(bits)));
  }

  @Override
  <E> VectorMask<E> active(Vector<E> x) {
    throw new UnsupportedOperationException();
  }

  @Override
  <E> Vector<E> backwardFromMask(long bits, Vector<E> gradOut) {
    throw new UnsupportedOperationException();
  }
}
