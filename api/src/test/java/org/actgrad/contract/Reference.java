// SPDX-License-Identifier: Apache-2.0
package org.actgrad.contract;

import org.actgrad.Activation;
import org.actgrad.NaNPolicy;

/**
 * What every operation must give, from its definition: number by number, with comparisons and
 * branches, sharing nothing with the providers.
 */
final class Reference {

  private final Numbers type;
  private final Activation activation;

  Reference(Numbers type, Activation activation) {
    this.type = type;
    this.activation = activation;
  }

  private double number(long bits) {
    return type == Numbers.FLOAT ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private long bits(double number) {
    return type == Numbers.FLOAT
        ? Float.floatToRawIntBits((float) number) & 0xffffffffL
        : Double.doubleToRawLongBits(number);
  }

  long derivative(long x) {
    double number = number(x);
    if (Double.isNaN(number)) {
      return switch (activation.nan()) {
        case ZERO -> bits(0);
        case ONE -> bits(1);
        case PROPAGATE -> x;
        case CANONICAL -> bits(Double.NaN);
      };
    }
    if (number == 0) {
      return bits(activation.derivativeAtZero());
    }
    return bits(number > 0 ? 1 : 0);
  }

  long value(long x) {
    double number = number(x);
    if (Double.isNaN(number)) {
      return activation.nan() == NaNPolicy.ZERO ? 0 : x;
    }
    return number > 0 ? x : 0;
  }

  long backward(long x, long gradOut) {
    long derivative = derivative(x);
    double factor = number(derivative);
    if (Double.isNaN(factor)) {
      return derivative;
    }
    if (factor == 0) {
      return 0;
    }
    if (factor == 1) {
      return gradOut;
    }
    return type == Numbers.FLOAT
        ? Float.floatToRawIntBits((float) number(gradOut) * (float) factor) & 0xffffffffL
        : Double.doubleToRawLongBits(number(gradOut) * factor);
  }

  boolean active(long x) {
    return number(derivative(x)) == 1;
  }

  /** The outputs of an operation, first and (or null) second, each exactly as long as needed. */
  Object[] outputs(OperationCall call, Object in0, int start0, Object in1, int start1, int n) {
    Object[] outputs = {
      call.out0.array(call.out0.size(n)),
      call.out1 == null ? null : call.out1.array(call.out1.size(n))
    };
    for (int i = 0; i < n; i++) {
      long x = call.in0 == type ? type.get(in0, start0 + i) : 0;
      switch (call.operation) {
        case DERIVATIVE -> type.set(outputs[0], i, derivative(x));
        case INT_DERIVATIVE -> ((int[]) outputs[0])[i] = (int) number(derivative(x));
        case BOOLEAN_DERIVATIVE -> ((boolean[]) outputs[0])[i] = active(x);
        case MASK -> setBit(outputs[0], i, active(x));
        case BACKWARD -> type.set(outputs[0], i, backward(x, type.get(in1, start1 + i)));
        case BACKWARD_FROM_MASK ->
            type.set(
                outputs[0],
                i,
                (((long[]) in0)[start0 + i / 64] >>> (i % 64) & 1) != 0
                    ? type.get(in1, start1 + i)
                    : 0);
        case FORWARD_AND_DERIVATIVE -> {
          type.set(outputs[0], i, value(x));
          type.set(outputs[1], i, derivative(x));
        }
        case FORWARD_AND_MASK -> {
          type.set(outputs[0], i, value(x));
          setBit(outputs[1], i, active(x));
        }
      }
    }
    return outputs;
  }

  private static void setBit(Object words, int i, boolean bit) {
    ((long[]) words)[i / 64] |= bit ? 1L << (i % 64) : 0;
  }
}
