// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.POSITIVE_INFINITY;

import java.util.stream.DoubleStream;

/**
 * Piecewise-linear functions as data: two kinks, which may coincide, and a slope and an intercept
 * on each side, so that one kernel serves them all. The numbers are those of {@link
 * ActivationDerivative#kernelParameters}.
 */
final class PiecewiseLinear {

  private PiecewiseLinear() {}

  static void check(Activation.Function function, double[] p) {
    switch (function) {
      case CLIPPED_RELU -> {
        finite(function, "negative_slope", p[0]);
        finite(function, "threshold", p[2]);
        require(p[1] > p[2], function, "max_value " + p[1] + " must be above threshold " + p[2]);
      }
      case THRESHOLDED_RELU -> finite(function, "theta", p[0]);
      case HARD_TANH ->
          require(p[0] < p[1], function, "min " + p[0] + " must be below max " + p[1]);
      case HARD_SIGMOID -> hardSigmoid(function, p);
      case SOFT_SHRINK, HARD_SHRINK -> {
        require(
            p[0] >= 0 && p[0] < POSITIVE_INFINITY,
            function,
            "lambda must be a finite number of 0 or more, not " + p[0]);
        finite(function, "bias", p.length > 1 ? p[1] : 0);
      }
      case LEAKY_RELU, PRELU -> finite(function, "alpha", p[0]);
      case RRELU -> {
        finite(function, "lower", p[0]);
        finite(function, "upper", p[1]);
        require(p[0] <= p[1], function, "lower " + p[0] + " must not be above upper " + p[1]);
      }
      case LINEAR -> {
        finite(function, "alpha", p[0]);
        finite(function, "beta", p[1]);
      }
      default -> {}
    }
  }

  static void hardSigmoid(Activation.Function function, double[] p) {
    require(
        p[0] > 0 && p[0] < POSITIVE_INFINITY,
        function,
        "alpha must be a finite number above 0, not " + p[0]);
    finite(function, "beta", p[1]);
  }

  static void finite(Activation.Function function, String name, double value) {
    require(Double.isFinite(value), function, name + " must be finite, not " + value);
  }

  static void require(boolean condition, Activation.Function function, String sentence) {
    if (!condition) {
      throw new IllegalArgumentException(function + ": " + sentence + ".");
    }
  }

  /** The derivatives at the kinks by our own convention. */
  static double[] atKinks(Activation.Function function, double[] p) {
    return switch (function) {
      case RELU, THRESHOLDED_RELU, SIGN, STEP, ABS -> new double[] {0};
      case LEAKY_RELU, PRELU -> new double[] {p[0]};
      case RRELU -> new double[] {mean(p)};
      // An infinite bound is no kink, but the derivative at ±∞ is looked up there.
      case CLIPPED_RELU -> new double[] {p[0], p[1] == POSITIVE_INFINITY ? 1 : 0};
      case HARD_TANH ->
          new double[] {p[0] == NEGATIVE_INFINITY ? 1 : 0, p[1] == POSITIVE_INFINITY ? 1 : 0};
      case RELU6, HARD_SIGMOID, SPARSE_SIGMOID, SOFT_SHRINK, HARD_SHRINK -> new double[] {0, 0};
      default -> new double[0];
    };
  }

  /** The NaN policy by our own convention. */
  static NaNPolicy nan(Activation.Function function) {
    return switch (function) {
      case LEAKY_RELU, PRELU, RRELU, CLIPPED_RELU, LINEAR -> NaNPolicy.LEFT;
      default -> NaNPolicy.ZERO;
    };
  }

  /** The numbers for the kernels. */
  static double[] of(Activation.Function function, double[] p, double[] atKinks, NaNPolicy nan) {
    double[] numbers = pieces(function, p);
    if (atKinks.length > 0) {
      numbers[3] = atKinks[0];
      numbers[5] = atKinks[atKinks.length - 1];
    }
    // Nothing lies beyond an infinite bound, but NaN may count as if it did.
    if (numbers[0] == NEGATIVE_INFINITY) {
      numbers[2] = numbers[4];
    }
    if (numbers[1] == POSITIVE_INFINITY) {
      numbers[6] = numbers[4];
    }
    numbers[12] =
        switch (nan) {
          case ZERO -> 0;
          case ONE -> 1;
          case LEFT -> numbers[2];
          case RIGHT -> numbers[6];
          case PROPAGATE, CANONICAL -> Double.NaN;
        };
    boolean binary = derivatives(numbers).allMatch(d -> d == 0 || d == 1);
    numbers[13] = binary ? 0 : derivatives(numbers).min().getAsDouble();
    numbers[14] = binary ? 1 : derivatives(numbers).max().getAsDouble();
    return numbers;
  }

  private static double mean(double[] bounds) {
    return 0.5 * bounds[0] + 0.5 * bounds[1];
  }

  private static double[] pieces(Activation.Function function, double[] p) {
    return switch (function) {
      case RELU -> bend(0, 0, 0, 0, 1, 0);
      case LEAKY_RELU, PRELU -> bend(0, p[0], 0, 0, 1, 0);
      case RRELU -> bend(0, mean(p), 0, 0, 1, 0);
      case THRESHOLDED_RELU -> bend(p[0], 0, 0, 0, 1, 0);
      case ABS -> bend(0, -1, 0, 0, 1, 0);
      case LINEAR -> {
        double[] line = bend(0, p[0], p[1], p[1], p[0], p[1]);
        line[3] = p[0];
        yield line;
      }
      case SIGN -> bend(0, 0, -1, 0, 0, 1);
      case STEP -> bend(0, 0, 0, p[0], 0, 1);
      case CLIPPED_RELU -> ramp(p[2], p[1], p[0], -p[0] * p[2], p[2], 1, 0, p[1]);
      case RELU6 -> ramp(0, 6, 0, 0, 0, 1, 0, 6);
      case HARD_TANH -> ramp(p[0], p[1], 0, p[0], p[0], 1, 0, p[1]);
      case HARD_SIGMOID -> ramp(-p[1] / p[0], (1 - p[1]) / p[0], 0, 0, 0, p[0], p[1], 1);
      case SPARSE_SIGMOID -> ramp(-1, 1, 0, 0, 0, 0.5, 0.5, 1);
      case SOFT_SHRINK -> band(p[0], p[0]);
      case HARD_SHRINK -> band(p[0], p[1]);
      default -> throw new AssertionError(function + " is not piecewise linear");
    };
  }

  /** One kink. */
  private static double[] bend(
      double kink,
      double slope0,
      double intercept0,
      double value,
      double slope1,
      double intercept1) {
    return new double[] {
      kink, kink, slope0, 0, 0, 0, slope1, intercept0, value, 0, value, intercept1, 0, 0, 0
    };
  }

  /** A line between two bounds, constant above the second. */
  private static double[] ramp(
      double lo,
      double hi,
      double slope0,
      double intercept0,
      double valueAtLo,
      double slope,
      double intercept,
      double top) {
    return new double[] {
      lo, hi, slope0, 0, slope, 0, 0, intercept0, valueAtLo, intercept, top, top, 0, 0, 0
    };
  }

  /** 0 between ±lambda, drawn to 0 by the bias outside. */
  private static double[] band(double lambda, double bias) {
    return new double[] {-lambda, lambda, 1, 0, 0, 0, 1, bias, 0, 0, 0, -bias, 0, 0, 0};
  }

  /** All values that the derivative takes, +0.0 for -0.0. */
  static DoubleStream derivatives(double[] numbers) {
    DoubleStream between =
        numbers[0] < numbers[1] ? DoubleStream.of(numbers[4], numbers[5]) : DoubleStream.empty();
    return DoubleStream.concat(
            between, DoubleStream.of(numbers[2], numbers[3], numbers[6], numbers[12]))
        .map(d -> d + 0.0);
  }
}
