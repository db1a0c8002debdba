// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.actgrad.javaimpl.VectorFormula.DOUBLES;
import static org.actgrad.javaimpl.VectorFormula.FLOATS;
import static org.actgrad.javaimpl.VectorFormula.INTS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** The steps that all smooth functions have in common. */
final class ColumnSteps {

  private ColumnSteps() {}

  /**
   * Puts the derivatives where x is a kink, one of two that may be the same, both zeros being one
   * place: on bits, where subnormals are not 0 whatever the thread's mode.
   */
  static void atKinks(
      float[] x,
      int xAt,
      float place0,
      float derivative0,
      float place1,
      float derivative1,
      float[] y,
      int yAt,
      int length) {
    int significant0 = place0 == 0 ? Integer.MAX_VALUE : -1;
    int significant1 = place1 == 0 ? Integer.MAX_VALUE : -1;
    int bits0 = Float.floatToRawIntBits(place0) & significant0;
    int bits1 = Float.floatToRawIntBits(place1) & significant1;
    for (int i = 0; i < length; i += FLOATS.length()) {
      IntVector in = FloatVector.fromArray(FLOATS, x, xAt + i).reinterpretAsInts();
      FloatVector.fromArray(FLOATS, y, yAt + i)
          .reinterpretAsInts()
          .blend(Float.floatToRawIntBits(derivative0), in.and(significant0).eq(bits0))
          .blend(Float.floatToRawIntBits(derivative1), in.and(significant1).eq(bits1))
          .reinterpretAsFloats()
          .intoArray(y, yAt + i);
    }
  }

  static void atKinks(
      double[] x,
      int xAt,
      double place0,
      double derivative0,
      double place1,
      double derivative1,
      double[] y,
      int yAt,
      int length) {
    long significant0 = place0 == 0 ? Long.MAX_VALUE : -1;
    long significant1 = place1 == 0 ? Long.MAX_VALUE : -1;
    long bits0 = Double.doubleToRawLongBits(place0) & significant0;
    long bits1 = Double.doubleToRawLongBits(place1) & significant1;
    for (int i = 0; i < length; i += DOUBLES.length()) {
      LongVector in = DoubleVector.fromArray(DOUBLES, x, xAt + i).reinterpretAsLongs();
      DoubleVector.fromArray(DOUBLES, y, yAt + i)
          .reinterpretAsLongs()
          .blend(Double.doubleToRawLongBits(derivative0), in.and(significant0).eq(bits0))
          .blend(Double.doubleToRawLongBits(derivative1), in.and(significant1).eq(bits1))
          .reinterpretAsDoubles()
          .intoArray(y, yAt + i);
    }
  }

  /**
   * {@link Arithmetic#lookup}: a shuffle in vectors of 16 lanes, two or four where there are fewer.
   * In vectors of integers, since a shuffle made from one of those needs no conversion.
   *
   * @param row 16 floats, as bits
   * @param places where the lanes of a vector find their numbers: the index, without what the masks
   *     have
   * @param has4 lanes with the bit of 4 in their index
   * @param has8 lanes with the bit of 8 in their index
   */
  static FloatVector lookup(
      int[] row,
      VectorShuffle<Integer> places,
      VectorMask<Integer> has4,
      VectorMask<Integer> has8) {
    IntVector numbers = eight(row, 0, places, has4);
    if (INTS.length() < 16) {
      numbers = numbers.blend(eight(row, 8, places, has4), has8);
    }
    return numbers.reinterpretAsFloats();
  }

  private static IntVector eight(
      int[] row, int from, VectorShuffle<Integer> places, VectorMask<Integer> has4) {
    IntVector numbers = IntVector.fromArray(INTS, row, from).rearrange(places);
    if (INTS.length() < 8) {
      numbers = numbers.blend(IntVector.fromArray(INTS, row, from + 4).rearrange(places), has4);
    }
    return numbers;
  }

  /** {@link Formula#times}. */
  static void backward(
      float[] derivative,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      Formula formula,
      int length) {
    // Where the product is taken in any case, bits that no derivative has.
    int zero = formula.select ? 0 : -1;
    int one = formula.select ? Float.floatToRawIntBits(1) : -1;
    int infinity = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
    int end = FLOATS.loopBound(length);
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector d = FloatVector.fromArray(FLOATS, derivative, i);
      FloatVector g = FloatVector.fromArray(FLOATS, gradOut, gradOutOffset + i);
      IntVector bits = d.reinterpretAsInts();
      IntVector magnitude = bits.and(Integer.MAX_VALUE);
      g.mul(d)
          .reinterpretAsInts()
          .blend(g.reinterpretAsInts(), bits.eq(one))
          .blend(0, magnitude.eq(zero))
          .blend(bits, magnitude.compare(GT, infinity))
          .reinterpretAsFloats()
          .intoArray(gradIn, gradInOffset + i);
    }
    for (int i = end; i < length; i++) {
      gradIn[gradInOffset + i] =
          Float.intBitsToFloat(
              (int)
                  formula.times(
                      Float.floatToRawIntBits(gradOut[gradOutOffset + i]),
                      Float.floatToRawIntBits(derivative[i])));
    }
  }

  /** {@link Formula#times}. */
  static void backward(
      double[] derivative,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      Formula formula,
      int length) {
    long zero = formula.select ? 0 : -1;
    long one = formula.select ? Double.doubleToRawLongBits(1) : -1;
    long infinity = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    int end = DOUBLES.loopBound(length);
    for (int i = 0; i < end; i += DOUBLES.length()) {
      DoubleVector d = DoubleVector.fromArray(DOUBLES, derivative, i);
      DoubleVector g = DoubleVector.fromArray(DOUBLES, gradOut, gradOutOffset + i);
      LongVector bits = d.reinterpretAsLongs();
      LongVector magnitude = bits.and(Long.MAX_VALUE);
      g.mul(d)
          .reinterpretAsLongs()
          .blend(g.reinterpretAsLongs(), bits.eq(one))
          .blend(0, magnitude.eq(zero))
          .blend(bits, magnitude.compare(GT, infinity))
          .reinterpretAsDoubles()
          .intoArray(gradIn, gradInOffset + i);
    }
    for (int i = end; i < length; i++) {
      gradIn[gradInOffset + i] =
          Double.longBitsToDouble(
              formula.times(
                  Double.doubleToRawLongBits(gradOut[gradOutOffset + i]),
                  Double.doubleToRawLongBits(derivative[i])));
    }
  }
}
