// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.actgrad.Activation;
import org.actgrad.Activation.Function;
import org.actgrad.ActivationDerivative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The smooth functions against their textbook formulas, in which {@code StrictMath} is good enough
 * at moderate numbers, and the loops around them.
 */
class SmoothTest {

  private static final List<ActivationDerivative> PROVIDERS =
      List.of(new JavaActivationDerivative(), new VectorActivationDerivative(false));

  private static final double[] POINTS = {
    -6, -4.25, -2.5, -1.75, -1.3, -0.7, -0.2, -0.03, 0.03, 0.2, 0.7, 1.3, 1.75, 2.5, 4.25, 6
  };

  /** f, f' and, unless null, f''. */
  private record Textbook(
      Activation activation,
      DoubleUnaryOperator value,
      DoubleUnaryOperator derivative,
      DoubleUnaryOperator second) {

    @Override
    public String toString() {
      return activation.toString();
    }
  }

  private static Textbook of(
      Activation activation,
      DoubleUnaryOperator value,
      DoubleUnaryOperator derivative,
      DoubleUnaryOperator second) {
    return new Textbook(activation, value, derivative, second);
  }

  private static Textbook of(
      Activation activation, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {
    return of(activation, value, derivative, null);
  }

  private static double exp(double x) {
    return StrictMath.exp(x);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + exp(-x));
  }

  private static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  private static double sechSquare(double x) {
    return 1 / (StrictMath.cosh(x) * StrictMath.cosh(x));
  }

  /** The Maclaurin series of erf times e^(x²), whose terms are all positive. */
  private static double erf(double x) {
    double term = 2 * x / StrictMath.sqrt(StrictMath.PI);
    double sum = 0;
    for (int k = 0; Math.abs(term) > 1e-20 * Math.abs(sum); k++) {
      sum += term;
      term *= 2 * x * x / (2 * k + 3);
    }
    return sum * exp(-x * x);
  }

  private static double normal(double x) {
    return (1 + erf(x / StrictMath.sqrt(2))) / 2;
  }

  private static double density(double x) {
    return exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  private static double swish(double beta, double x) {
    return x * sigmoid(beta * x);
  }

  private static double swishDerivative(double beta, double x) {
    double s = sigmoid(beta * x);
    return s + beta * x * s * (1 - s);
  }

  private static double swishSecond(double beta, double x) {
    double s = sigmoid(beta * x);
    return beta * s * (1 - s) * (2 + beta * x * (1 - 2 * s));
  }

  private static Textbook swish(Activation activation, double beta) {
    return of(
        activation, x -> swish(beta, x), x -> swishDerivative(beta, x), x -> swishSecond(beta, x));
  }

  private static Textbook elu(Activation activation, double scale, double alpha) {
    return of(
        activation,
        x -> scale * (x > 0 ? x : alpha * StrictMath.expm1(x)),
        x -> scale * (x > 0 ? 1 : alpha * exp(x)),
        x -> scale * (x > 0 ? 0 : alpha * exp(x)));
  }

  private static double geluTanhInner(double x) {
    return StrictMath.sqrt(2 / StrictMath.PI) * (x + 0.044715 * x * x * x);
  }

  static Stream<Textbook> textbook() {
    return Stream.of(
        of(
            Activation.hardSwish(0.2, 0.4),
            x -> x * Math.min(Math.max(0.2 * x + 0.4, 0), 1),
            x -> x <= -2 ? 0 : x >= 3 ? 1 : 0.4 * x + 0.4),
        elu(Activation.elu(1), 1, 1),
        elu(Activation.elu(-0.7), 1, -0.7),
        elu(Activation.selu(), 1.0507009873554805, 1.6732632423543773),
        of(
            Activation.celu(1.5),
            x -> x > 0 ? x : 1.5 * StrictMath.expm1(x / 1.5),
            x -> x > 0 ? 1 : exp(x / 1.5)),
        of(
            Activation.gelu(),
            x -> x * normal(x),
            x -> normal(x) + x * density(x),
            x -> density(x) * (2 - x * x)),
        of(
            Activation.geluTanh(),
            x -> x / 2 * (1 + tanh(geluTanhInner(x))),
            x ->
                (1 + tanh(geluTanhInner(x))) / 2
                    + x
                        / 2
                        * sechSquare(geluTanhInner(x))
                        * StrictMath.sqrt(2 / StrictMath.PI)
                        * (1 + 3 * 0.044715 * x * x)),
        swish(Activation.quickGelu(), 1.702),
        swish(Activation.swish(1), 1),
        swish(Activation.swish(-0.5), -0.5),
        of(
            Activation.mish(),
            x -> x * tanh(StrictMath.log1p(exp(x))),
            x ->
                tanh(StrictMath.log1p(exp(x)))
                    + x * sechSquare(StrictMath.log1p(exp(x))) * sigmoid(x)),
        of(
            Activation.softplus(2),
            x -> StrictMath.log1p(exp(2 * x)) / 2,
            x -> sigmoid(2 * x),
            x -> 2 * sigmoid(2 * x) * sigmoid(-2 * x)),
        of(
            Activation.logSigmoid(),
            x -> -StrictMath.log1p(exp(-x)),
            x -> sigmoid(-x),
            x -> -sigmoid(x) * sigmoid(-x)),
        of(
            Activation.sigmoid(),
            SmoothTest::sigmoid,
            x -> sigmoid(x) * sigmoid(-x),
            x -> sigmoid(x) * sigmoid(-x) * (1 - 2 * sigmoid(x))),
        of(
            Activation.tanh(),
            SmoothTest::tanh,
            SmoothTest::sechSquare,
            x -> -2 * tanh(x) * sechSquare(x)),
        of(
            Activation.softsign(),
            x -> x / (1 + Math.abs(x)),
            x -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))),
            x -> -2 * Math.signum(x) / StrictMath.pow(1 + Math.abs(x), 3)),
        of(Activation.tanhShrink(), x -> x - tanh(x), x -> tanh(x) * tanh(x)),
        of(
            Activation.squareplus(4),
            x -> (x + Math.sqrt(x * x + 4)) / 2,
            x -> (1 + x / Math.sqrt(x * x + 4)) / 2),
        of(
            Activation.sparsePlus(),
            x -> x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4,
            x -> x <= -1 ? 0 : x >= 1 ? 1 : (x + 1) / 2),
        of(Activation.lisht(), x -> x * tanh(x), x -> tanh(x) + x * sechSquare(x)),
        of(Activation.logCosh(), x -> StrictMath.log(StrictMath.cosh(x)), SmoothTest::tanh),
        of(
            Activation.rationalTanh(),
            x -> {
              double z = Math.abs(2 * x / 3);
              double u = 1 + z + z * z + 1.41645 * z * z * z * z;
              return 1.7159 * Math.signum(x) * (1 - 1 / u);
            },
            x -> {
              double z = Math.abs(2 * x / 3);
              double u = 1 + z + z * z + 1.41645 * z * z * z * z;
              return 1.7159 * 2 / 3 * (1 + 2 * z + 4 * 1.41645 * z * z * z) / (u * u);
            }),
        of(Activation.rectifiedTanh(), x -> Math.max(tanh(x), 0), x -> x > 0 ? sechSquare(x) : 0),
        of(
            Activation.erf(),
            SmoothTest::erf,
            x -> 2 / StrictMath.sqrt(StrictMath.PI) * exp(-x * x)),
        of(Activation.exp(), SmoothTest::exp, SmoothTest::exp),
        of(Activation.log(), StrictMath::log, x -> 1 / x),
        of(Activation.sqrt(), StrictMath::sqrt, x -> 1 / (2 * StrictMath.sqrt(x))),
        of(Activation.square(), x -> x * x, x -> 2 * x),
        of(Activation.cube(), x -> x * x * x, x -> 3 * x * x),
        of(
            Activation.pow(-1.5, 2.5),
            x -> -1.5 * StrictMath.pow(x, 2.5),
            x -> -3.75 * StrictMath.pow(x, 1.5)),
        of(Activation.pow(2, -3), x -> 2 * StrictMath.pow(x, -3), x -> -6 * StrictMath.pow(x, -4)));
  }

  @Test
  void everySmoothFunctionIsThere() {
    assertEquals(
        Arrays.stream(Function.values())
            .filter(function -> !function.isPiecewiseLinear())
            .collect(Collectors.toSet()),
        textbook()
            .map(textbook -> textbook.activation().function())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Function.class))));
  }

  @ParameterizedTest
  @MethodSource("textbook")
  void theTextbookSaysTheSame(Textbook textbook) {
    for (ActivationDerivative provider : PROVIDERS) {
      check(provider, textbook.activation(), textbook.value(), textbook.derivative());
      if (textbook.second() != null) {
        check(
            provider,
            textbook.activation().secondOrder(),
            textbook.derivative(),
            textbook.second());
      }
    }
  }

  private static void check(
      ActivationDerivative provider,
      Activation activation,
      DoubleUnaryOperator value,
      DoubleUnaryOperator derivative) {
    int n = POINTS.length;
    double[] values = new double[n];
    double[] derivatives = new double[n];
    provider.forwardAndDerivative(activation, POINTS, 0, values, 0, derivatives, 0, n);
    float[] x = new float[n];
    float[] floatValues = new float[n];
    float[] floatDerivatives = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) POINTS[i];
    }
    provider.forwardAndDerivative(activation, x, 0, floatValues, 0, floatDerivatives, 0, n);
    for (int i = 0; i < n; i++) {
      String where = provider + ", " + activation + ", x = " + POINTS[i];
      close(value.applyAsDouble(POINTS[i]), values[i], 0, where + ", value");
      close(derivative.applyAsDouble(POINTS[i]), derivatives[i], 0, where + ", derivative");
      double v = value.applyAsDouble(x[i]);
      double d = derivative.applyAsDouble(x[i]);
      close(v, floatValues[i], 2 * Math.ulp((float) v), where + "f, value");
      close(d, floatDerivatives[i], 2 * Math.ulp((float) d), where + "f, derivative");
    }
  }

  /** The textbook formulas cancel: they are good to 2⁻⁵⁰ of their terms, not of the result. */
  private static void close(double expected, double actual, double rounding, String where) {
    double tolerance = 0x1p-49 + 0x1p-46 * Math.abs(expected) + rounding;
    assertTrue(
        Double.isNaN(expected) ? Double.isNaN(actual) : Math.abs(actual - expected) <= tolerance,
        () -> where + ": expected " + expected + ", was " + actual);
  }

  static Stream<Activation> activations() {
    return textbook()
        .flatMap(
            textbook ->
                textbook.second() == null
                    ? Stream.of(textbook.activation())
                    : Stream.of(textbook.activation(), textbook.activation().secondOrder()));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void anElementIsTheSameWhereverItStands(Activation activation) {
    SplittableRandom random = new SplittableRandom(6);
    int size = 80;
    double[] x = random.doubles(size, -9, 9).toArray();
    double[] gradOut = random.doubles(size, -2, 2).toArray();
    double[][] single = results(PROVIDERS.get(0), activation, x, gradOut, 1, 0);
    for (ActivationDerivative provider : PROVIDERS) {
      for (int length : new int[] {2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 67}) {
        for (int offset : new int[] {0, 1, 3}) {
          double[][] actual = results(provider, activation, x, gradOut, length, offset);
          for (int k = 0; k < single.length; k++) {
            assertArrayEquals(
                Arrays.copyOfRange(single[k], offset, offset + length),
                Arrays.copyOfRange(actual[k], offset, offset + length),
                provider + ", " + activation + ", length " + length + ", offset " + offset);
          }
        }
      }
    }
  }

  /** All results, of double and, widened, of float; for length 1, element by element. */
  private static double[][] results(
      ActivationDerivative provider,
      Activation activation,
      double[] x,
      double[] gradOut,
      int length,
      int offset) {
    int n = x.length;
    double[][] results = new double[8][n];
    float[] floats = narrowed(x);
    float[] floatGradOut = narrowed(gradOut);
    float[][] floatResults = new float[4][n];
    for (int i = offset; i < (length == 1 ? n : offset + 1); i++) {
      provider.derivative(activation, x, i, results[0], i, length);
      provider.backward(activation, x, i, gradOut, i, results[1], i, length);
      provider.forwardAndDerivative(activation, x, i, results[2], i, results[3], i, length);
      provider.derivative(activation, floats, i, floatResults[0], i, length);
      provider.backward(activation, floats, i, floatGradOut, i, floatResults[1], i, length);
      provider.forwardAndDerivative(
          activation, floats, i, floatResults[2], i, floatResults[3], i, length);
    }
    for (int k = 0; k < 4; k++) {
      for (int i = 0; i < n; i++) {
        results[4 + k][i] = floatResults[k][i];
      }
    }
    return results;
  }

  private static float[] narrowed(double[] x) {
    float[] narrowed = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      narrowed[i] = (float) x[i];
    }
    return narrowed;
  }
}
