// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.actgrad.javaimpl.VectorFormula.DOUBLES;
import static org.actgrad.javaimpl.VectorFormula.FLOATS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;

/** The steps that all smooth functions have in common. */
final class ColumnSteps {

  private ColumnSteps() {}

  /**
   * Puts a derivative where x is a kink, both zeros being one place: on bits, where subnormals are
   * not 0 whatever the thread's mode.
   */
  static void atKink(
      float[] x, int xAt, float place, float derivative, float[] y, int yAt, int length) {
    int bits = Float.floatToRawIntBits(place);
    int significant = place == 0 ? Integer.MAX_VALUE : -1;
    for (int i = 0; i < length; i += FLOATS.length()) {
      IntVector in = FloatVector.fromArray(FLOATS, x, xAt + i).reinterpretAsInts();
      VectorMask<Integer> there = in.and(significant).eq(bits & significant);
      FloatVector.fromArray(FLOATS, y, yAt + i)
          .reinterpretAsInts()
          .blend(Float.floatToRawIntBits(derivative), there)
          .reinterpretAsFloats()
          .intoArray(y, yAt + i);
    }
  }

  static void atKink(
      double[] x, int xAt, double place, double derivative, double[] y, int yAt, int length) {
    long bits = Double.doubleToRawLongBits(place);
    long significant = place == 0 ? Long.MAX_VALUE : -1;
    for (int i = 0; i < length; i += DOUBLES.length()) {
      LongVector in = DoubleVector.fromArray(DOUBLES, x, xAt + i).reinterpretAsLongs();
      VectorMask<Long> there = in.and(significant).eq(bits & significant);
      DoubleVector.fromArray(DOUBLES, y, yAt + i)
          .reinterpretAsLongs()
          .blend(Double.doubleToRawLongBits(derivative), there)
          .reinterpretAsDoubles()
          .intoArray(y, yAt + i);
    }
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
