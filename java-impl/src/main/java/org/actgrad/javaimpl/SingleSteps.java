// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.actgrad.javaimpl.Single.*;
import static org.actgrad.javaimpl.VectorFormula.FLOATS;
import static org.actgrad.javaimpl.VectorFormula.INTS;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * The functions of {@link Single} on columns: from the column {@code x} to the column {@code y}, in
 * loops as short as those of {@link ColumnSteps}, for the same reason, and because a CPU works on
 * more elements at a time where they wait for each other less.
 */
final class SingleSteps {

  static final List<ColumnStep> LOGISTIC =
      List.of(
          (c, n) -> growth(c, LIMIT, 1.0f, n),
          (c, n) -> logisticBelow(c, n),
          (c, n) -> aboveFromBelow(c, 1.0f, n));

  /** Of -x. */
  static final List<ColumnStep> LOGISTIC_OF_OPPOSITE =
      List.of(
          (c, n) -> growth(c, LIMIT, 1.0f, n),
          (c, n) -> logisticBelow(c, n),
          (c, n) -> aboveFromBelow(c, -1.0f, n));

  static final List<ColumnStep> LOGISTIC_SLOPE =
      List.of(
          (c, n) -> growth(c, LIMIT, 1.0f, n),
          (c, n) -> logisticSlope(c, 1.0f, n),
          (c, n) -> nanWhereInput(c, n));

  static final List<ColumnStep> TANH_SLOPE =
      List.of(
          (c, n) -> growth(c, 0.5f * LIMIT, 2.0f, n),
          (c, n) -> logisticSlope(c, 4.0f, n),
          (c, n) -> nanWhereInput(c, n));

  static final List<ColumnStep> SILU_SLOPE =
      List.of(
          (c, n) -> growth(c, LIMIT, 1.0f, n),
          (c, n) -> siluSums(c, n),
          (c, n) -> siluQuotient(c, n),
          (c, n) -> aboveFromBelow(c, 1.0f, n));

  static final List<ColumnStep> GELU_SLOPE =
      List.of(
          (c, n) -> bell(c, n),
          (c, n) -> bellFraction(c, n),
          (c, n) -> geluQuotient(c, n),
          (c, n) -> geluSlopeBelow(c, n),
          (c, n) -> aboveFromBelow(c, 1.0f, n));

  private static final int LANES = FLOATS.length();

  private SingleSteps() {}

  private static FloatVector load(float[] a, int i) {
    return FloatVector.fromArray(FLOATS, a, i);
  }

  /** The bits of |x|, at most those of a limit: a call at the start of a loop is inlined. */
  private static IntVector magnitude(float[] x, int i, int most) {
    return load(x, i).reinterpretAsInts().and(Integer.MAX_VALUE).min(most);
  }

  /** The exponential of factor times |x|, at most limit: 2^n, r, e^r - 1 - r, e^-r - 1. */
  private static void growth(Columns columns, float limit, float factor, int length) {
    float[] x = columns.x;
    int at = columns.at;
    float[] power = columns.power;
    float[] r = columns.r;
    float[] sum = columns.sum;
    float[] fall = columns.fall;
    int most = Float.floatToRawIntBits(limit);
    for (int i = 0; i < length; i += LANES) {
      IntVector magnitude = magnitude(x, at + i, most);
      FloatVector t = magnitude.reinterpretAsFloats().mul(factor);
      FloatVector rounded = t.mul(LOG_2_E).add(ROUNDER);
      FloatVector n = rounded.sub(ROUNDER);
      FloatVector high = t.sub(n.mul(LN_2_HIGH));
      FloatVector low = n.mul(LN_2_LOW);
      FloatVector reduced = high.sub(low);
      FloatVector square = reduced.mul(reduced);
      FloatVector even = square.mul(EVEN_2).add(EVEN_1).mul(square).add(EVEN_0).mul(square);
      FloatVector odd = square.mul(ODD_1).add(ODD_0).mul(reduced.mul(square));
      odd = odd.add(high.sub(reduced).sub(low));
      rounded.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats().intoArray(power, i);
      reduced.intoArray(r, i);
      even.add(odd).intoArray(sum, i);
      even.sub(odd).sub(reduced).intoArray(fall, i);
    }
  }

  /** 1 / (1 + e^t). */
  private static void logisticBelow(Columns columns, int length) {
    float[] r = columns.r;
    float[] sum = columns.sum;
    float[] y = columns.y;
    for (int i = 0; i < length; i += LANES) {
      FloatVector power = load(columns.power, i);
      FloatVector rise = load(r, i).add(load(sum, i));
      FloatVector whole = power.add(power.mul(rise).add(SUM_UNIT));
      FloatVector.broadcast(FLOATS, SUM_UNIT).div(whole).intoArray(y, i);
    }
  }

  /** scale / (e^t + 2 + e^-t). */
  private static void logisticSlope(Columns columns, float scale, int length) {
    float[] r = columns.r;
    float[] sum = columns.sum;
    float[] fall = columns.fall;
    float[] y = columns.y;
    for (int i = 0; i < length; i += LANES) {
      FloatVector power = load(columns.power, i);
      IntVector limited = power.reinterpretAsInts().min(RECIPROCAL_LIMIT);
      FloatVector reciprocal = IntVector.broadcast(INTS, MIRROR).sub(limited).reinterpretAsFloats();
      FloatVector small = power.mul(load(sum, i)).add(reciprocal.mul(load(fall, i)));
      FloatVector rest = power.mul(load(r, i)).add(small);
      FloatVector whole = power.add(reciprocal.add(2.0f * SUM_UNIT).add(rest));
      FloatVector.broadcast(FLOATS, scale * SUM_UNIT).div(whole).intoArray(y, i);
    }
  }

  /** (1 - t) + e^-t and e^t + 2 + e^-t, and what they lack, in place of what they are made of. */
  private static void siluSums(Columns columns, int length) {
    float[] x = columns.x;
    int at = columns.at;
    int most = Float.floatToRawIntBits(LIMIT);
    for (int i = 0; i < length; i += LANES) {
      IntVector magnitude = magnitude(x, at + i, most);
      FloatVector power = load(columns.power, i);
      IntVector limited = power.reinterpretAsInts().min(RECIPROCAL_LIMIT);
      FloatVector reciprocal = IntVector.broadcast(INTS, MIRROR).sub(limited).reinterpretAsFloats();
      FloatVector fall = reciprocal.mul(load(columns.fall, i));
      FloatVector rest =
          power.mul(load(columns.r, i)).add(power.mul(load(columns.sum, i)).add(fall));
      FloatVector one = reciprocal.add(SUM_UNIT);
      FloatVector small = one.add(SUM_UNIT).add(rest);
      FloatVector d = power.add(small);
      d.intoArray(columns.power, i);
      small.sub(d.sub(power)).intoArray(columns.r, i);
      FloatVector large = one.sub(magnitude.reinterpretAsFloats().mul(SUM_UNIT));
      FloatVector numerator = large.add(fall);
      numerator.intoArray(columns.sum, i);
      fall.sub(numerator.sub(large)).intoArray(columns.fall, i);
    }
  }

  /** The quotient of the two. */
  private static void siluQuotient(Columns columns, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector d = load(columns.power, i);
      FloatVector q = load(columns.sum, i).div(d);
      IntVector rough = IntVector.broadcast(INTS, ROUGH_RECIPROCAL).sub(d.reinterpretAsInts());
      FloatVector low = load(columns.fall, i).sub(q.mul(load(columns.r, i)));
      q.add(low.mul(rough.reinterpretAsFloats())).intoArray(columns.y, i);
    }
  }

  /** The argument of e^(-t²/2): 2^n, and r. */
  private static void bell(Columns columns, int length) {
    float[] x = columns.x;
    int at = columns.at;
    float[] power = columns.power;
    float[] r = columns.r;
    int most = Float.floatToRawIntBits(GELU_LIMIT);
    for (int i = 0; i < length; i += LANES) {
      IntVector magnitude = magnitude(x, at + i, most);
      FloatVector t = magnitude.reinterpretAsFloats();
      FloatVector upper = magnitude.and(UPPER_HALF).reinterpretAsFloats();
      FloatVector rounded =
          FloatVector.broadcast(FLOATS, BELL_ROUNDER).sub(t.mul(t).mul(BELL_LOG_2_E));
      FloatVector n = rounded.sub(BELL_ROUNDER);
      FloatVector high = upper.mul(upper).add(n.mul(2.0f * LN_2_HIGH));
      FloatVector low = t.sub(upper).mul(t.add(upper)).add(n.mul(2.0f * LN_2_LOW));
      high.add(low).intoArray(r, i);
      rounded.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats().intoArray(power, i);
    }
  }

  /** 1 - e^(-r/2), in place of e^-r - 1. */
  private static void bellFraction(Columns columns, int length) {
    float[] fall = columns.fall;
    for (int i = 0; i < length; i += LANES) {
      FloatVector r = load(columns.r, i);
      FloatVector square = r.mul(r);
      FloatVector tail =
          square.mul(FloatVector.broadcast(FLOATS, FRACTION_4).sub(square.mul(FRACTION_8)));
      r.div(r.mul(0.5f).add(tail).add(2.0f)).intoArray(fall, i);
    }
  }

  /** What the distance from the root is multiplied by, in place of a sum. */
  private static void geluQuotient(Columns columns, int length) {
    float[] x = columns.x;
    int at = columns.at;
    float[] quotient = columns.sum;
    float[] a = Coefficients.GELU_A;
    float a0 = a[0];
    float a1 = a[1];
    float a2 = a[2];
    float a3 = a[3];
    float a4 = a[4];
    float[] b = Coefficients.GELU_B;
    float b0 = b[0];
    float b1 = b[1];
    float b2 = b[2];
    float b3 = b[3];
    int most = Float.floatToRawIntBits(GELU_LIMIT);
    for (int i = 0; i < length; i += LANES) {
      IntVector magnitude = magnitude(x, at + i, most);
      FloatVector t = magnitude.reinterpretAsFloats();
      FloatVector square = t.mul(t);
      FloatVector inner = t.mul(t.mul(a4).add(a3)).add(a2);
      FloatVector above = t.mul(a1).sub(square.mul(inner)).add(a0);
      FloatVector below = t.mul(b1).add(square.mul(square.add(t.mul(b3).add(b2)))).add(b0);
      above.div(below).intoArray(quotient, i);
    }
  }

  /** {@link Single#geluSlope} for -t. */
  private static void geluSlopeBelow(Columns columns, int length) {
    float[] x = columns.x;
    int at = columns.at;
    float[] power = columns.power;
    float[] quotient = columns.sum;
    float[] fraction = columns.fall;
    float[] y = columns.y;
    int most = Float.floatToRawIntBits(GELU_LIMIT);
    for (int i = 0; i < length; i += LANES) {
      IntVector magnitude = magnitude(x, at + i, most);
      FloatVector d = FloatVector.broadcast(FLOATS, GELU_ROOT).sub(magnitude.reinterpretAsFloats());
      FloatVector s = d.mul(load(quotient, i)).sub(GELU_ROOT_LOW);
      FloatVector significand = d.add(s.sub(d.add(s).mul(load(fraction, i))));
      significand.mul(load(power, i)).mul(SUM_UNIT).intoArray(y, i);
    }
  }

  /** y where sign x is below 0, else 1 - y; NaN where x is NaN. At 0 both are 1/2. */
  private static void aboveFromBelow(Columns columns, float sign, int length) {
    float[] x = columns.x;
    int at = columns.at;
    float[] y = columns.y;
    for (int i = 0; i < length; i += LANES) {
      FloatVector v = load(x, at + i);
      FloatVector below = load(y, i);
      FloatVector above = FloatVector.broadcast(FLOATS, 1.0f).sub(below);
      VectorMask<Float> isBelow = v.mul(sign).compare(LT, 0.0f);
      above.blend(below, isBelow).blend(Float.NaN, v.compare(NE, v)).intoArray(y, i);
    }
  }

  private static void nanWhereInput(Columns columns, int length) {
    float[] x = columns.x;
    int at = columns.at;
    float[] y = columns.y;
    for (int i = 0; i < length; i += LANES) {
      FloatVector v = load(x, at + i);
      load(y, i).blend(Float.NaN, v.compare(NE, v)).intoArray(y, i);
    }
  }
}
