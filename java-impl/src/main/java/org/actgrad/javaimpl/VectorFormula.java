// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.actgrad.Activation;
import org.actgrad.Operation;

/** The piecewise-linear {@link Formula}s on vectors: the same operations in the same order. */
abstract class VectorFormula {

  /** At most 16 lanes, as many as {@link ColumnSteps#lookup} has numbers. */
  static final VectorSpecies<Integer> INTS =
      IntVector.SPECIES_PREFERRED.length() > 16
          ? IntVector.SPECIES_512
          : IntVector.SPECIES_PREFERRED;

  static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, INTS.vectorShape());
  static final VectorSpecies<Integer> HALF_INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, INTS.vectorShape());
  static final VectorSpecies<Float> HALF_FLOATS =
      VectorSpecies.of(float.class, HALF_INTS.vectorShape());
  static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, INTS.vectorShape());

  /** Bit i in lane i. */
  private static final IntVector INT_BIT =
      (IntVector) INTS.broadcast(1).lanewise(VectorOperators.LSHL, INTS.broadcast(0).addIndex(1));

  private static final LongVector LONG_BIT =
      (LongVector)
          LONGS.broadcast(1).lanewise(VectorOperators.LSHL, LONGS.broadcast(0).addIndex(1));

  /** VectorMask.toLong is a call for each lane before JDK 19 (JDK-8282162). */
  private static final boolean FAST_TO_LONG = Runtime.version().feature() >= 19;

  static {
    // Methods that have a mask or a shuffle in their signature, but call none of its methods, do
    // not make their class loader load its class. Where that has not been asked for a class of a
    // signature, C2 does not inline the method ("unloaded signature classes" of
    // -XX:+PrintInlining), and then makes objects of vectors for good.
    VectorMask.class.getName();
    VectorShuffle.class.getName();
  }

  /** The scalar formula, whose numbers this one works with. */
  private final Formula formula;

  // Numbers in every lane: to spread one where it is used is so much code that C2 gives up inlining
  // ("NodeCountInliningCutoff" of -XX:+PrintInlining), and makes objects of vectors for good.

  final Vector<?> zero;
  private final Vector<?> one;
  private final Vector<?> infinity;
  private final Vector<?> signless;

  VectorFormula(Formula formula) {
    this.formula = formula;
    zero = everywhere(0);
    one = everywhere(formula.one);
    infinity = everywhere(formula.bits(Double.POSITIVE_INFINITY));
    signless = everywhere(formula.magnitude(-1));
  }

  /** A number in every lane. */
  final Vector<?> everywhere(long number) {
    return formula.isDouble ? LONGS.broadcast(number) : INTS.broadcast(number);
  }

  @SuppressWarnings("unchecked") // E is Long for double, Integer for float
  static <E> Vector<E> typed(Vector<?> constant) {
    return (Vector<E>) constant;
  }

  static VectorFormula of(
      Activation activation, double[] parameters, Operation operation, boolean isDouble) {
    Formula formula = Formula.of(activation, parameters, operation, isDouble);
    return formula instanceof Relu relu
        ? new VectorRelu(relu)
        : new VectorPiecewiseLinear((PiecewiseLinear) formula);
  }

  /** Null if the JVM compiles vectors to machine instructions that are worth it. */
  static Throwable unavailabilityCause() {
    String vm = System.getProperty("java.vm.name", "");
    String info = System.getProperty("java.vm.info", "");
    if (!vm.contains("Server VM") || info.startsWith("interpreted")) {
      return new UnsupportedOperationException(
          "The Vector API is fast only where HotSpot's C2 compiles it, and this JVM is "
              + vm
              + " ("
              + info
              + "); use the java provider.");
    }
    if (INTS.vectorBitSize() < 128) {
      return new UnsupportedOperationException(
          "This CPU has vectors of " + INTS.vectorBitSize() + " bits only; use the java provider.");
    }
    return null;
  }

  /**
   * The shortest range that is worth vectors: one of them. Never of two lanes, since C2 of JDK 17
   * and 25 has no masks of so few ("not supported: op=blend vlen=2" of -XX:+PrintIntrinsics), which
   * takes 400 ns an element.
   */
  static int shortest(boolean isDouble) {
    int lanes = (isDouble ? DOUBLES : FLOATS).length();
    return lanes > 2 ? lanes : Integer.MAX_VALUE;
  }

  /** Width of the vectors in use. */
  static String instructionSet() {
    return INTS.vectorBitSize() + "-bit vectors";
  }

  /** f'(x), as {@link Formula#derivative}. */
  abstract <E> Vector<E> derivative(Vector<E> x);

  /** Where f'(x) is the greater derivative. */
  abstract <E> VectorMask<E> active(Vector<E> x);

  /** f(x). */
  abstract <E> Vector<E> value(Vector<E> x);

  /** The upstream gradient times f'(x). */
  <E> Vector<E> backward(Vector<E> x, Vector<E> gradOut) {
    return times(gradOut, derivative(x));
  }

  /** The upstream gradient times the greater or the lesser derivative, by the lowest bits. */
  abstract <E> Vector<E> backwardFromMask(long bits, Vector<E> gradOut);

  final <E> Vector<E> times(Vector<E> gradOut, Vector<E> derivative) {
    Vector<E> product = product(gradOut, derivative);
    if (formula.select) {
      product =
          product
              .blend(gradOut, derivative.compare(VectorOperators.EQ, typed(one)))
              .blend(typed(zero), isZero(derivative));
    }
    return product.blend(derivative, isNaN(derivative));
  }

  @SuppressWarnings("unchecked") // E is Long for double, Integer for float
  private <E> Vector<E> product(Vector<E> a, Vector<E> b) {
    return (Vector<E>)
        (formula.isDouble
            ? a.reinterpretAsDoubles().mul(b.reinterpretAsDoubles()).reinterpretAsLongs()
            : a.reinterpretAsFloats().mul(b.reinterpretAsFloats()).reinterpretAsInts());
  }

  final <E> Vector<E> magnitude(Vector<E> x) {
    return x.lanewise(VectorOperators.AND, VectorFormula.<E>typed(signless));
  }

  private <E> VectorMask<E> isZero(Vector<E> x) {
    return magnitude(x).compare(VectorOperators.EQ, typed(zero));
  }

  final <E> VectorMask<E> isNaN(Vector<E> x) {
    return magnitude(x).compare(VectorOperators.GT, typed(infinity));
  }

  /** Bit i is lane i. */
  final long toBits(VectorMask<?> mask) {
    if (FAST_TO_LONG) {
      return mask.toLong();
    }
    return formula.isDouble
        ? LongVector.zero(LONGS).blend(LONG_BIT, mask.cast(LONGS)).reduceLanes(VectorOperators.OR)
        : IntVector.zero(INTS).blend(INT_BIT, mask.cast(INTS)).reduceLanes(VectorOperators.OR);
  }

  /** Lane i is bit i. */
  @SuppressWarnings("unchecked") // E is Long for double, Integer for float
  final <E> VectorMask<E> fromBits(long bits) {
    return (VectorMask<E>)
        (formula.isDouble
            ? LONG_BIT.and(bits).compare(VectorOperators.NE, 0)
            : INT_BIT.and((int) bits).compare(VectorOperators.NE, 0));
  }
}
