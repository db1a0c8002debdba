// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops on vectors. Apart from the provider because loading this class fails where the Vector
 * API is missing. Each loop returns how many elements it has done, whole vectors or whole mask
 * words; the rest is for plain Java, because masking every iteration is 19 times slower on JDK 17.
 */
final class VectorKernels {

  private static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, INTEGERS.vectorShape());
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, INTEGERS.vectorShape());
  private static final VectorSpecies<Double> DOUBLES =
      VectorSpecies.of(double.class, INTEGERS.vectorShape());
  private static final VectorSpecies<Integer> HALF_INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(INTEGERS.vectorBitSize() / 2));

  /** Bit i in lane i. */
  private static final IntVector INTEGERS_BIT =
      (IntVector)
          INTEGERS.broadcast(1).lanewise(VectorOperators.LSHL, INTEGERS.broadcast(0).addIndex(1));

  private static final LongVector LONGS_BIT =
      (LongVector)
          LONGS.broadcast(1).lanewise(VectorOperators.LSHL, LONGS.broadcast(0).addIndex(1));

  private VectorKernels() {}

  /** Width of the vectors in use. */
  static String instructionSet() {
    return INTEGERS.vectorBitSize() + "-bit vectors";
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
    if (INTEGERS.vectorBitSize() < 128) {
      return new UnsupportedOperationException(
          "This CPU has vectors of "
              + INTEGERS.vectorBitSize()
              + " bits only; use the java provider.");
    }
    return null;
  }

  // ---- the formula, on the raw bits as in Relu ----

  /** 0 < x ≤ ∞ as one signed comparison: with the sign bit flipped, x - 1 is less than ∞. */
  private static <E> VectorMask<E> positive(Relu relu, Vector<E> x) {
    return x.lanewise(VectorOperators.ADD, relu.magnitude)
        .compare(VectorOperators.LT, relu.infinity - relu.magnitude - 1);
  }

  private static <E> VectorMask<E> zero(Relu relu, Vector<E> x) {
    return x.lanewise(VectorOperators.AND, relu.magnitude).compare(VectorOperators.EQ, 0);
  }

  private static <E> VectorMask<E> nan(Relu relu, Vector<E> x) {
    return x.lanewise(VectorOperators.AND, relu.magnitude)
        .compare(VectorOperators.GT, relu.infinity);
  }

  private static <E> Vector<E> derivative(Relu relu, Vector<E> x) {
    Vector<E> derivative = x.broadcast(0).blend(relu.one, positive(relu, x));
    return relu.positiveOnly
        ? derivative
        : derivative.blend(relu.atZero, zero(relu, x)).blend(atNaN(relu, x), nan(relu, x));
  }

  private static <E> Vector<E> atNaN(Relu relu, Vector<E> x) {
    return x.lanewise(VectorOperators.AND, relu.nanKept).lanewise(VectorOperators.OR, relu.nanSet);
  }

  /** Where the derivative is 1, if it is 0 or 1 everywhere. */
  private static <E> VectorMask<E> active(Relu relu, Vector<E> x) {
    return relu.positiveOnly
        ? positive(relu, x)
        : derivative(relu, x).compare(VectorOperators.NE, 0);
  }

  private static <E> Vector<E> value(Relu relu, Vector<E> x) {
    Vector<E> value = x.broadcast(0).blend(x, positive(relu, x));
    return relu.positiveOnly
        ? value
        : value.blend(x.lanewise(VectorOperators.AND, relu.nanValue), nan(relu, x));
  }

  private static <E> Vector<E> backward(
      Relu relu, Vector<E> x, Vector<E> gradOut, Vector<E> product) {
    Vector<E> gradient = x.broadcast(0).blend(gradOut, positive(relu, x));
    if (relu.positiveOnly) {
      return gradient;
    }
    Vector<E> atZero =
        relu.atZero == relu.one
            ? gradOut
            : (relu.atZero & relu.magnitude) == 0 ? x.broadcast(0) : product;
    Vector<E> atNaN = relu.nanSet == relu.one ? gradOut : atNaN(relu, x);
    return gradient.blend(atZero, zero(relu, x)).blend(atNaN, nan(relu, x));
  }

  private static <E> VectorMask<E> bits(Vector<E> word, Vector<E> laneBit) {
    return word.lanewise(VectorOperators.AND, laneBit).compare(VectorOperators.NE, 0);
  }

  // ---- float ----
  static int derivative(
      Relu relu, float[] x, int xOffset, float[] derivative, int derivativeOffset, int length) {
    int i = 0;
    for (int end = FLOATS.loopBound(length); i < end; i += FLOATS.length()) {
      Vector<Integer> bits = FloatVector.fromArray(FLOATS, x, xOffset + i).reinterpretAsInts();
      store(derivative(relu, bits), derivative, derivativeOffset + i);
    }
    return i;
  }

  static int derivative(
      Relu relu, float[] x, int xOffset, int[] derivative, int derivativeOffset, int length) {
    int i = 0;
    for (int end = FLOATS.loopBound(length); i < end; i += FLOATS.length()) {
      Vector<Integer> bits = FloatVector.fromArray(FLOATS, x, xOffset + i).reinterpretAsInts();
      ((IntVector) derivative(relu, bits)).intoArray(derivative, derivativeOffset + i);
    }
    return i;
  }

  static int derivative(
      Relu relu, float[] x, int xOffset, boolean[] derivative, int derivativeOffset, int length) {
    int i = 0;
    for (int end = FLOATS.loopBound(length); i < end; i += FLOATS.length()) {
      Vector<Integer> bits = FloatVector.fromArray(FLOATS, x, xOffset + i).reinterpretAsInts();
      active(relu, bits).intoArray(derivative, derivativeOffset + i);
    }
    return i;
  }

  static int mask(Relu relu, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    int i = 0;
    for (int end = length & -Long.SIZE; i < end; i += Long.SIZE) {
      long word = 0;
      for (int j = 0; j < Long.SIZE; j += FLOATS.length()) {
        Vector<Integer> bits =
            FloatVector.fromArray(FLOATS, x, xOffset + i + j).reinterpretAsInts();
        word |= active(relu, bits).toLong() << j;
      }
      mask[maskOffset + i / Long.SIZE] = word;
    }
    return i;
  }

  static int backward(
      Relu relu,
      float atZero,
      float[] x,
      int xOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    int i = 0;
    for (int end = FLOATS.loopBound(length); i < end; i += FLOATS.length()) {
      Vector<Integer> bits = FloatVector.fromArray(FLOATS, x, xOffset + i).reinterpretAsInts();
      FloatVector upstream = FloatVector.fromArray(FLOATS, gradOut, gradOutOffset + i);
      store(
          backward(
              relu, bits, upstream.reinterpretAsInts(), upstream.mul(atZero).reinterpretAsInts()),
          gradIn,
          gradInOffset + i);
    }
    return i;
  }

  static int backwardFromMask(
      long[] mask,
      int maskOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    int i = 0;
    for (int end = length & -Long.SIZE; i < end; i += Long.SIZE) {
      long word = mask[maskOffset + i / Long.SIZE];
      for (int j = 0; j < Long.SIZE; j += FLOATS.length()) {
        Vector<Integer> upstream =
            FloatVector.fromArray(FLOATS, gradOut, gradOutOffset + i + j).reinterpretAsInts();
        VectorMask<Integer> set =
            bits(IntVector.broadcast(INTEGERS, (int) (word >>> j)), INTEGERS_BIT);
        store(upstream.broadcast(0).blend(upstream, set), gradIn, gradInOffset + i + j);
      }
    }
    return i;
  }

  static int forward(
      Relu relu,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    int i = 0;
    for (int end = FLOATS.loopBound(length); i < end; i += FLOATS.length()) {
      Vector<Integer> bits = FloatVector.fromArray(FLOATS, x, xOffset + i).reinterpretAsInts();
      store(value(relu, bits), value, valueOffset + i);
      store(derivative(relu, bits), derivative, derivativeOffset + i);
    }
    return i;
  }

  static int forwardAndMask(
      Relu relu,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    int i = 0;
    for (int end = length & -Long.SIZE; i < end; i += Long.SIZE) {
      long word = 0;
      for (int j = 0; j < Long.SIZE; j += FLOATS.length()) {
        Vector<Integer> bits =
            FloatVector.fromArray(FLOATS, x, xOffset + i + j).reinterpretAsInts();
        store(value(relu, bits), value, valueOffset + i + j);
        word |= active(relu, bits).toLong() << j;
      }
      mask[maskOffset + i / Long.SIZE] = word;
    }
    return i;
  }

  private static void store(Vector<Integer> bits, float[] array, int offset) {
    bits.reinterpretAsFloats().intoArray(array, offset);
  }

  // ---- double ----
  static int derivative(
      Relu relu, double[] x, int xOffset, double[] derivative, int derivativeOffset, int length) {
    int i = 0;
    for (int end = DOUBLES.loopBound(length); i < end; i += DOUBLES.length()) {
      Vector<Long> bits = DoubleVector.fromArray(DOUBLES, x, xOffset + i).reinterpretAsLongs();
      store(derivative(relu, bits), derivative, derivativeOffset + i);
    }
    return i;
  }

  static int derivative(
      Relu relu, double[] x, int xOffset, int[] derivative, int derivativeOffset, int length) {
    int i = 0;
    for (int end = DOUBLES.loopBound(length); i < end; i += DOUBLES.length()) {
      Vector<Long> bits = DoubleVector.fromArray(DOUBLES, x, xOffset + i).reinterpretAsLongs();
      ((IntVector) derivative(relu, bits).convertShape(VectorOperators.L2I, HALF_INTS, 0))
          .intoArray(derivative, derivativeOffset + i);
    }
    return i;
  }

  static int derivative(
      Relu relu, double[] x, int xOffset, boolean[] derivative, int derivativeOffset, int length) {
    int i = 0;
    for (int end = DOUBLES.loopBound(length); i < end; i += DOUBLES.length()) {
      Vector<Long> bits = DoubleVector.fromArray(DOUBLES, x, xOffset + i).reinterpretAsLongs();
      active(relu, bits).intoArray(derivative, derivativeOffset + i);
    }
    return i;
  }

  static int mask(Relu relu, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    int i = 0;
    for (int end = length & -Long.SIZE; i < end; i += Long.SIZE) {
      long word = 0;
      for (int j = 0; j < Long.SIZE; j += DOUBLES.length()) {
        Vector<Long> bits =
            DoubleVector.fromArray(DOUBLES, x, xOffset + i + j).reinterpretAsLongs();
        word |= active(relu, bits).toLong() << j;
      }
      mask[maskOffset + i / Long.SIZE] = word;
    }
    return i;
  }

  static int backward(
      Relu relu,
      double atZero,
      double[] x,
      int xOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    int i = 0;
    for (int end = DOUBLES.loopBound(length); i < end; i += DOUBLES.length()) {
      Vector<Long> bits = DoubleVector.fromArray(DOUBLES, x, xOffset + i).reinterpretAsLongs();
      DoubleVector upstream = DoubleVector.fromArray(DOUBLES, gradOut, gradOutOffset + i);
      store(
          backward(
              relu, bits, upstream.reinterpretAsLongs(), upstream.mul(atZero).reinterpretAsLongs()),
          gradIn,
          gradInOffset + i);
    }
    return i;
  }

  static int backwardFromMask(
      long[] mask,
      int maskOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    int i = 0;
    for (int end = length & -Long.SIZE; i < end; i += Long.SIZE) {
      long word = mask[maskOffset + i / Long.SIZE];
      for (int j = 0; j < Long.SIZE; j += DOUBLES.length()) {
        Vector<Long> upstream =
            DoubleVector.fromArray(DOUBLES, gradOut, gradOutOffset + i + j).reinterpretAsLongs();
        VectorMask<Long> set = bits(LongVector.broadcast(LONGS, (word >>> j)), LONGS_BIT);
        store(upstream.broadcast(0).blend(upstream, set), gradIn, gradInOffset + i + j);
      }
    }
    return i;
  }

  static int forward(
      Relu relu,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    int i = 0;
    for (int end = DOUBLES.loopBound(length); i < end; i += DOUBLES.length()) {
      Vector<Long> bits = DoubleVector.fromArray(DOUBLES, x, xOffset + i).reinterpretAsLongs();
      store(value(relu, bits), value, valueOffset + i);
      store(derivative(relu, bits), derivative, derivativeOffset + i);
    }
    return i;
  }

  static int forwardAndMask(
      Relu relu,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    int i = 0;
    for (int end = length & -Long.SIZE; i < end; i += Long.SIZE) {
      long word = 0;
      for (int j = 0; j < Long.SIZE; j += DOUBLES.length()) {
        Vector<Long> bits =
            DoubleVector.fromArray(DOUBLES, x, xOffset + i + j).reinterpretAsLongs();
        store(value(relu, bits), value, valueOffset + i + j);
        word |= active(relu, bits).toLong() << j;
      }
      mask[maskOffset + i / Long.SIZE] = word;
    }
    return i;
  }

  private static void store(Vector<Long> bits, double[] array, int offset) {
    bits.reinterpretAsDoubles().intoArray(array, offset);
  }
}
