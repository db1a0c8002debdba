// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.DoubleVector;
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

  private static final long NAN = Double.doubleToRawLongBits(Double.NaN);
  private static final long FLOAT_NAN = Float.floatToRawIntBits(Float.NaN);

  private final VectorSmoothFunction function;

  /** The scalar formula, whose numbers this one works with. */
  private final SmoothFormula formula;

  VectorSmooth(VectorSmoothFunction function, SmoothFormula formula, Upstream upstream) {
    super(formula, upstream);
    this.function = function;
    this.formula = formula;
  }

  /** A formula of a class that is there for this function, form and type alone. */
  static VectorFormula of(Activation activation, double[] parameters, boolean isDouble) {
    SmoothFunction scalar = SmoothFunction.of(activation, parameters);
    return (VectorFormula)
        ClassCopies.instance(
            VectorSmooth.class,
            SmoothFormula.purpose(activation, isDouble),
            VectorSmoothFunction.of(activation, parameters),
            new SmoothFormula(scalar, activation, parameters, isDouble),
            activation.upstream());
  }

  @Override
  VectorSpecies<Float> floats() {
    return HALF_FLOATS;
  }

  @Override
  boolean inSteps() {
    return true;
  }

  @Override
  <E> Vector<E> value(Vector<E> x) {
    if (formula.secondOrder) {
      return firstDerivative(x);
    }
    return formula.isDouble
        ? result(x, function.value(number(x), false))
        : floatResult(x, function.value(floatNumber(x), true));
  }

  @Override
  <E> Vector<E> derivative(Vector<E> x) {
    if (!formula.secondOrder) {
      return firstDerivative(x);
    }
    return formula.isDouble
        ? result(x, function.secondDerivative(number(x), false))
        : floatResult(x, function.secondDerivative(floatNumber(x), true));
  }

  private <E> Vector<E> firstDerivative(Vector<E> x) {
    Vector<E> derivative =
        formula.isDouble
            ? result(x, function.derivative(number(x), false))
            : floatResult(x, function.derivative(floatNumber(x), true));
    if (formula.kinks > 0) {
      derivative = atKink(0, x, derivative);
    }
    if (formula.kinks > 1) {
      derivative = atKink(1, x, derivative);
    }
    return derivative;
  }

  private <E> Vector<E> atKink(int kink, Vector<E> x, Vector<E> derivative) {
    VectorMask<E> there = order(x).compare(VectorOperators.EQ, formula.places[kink]);
    return derivative.blend(formula.atKinks[kink], there);
  }

  private static DoubleVector number(Vector<?> x) {
    return x.reinterpretAsDoubles();
  }

  private static DoubleVector floatNumber(Vector<?> x) {
    return (DoubleVector) x.reinterpretAsFloats().convertShape(VectorOperators.F2D, DOUBLES, 0);
  }

  @SuppressWarnings("unchecked") // E is Long here
  private <E> Vector<E> result(Vector<E> x, DoubleVector y) {
    Vector<E> bits = (Vector<E>) y.reinterpretAsLongs();
    return bits.blend(NAN, isNaN(bits)).blend(NAN, isNaN(x));
  }

  @SuppressWarnings("unchecked") // E is Integer here
  private <E> Vector<E> floatResult(Vector<E> x, DoubleVector y) {
    Vector<E> bits =
        (Vector<E>) y.convertShape(VectorOperators.D2F, HALF_FLOATS, 0).reinterpretAsInts();
    return bits.blend(FLOAT_NAN, isNaN(bits)).blend(FLOAT_NAN, isNaN(x));
  }

  @Override
  <E> VectorMask<E> active(Vector<E> x) {
    throw new UnsupportedOperationException(SmoothFormula.NO_MASK);
  }

  @Override
  <E> Vector<E> backwardFromMask(long bits, Vector<E> gradOut) {
    throw new UnsupportedOperationException(SmoothFormula.NO_MASK);
  }
}
