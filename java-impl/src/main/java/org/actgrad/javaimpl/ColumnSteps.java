// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static jdk.incubator.vector.VectorOperators.*;
import static org.actgrad.javaimpl.VectorFormula.DOUBLES;
import static org.actgrad.javaimpl.VectorFormula.FLOATS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link ColumnProgram}: each so short that C2 compiles it as one piece, with calls to
 * nothing but the Vector API, all of which it inlines. Columns are whole vectors. An operand with a
 * stride, -1 or 0, is a column or a constant of one vector.
 */
final class ColumnSteps {

  static final int LANES = DOUBLES.length();

  private static final VectorSpecies<Float> HALF_FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

  private ColumnSteps() {}

  private static DoubleVector load(double[] a, int i) {
    return DoubleVector.fromArray(DOUBLES, a, i);
  }

  static void plus(double[] a, double[] b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).add(load(b, i)).intoArray(out, i);
    }
  }

  static void plus(double[] a, double b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).add(b).intoArray(out, i);
    }
  }

  static void minus(double[] a, double[] b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).sub(load(b, i)).intoArray(out, i);
    }
  }

  static void minus(double a, double[] b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector.broadcast(DOUBLES, a).sub(load(b, i)).intoArray(out, i);
    }
  }

  static void times(double[] a, double[] b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).mul(load(b, i)).intoArray(out, i);
    }
  }

  static void times(double[] a, double b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).mul(b).intoArray(out, i);
    }
  }

  static void over(double[] a, double[] b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).div(load(b, i)).intoArray(out, i);
    }
  }

  static void over(double[] a, double b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).div(DoubleVector.broadcast(DOUBLES, b)).intoArray(out, i);
    }
  }

  static void over(double a, double[] b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector.broadcast(DOUBLES, a).div(load(b, i)).intoArray(out, i);
    }
  }

  static void sqrt(double[] a, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).sqrt().intoArray(out, i);
    }
  }

  static void minAbs(double[] a, double limit, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector t = load(a, i).reinterpretAsLongs().and(Long.MAX_VALUE).reinterpretAsDoubles();
      DoubleVector l = DoubleVector.broadcast(DOUBLES, limit);
      l.blend(t, t.lt(l)).intoArray(out, i);
    }
  }

  static void less(
      double[] a,
      int aStride,
      double[] b,
      int bStride,
      double[] yes,
      int yesStride,
      double[] no,
      int noStride,
      double[] out,
      int length) {
    for (int i = 0; i < length; i += LANES) {
      VectorMask<Double> less = load(a, i & aStride).lt(load(b, i & bStride));
      load(no, i & noStride).blend(load(yes, i & yesStride), less).intoArray(out, i);
    }
  }

  static void equal(
      double[] a,
      int aStride,
      double[] b,
      int bStride,
      double[] yes,
      int yesStride,
      double[] no,
      int noStride,
      double[] out,
      int length) {
    for (int i = 0; i < length; i += LANES) {
      VectorMask<Double> equal = load(a, i & aStride).eq(load(b, i & bStride));
      load(no, i & noStride).blend(load(yes, i & yesStride), equal).intoArray(out, i);
    }
  }

  static void ifNegative(
      double[] sign,
      double[] yes,
      int yesStride,
      double[] no,
      int noStride,
      double[] out,
      int length) {
    for (int i = 0; i < length; i += LANES) {
      VectorMask<Long> negative = load(sign, i).reinterpretAsLongs().lt(0);
      load(no, i & noStride)
          .reinterpretAsLongs()
          .blend(load(yes, i & yesStride).reinterpretAsLongs(), negative)
          .reinterpretAsDoubles()
          .intoArray(out, i);
    }
  }

  static void withSign(double[] magnitude, double[] sign, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      LongVector bits = load(sign, i).reinterpretAsLongs().and(Long.MIN_VALUE);
      load(magnitude, i).reinterpretAsLongs().or(bits).reinterpretAsDoubles().intoArray(out, i);
    }
  }

  static void and(double[] a, long bits, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).reinterpretAsLongs().and(bits).reinterpretAsDoubles().intoArray(out, i);
    }
  }

  static void or(double[] a, long bits, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).reinterpretAsLongs().or(bits).reinterpretAsDoubles().intoArray(out, i);
    }
  }

  static void shiftLeft(double[] a, int count, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i)
          .reinterpretAsLongs()
          .lanewise(LSHL, count)
          .reinterpretAsDoubles()
          .intoArray(out, i);
    }
  }

  static void shiftRight(double[] a, int count, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i)
          .reinterpretAsLongs()
          .lanewise(LSHR, count)
          .reinterpretAsDoubles()
          .intoArray(out, i);
    }
  }

  // ---- polynomials: even and odd powers side by side ----

  static void fill(double c0, double c1, double[] even, double[] odd, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector.broadcast(DOUBLES, c0).intoArray(even, i);
      DoubleVector.broadcast(DOUBLES, c1).intoArray(odd, i);
    }
  }

  /** The beginning of an odd number of coefficients. */
  static void polynomialOdd(double[] x, double[] c, double[] even, double[] odd, int length) {
    double c2 = c[c.length - 1];
    double c1 = c[c.length - 2];
    double c0 = c[c.length - 3];
    for (int i = 0; i < length; i += LANES) {
      DoubleVector t = load(x, i);
      t.mul(t).mul(c2).add(c0).intoArray(even, i);
      DoubleVector.broadcast(DOUBLES, c1).intoArray(odd, i);
    }
  }

  /** The beginning of an even number of coefficients, at least 8. */
  static void polynomialEven(double[] x, double[] c, double[] even, double[] odd, int length) {
    int n = c.length;
    double o0 = c[n - 1];
    double e0 = c[n - 2];
    double o1 = c[n - 3];
    double e1 = c[n - 4];
    double o2 = c[n - 5];
    double e2 = c[n - 6];
    double o3 = c[n - 7];
    double e3 = c[n - 8];
    for (int i = 0; i < length; i += LANES) {
      DoubleVector t = load(x, i);
      DoubleVector square = t.mul(t);
      square.mul(e0).add(e1).mul(square).add(e2).mul(square).add(e3).intoArray(even, i);
      square.mul(o0).add(o1).mul(square).add(o2).mul(square).add(o3).intoArray(odd, i);
    }
  }

  /** Three more powers of x². */
  static void polynomial(double[] x, double[] c, int k, double[] even, double[] odd, int length) {
    double o1 = c[k];
    double e1 = c[k - 1];
    double o2 = c[k - 2];
    double e2 = c[k - 3];
    double o3 = c[k - 4];
    double e3 = c[k - 5];
    for (int i = 0; i < length; i += LANES) {
      DoubleVector t = load(x, i);
      DoubleVector square = t.mul(t);
      load(even, i).mul(square).add(e1).mul(square).add(e2).mul(square).add(e3).intoArray(even, i);
      load(odd, i).mul(square).add(o1).mul(square).add(o2).mul(square).add(o3).intoArray(odd, i);
    }
  }

  static void polynomialEndTwo(
      double[] x, double[] c, double[] even, double[] odd, double[] out, int length) {
    double c0 = c[0];
    double c1 = c[1];
    double c2 = c[2];
    double c3 = c[3];
    for (int i = 0; i < length; i += LANES) {
      DoubleVector t = load(x, i);
      DoubleVector square = t.mul(t);
      DoubleVector o = load(odd, i).mul(square).add(c3).mul(square).add(c1);
      load(even, i).mul(square).add(c2).mul(square).add(c0).add(t.mul(o)).intoArray(out, i);
    }
  }

  static void polynomialEndOne(
      double[] x, double[] c, double[] even, double[] odd, double[] out, int length) {
    double c0 = c[0];
    double c1 = c[1];
    for (int i = 0; i < length; i += LANES) {
      DoubleVector t = load(x, i);
      DoubleVector square = t.mul(t);
      DoubleVector o = load(odd, i).mul(square).add(c1);
      load(even, i).mul(square).add(c0).add(t.mul(o)).intoArray(out, i);
    }
  }

  static void polynomialEnd(double[] x, double[] even, double[] odd, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(even, i).add(load(x, i).mul(load(odd, i))).intoArray(out, i);
    }
  }

  // ---- several operations that often follow each other ----

  static void timesPlus(double[] a, double b, double c, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).mul(b).add(c).intoArray(out, i);
    }
  }

  /** a b + c. */
  static void productPlus(
      double[] a, double[] b, double[] c, int cStride, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i).mul(load(b, i)).add(load(c, i & cStride)).intoArray(out, i);
    }
  }

  /** a - b c. */
  static void minusProduct(
      double[] a, int aStride, double[] b, double[] c, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(a, i & aStride).sub(load(b, i).mul(load(c, i))).intoArray(out, i);
    }
  }

  /** a (a + b). */
  static void timesOwnSum(double[] a, double b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector v = load(a, i);
      v.mul(v.add(b)).intoArray(out, i);
    }
  }

  /** a - a². */
  static void minusSquare(double[] a, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector v = load(a, i);
      v.sub(v.mul(v)).intoArray(out, i);
    }
  }

  /** e / (e + 1). */
  static void logistic(double[] e, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector v = load(e, i);
      v.div(v.add(1.0)).intoArray(out, i);
    }
  }

  /** {@link Elementary#expScaled(double, boolean)}, single. */
  static void expMinus(double[] t, double[] out, int length) {
    double rounder = Elementary.expRounder(true);
    double[] c = Coefficients.EXP_SHORT;
    double c0 = c[0];
    double c1 = c[1];
    double c2 = c[2];
    double c3 = c[3];
    double c4 = c[4];
    double c5 = c[5];
    for (int i = 0; i < length; i += LANES) {
      DoubleVector a = load(t, i);
      DoubleVector rounded =
          DoubleVector.broadcast(DOUBLES, rounder).sub(a.mul(Elementary.LOG_2_E));
      DoubleVector r = rounded.sub(rounder).mul(-Elementary.LN_2).sub(a);
      DoubleVector square = r.mul(r);
      DoubleVector odd = square.mul(c5).add(c3).mul(square).add(c1);
      DoubleVector even = square.mul(c4).add(c2).mul(square).add(c0);
      DoubleVector reduced = r.add(square.mul(even.add(r.mul(odd))));
      DoubleVector power = rounded.reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
      reduced.add(1.0).mul(power).intoArray(out, i);
    }
  }

  /** {@link #logistic} of {@link #expMinus}: the CPU computes while it divides. */
  static void logisticMinus(double[] t, double[] out, int length) {
    double rounder = Elementary.expRounder(true);
    double[] c = Coefficients.EXP_SHORT;
    double c0 = c[0];
    double c1 = c[1];
    double c2 = c[2];
    double c3 = c[3];
    double c4 = c[4];
    double c5 = c[5];
    for (int i = 0; i < length; i += LANES) {
      DoubleVector a = load(t, i);
      DoubleVector rounded =
          DoubleVector.broadcast(DOUBLES, rounder).sub(a.mul(Elementary.LOG_2_E));
      DoubleVector r = rounded.sub(rounder).mul(-Elementary.LN_2).sub(a);
      DoubleVector square = r.mul(r);
      DoubleVector odd = square.mul(c5).add(c3).mul(square).add(c1);
      DoubleVector even = square.mul(c4).add(c2).mul(square).add(c0);
      DoubleVector reduced = r.add(square.mul(even.add(r.mul(odd))));
      DoubleVector power = rounded.reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
      DoubleVector e = reduced.add(1.0).mul(power);
      e.div(e.add(1.0)).intoArray(out, i);
    }
  }

  /**
   * The start of {@link Elementary#expScaled(double, double, boolean, boolean)}, not brief: in one
   * loop with its end it is too long for C2 of JDK 17, which then makes objects of vectors.
   */
  static void reduceExp(
      double[] t,
      double[] low,
      int lowStride,
      double rounder,
      double ln2High,
      double ln2Low,
      double[] roundedOut,
      double[] rOut,
      int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector a = load(t, i);
      DoubleVector rounded =
          DoubleVector.broadcast(DOUBLES, rounder).sub(a.mul(Elementary.LOG_2_E));
      DoubleVector n = rounded.sub(rounder);
      rounded.intoArray(roundedOut, i);
      n.mul(-ln2High).sub(a).sub(n.mul(ln2Low).add(load(low, i & lowStride))).intoArray(rOut, i);
    }
  }

  static void expOfReduced(double[] roundedIn, double[] rIn, double[] out, int length) {
    double[] c = Coefficients.EXP;
    double c0 = c[0];
    double c1 = c[1];
    double c2 = c[2];
    double c3 = c[3];
    double c4 = c[4];
    double c5 = c[5];
    double c6 = c[6];
    double c7 = c[7];
    double c8 = c[8];
    double c9 = c[9];
    double c10 = c[10];
    for (int i = 0; i < length; i += LANES) {
      DoubleVector r = load(rIn, i);
      DoubleVector square = r.mul(r);
      DoubleVector even = square.mul(c10).add(c8).mul(square).add(c6);
      even = even.mul(square).add(c4).mul(square).add(c2).mul(square).add(c0);
      DoubleVector odd = square.mul(c9).add(c7).mul(square).add(c5);
      odd = odd.mul(square).add(c3).mul(square).add(c1);
      DoubleVector reduced = r.add(square.mul(even.add(r.mul(odd))));
      DoubleVector power =
          load(roundedIn, i).reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
      reduced.add(1.0).mul(power).intoArray(out, i);
    }
  }

  static void nanIfEither(double[] a, double[] b, double[] out, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector y = load(a, i);
      VectorMask<Double> nan = y.compare(NE, y);
      DoubleVector x = load(b, i);
      y.blend(Double.NaN, nan).blend(Double.NaN, x.compare(NE, x)).intoArray(out, i);
    }
  }

  static void atKink(double[] a, double[] x, long place, double result, double[] out, int length) {
    // Both zeros are one place; on bits, where subnormals are not 0 whatever the thread's mode.
    long magnitude = place & Long.MAX_VALUE;
    long significant = magnitude == 0 ? Long.MAX_VALUE : -1;
    long sought = magnitude == 0 ? 0 : place;
    for (int i = 0; i < length; i += LANES) {
      VectorMask<Long> there = load(x, i).reinterpretAsLongs().and(significant).eq(sought);
      load(a, i)
          .reinterpretAsLongs()
          .blend(Double.doubleToRawLongBits(result), there)
          .reinterpretAsDoubles()
          .intoArray(out, i);
    }
  }

  // ---- between columns of floats and of doubles ----

  static void widen(float[] x, int offset, double[] column, int length) {
    for (int i = 0; i < length; i += LANES) {
      ((DoubleVector)
              FloatVector.fromArray(HALF_FLOATS, x, offset + i).convertShape(F2D, DOUBLES, 0))
          .intoArray(column, i);
    }
  }

  static void narrow(double[] column, float[] y, int length) {
    for (int i = 0; i < length; i += LANES) {
      ((FloatVector) load(column, i).convertShape(D2F, HALF_FLOATS, 0)).intoArray(y, i);
    }
  }

  // ---- between columns and arrays ----

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
    for (int i = 0; i < end; i += LANES) {
      DoubleVector d = load(derivative, i);
      DoubleVector g = load(gradOut, gradOutOffset + i);
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
