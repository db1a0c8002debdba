// SPDX-License-Identifier: Apache-2.0
package org.actgrad.contract;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.actgrad.Activation;
import org.actgrad.NaNPolicy;
import org.actgrad.Upstream;

/**
 * What every operation must give, from its definition: number by number, with comparisons and
 * branches, sharing nothing with the providers.
 */
final class Reference {

  private final Numbers type;
  private final Activation activation;
  private final double[] kinks;
  private final double lesser;
  private final double greater;

  Reference(Numbers type, Activation activation) {
    this.type = type;
    this.activation = activation;
    kinks = Arrays.stream(exactKinks()).map(kink -> number(bits(kink))).toArray();
    double[] derivatives = derivatives().sorted().toArray();
    boolean binary = Arrays.stream(derivatives).allMatch(d -> d == 0 || d == 1);
    lesser = binary ? 0 : derivatives[0];
    greater = binary ? 1 : derivatives[derivatives.length - 1];
  }

  private double number(long bits) {
    return type == Numbers.FLOAT ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private long bits(double number) {
    return type == Numbers.FLOAT
        ? Float.floatToRawIntBits((float) number) & 0xffffffffL
        : Double.doubleToRawLongBits(number);
  }

  /** A parameter, rounded to the type of the numbers. */
  private double parameter(String name) {
    return number(bits(activation.parameter(name)));
  }

  private double alpha() {
    return activation.function() == Activation.Function.RRELU
        ? number(bits((activation.parameter("lower") + activation.parameter("upper")) / 2))
        : parameter("alpha");
  }

  /** Where the derivative jumps, rounded to the type of the numbers. */
  double[] kinks() {
    return kinks;
  }

  private double[] exactKinks() {
    return switch (activation.function()) {
      case RELU, LEAKY_RELU, PRELU, RRELU, ABS, SIGN, STEP -> new double[] {0};
      case THRESHOLDED_RELU -> new double[] {activation.parameter("theta")};
      case RELU6 -> new double[] {0, 6};
      case CLIPPED_RELU ->
          new double[] {activation.parameter("threshold"), activation.parameter("max_value")};
      case HARD_TANH -> new double[] {activation.parameter("min"), activation.parameter("max")};
      case HARD_SIGMOID ->
          new double[] {
            -activation.parameter("beta") / activation.parameter("alpha"),
            (1 - activation.parameter("beta")) / activation.parameter("alpha")
          };
      case SPARSE_SIGMOID -> new double[] {-1, 1};
      case SOFT_SHRINK, HARD_SHRINK ->
          new double[] {-activation.parameter("lambda"), activation.parameter("lambda")};
      case LINEAR -> new double[0];
      default -> throw new AssertionError(activation + " is not piecewise linear");
    };
  }

  /** The derivative off the kinks. */
  private double slope(double x) {
    return switch (activation.function()) {
      case RELU -> x > 0 ? 1 : 0;
      case LEAKY_RELU, PRELU, RRELU -> x > 0 ? 1 : alpha();
      case RELU6 -> x > 0 && x < 6 ? 1 : 0;
      case CLIPPED_RELU -> x > kinks[1] ? 0 : x > kinks[0] ? 1 : parameter("negative_slope");
      case THRESHOLDED_RELU -> x > kinks[0] ? 1 : 0;
      case HARD_TANH -> x > kinks[0] && x < kinks[1] ? 1 : 0;
      case HARD_SIGMOID -> x > kinks[0] && x < kinks[1] ? parameter("alpha") : 0;
      case SPARSE_SIGMOID -> Math.abs(x) < 1 ? 0.5 : 0;
      case SOFT_SHRINK, HARD_SHRINK -> Math.abs(x) > kinks[1] ? 1 : 0;
      case ABS -> Math.signum(x);
      case LINEAR -> parameter("alpha");
      case SIGN, STEP -> 0;
      default -> throw new AssertionError(activation + " is not piecewise linear");
    };
  }

  long derivative(long x) {
    double number = number(x);
    if (Double.isNaN(number)) {
      return switch (activation.nan()) {
        case ZERO -> bits(0);
        case ONE -> bits(1);
        case PROPAGATE -> x;
        case CANONICAL -> bits(Double.NaN);
        case LEFT -> bits(slope(-1e30));
        case RIGHT -> bits(slope(1e30));
      };
    }
    for (int i = 0; i < kinks.length; i++) {
      if (number == kinks[i]) {
        return bits(activation.derivativeAtKink(i));
      }
    }
    return bits(slope(number));
  }

  long value(long x) {
    double number = number(x);
    if (Double.isNaN(number)) {
      return activation.nan() == NaNPolicy.ZERO ? 0 : x;
    }
    return switch (activation.function()) {
      case RELU -> number > 0 ? x : 0;
      case LEAKY_RELU, PRELU, RRELU -> number > 0 ? x : number == 0 ? 0 : line(alpha(), number, 0);
      case RELU6 -> number >= 6 ? bits(6) : number > 0 ? x : 0;
      case CLIPPED_RELU ->
          number >= kinks[1]
              ? bits(kinks[1])
              : number == kinks[0]
                  ? bits(number + 0.0)
                  : number > kinks[0]
                      ? x
                      : line(
                          parameter("negative_slope"),
                          number,
                          number(
                              bits(
                                  -activation.parameter("negative_slope")
                                      * activation.parameter("threshold"))));
      case THRESHOLDED_RELU -> number > kinks[0] ? x : 0;
      case HARD_TANH ->
          number <= kinks[0] ? bits(kinks[0]) : number >= kinks[1] ? bits(kinks[1]) : x;
      case HARD_SIGMOID ->
          number <= kinks[0]
              ? 0
              : number >= kinks[1] ? bits(1) : line(parameter("alpha"), number, parameter("beta"));
      case SPARSE_SIGMOID -> number <= -1 ? 0 : number >= 1 ? bits(1) : line(0.5, number, 0.5);
      case SOFT_SHRINK ->
          number > kinks[1]
              ? line(1, number, -kinks[1])
              : number < kinks[0] ? line(1, number, kinks[1]) : 0;
      case HARD_SHRINK ->
          number > kinks[1]
              ? line(1, number, -parameter("bias"))
              : number < kinks[0] ? line(1, number, parameter("bias")) : 0;
      case ABS -> bits(Math.abs(number));
      case LINEAR ->
          number == 0
              ? bits(parameter("beta"))
              : line(parameter("alpha"), number, parameter("beta"));
      case SIGN -> bits(Math.signum(number) + 0.0);
      case STEP -> bits(number > 0 ? 1 : number < 0 ? 0 : parameter("h"));
      default -> throw new AssertionError(activation + " is not piecewise linear");
    };
  }

  /** Rounded after the multiplication and after the addition; nothing is added to x itself. */
  private long line(double slope, double x, double constant) {
    if (slope == 0) {
      return bits(constant);
    }
    if (slope == 1 && constant == 0) {
      return bits(x);
    }
    return bits(number(bits(slope * x)) + constant);
  }

  private long times(long gradOut, long derivative) {
    double factor = number(derivative);
    if (Double.isNaN(factor)) {
      return derivative;
    }
    if (activation.upstream() == Upstream.SELECT) {
      if (factor == 0) {
        return 0;
      }
      if (factor == 1) {
        return gradOut;
      }
    }
    return type == Numbers.FLOAT
        ? Float.floatToRawIntBits((float) number(gradOut) * (float) factor) & 0xffffffffL
        : Double.doubleToRawLongBits(number(gradOut) * factor);
  }

  long backward(long x, long gradOut) {
    return times(gradOut, derivative(x));
  }

  /** The derivatives there are, in no order. */
  private DoubleStream derivatives() {
    DoubleStream between =
        kinks.length == 2 && kinks[0] < kinks[1]
            ? DoubleStream.of(slope(Math.max(kinks[0], -1e30) / 2 + Math.min(kinks[1], 1e30) / 2))
            : DoubleStream.empty();
    DoubleStream atKinks =
        IntStream.range(0, kinks.length).mapToDouble(activation::derivativeAtKink);
    return DoubleStream.concat(
        DoubleStream.concat(between, atKinks),
        DoubleStream.of(slope(-1e30), slope(1e30), number(derivative(type.nan()))));
  }

  boolean active(long x) {
    return number(derivative(x)) == greater;
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
        case BACKWARD_FROM_MASK -> {
          boolean bit = (((long[]) in0)[start0 + i / 64] >>> (i % 64) & 1) != 0;
          long factor = bits(bit ? greater : lesser);
          type.set(outputs[0], i, times(type.get(in1, start1 + i), factor));
        }
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
