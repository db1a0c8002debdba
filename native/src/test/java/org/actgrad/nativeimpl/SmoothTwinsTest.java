// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.actgrad.Activation;
import org.actgrad.Activation.Function;
import org.actgrad.ActivationDerivative;
import org.actgrad.Upstream;
import org.actgrad.contract.ParameterGradientContract;
import org.actgrad.javaimpl.JavaActivationDerivative;
import org.actgrad.javaimpl.VectorActivationDerivative;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every smooth function, in every form, gives the same bits in Java, in Java with vectors and in
 * C++ with every instruction set.
 */
class SmoothTwinsTest {

  private static final ActivationDerivative REFERENCE = new NativeActivationDerivative("baseline");

  private static final List<ActivationDerivative> TWINS =
      List.of(
          new NativeActivationDerivative(""),
          new NativeActivationDerivative("avx2"),
          new JavaActivationDerivative(),
          new VectorActivationDerivative());

  /** Bounds, thresholds and roots in the formulas; the test takes their neighbours, too. */
  private static final double[] PLACES = {
    0,
    0x1p-60,
    0x1p-30,
    1e-3,
    0.1,
    0.1875,
    0.25,
    0.34657359027997264,
    0.5,
    0.52,
    0.6875,
    0.70703125,
    0.7517915246935645,
    0.7524614220710162,
    0.9140625,
    0.921875,
    1,
    1.125,
    1.1924312145154584,
    1.25,
    1.5,
    1.2784645427610738,
    2,
    2.3993572805154677,
    3,
    3.75,
    4,
    5,
    6,
    10,
    11,
    16,
    20,
    20.5,
    21,
    22.8,
    26,
    29.7,
    36.7,
    37,
    38,
    42,
    64,
    87,
    88.7,
    103.9,
    104,
    350,
    442.5,
    700,
    709.7,
    745.1,
    885,
    900,
    0x1p53,
    0x1p100,
    0x1p240,
    0x1p500,
    0x1p511,
    0x1p512,
    0x1p1000
  };

  private static double[] doubles;
  private static float[] floats;

  @BeforeAll
  static void inputs() {
    for (ActivationDerivative twin : TWINS) {
      assertTrue(twin.unavailabilityCause().isEmpty(), twin.name());
    }
    SplittableRandom random = new SplittableRandom(20);
    List<Double> numbers = new ArrayList<>();
    for (long bits :
        new long[] {
          0,
          1,
          2,
          0xfffffffffffffL,
          1L << 52,
          (1L << 52) + 1,
          0x7fefffffffffffffL,
          0x7ffL << 52,
          (0x7ffL << 52) + 1,
          0x7ff8000000000000L,
          0x7ff8000000001234L,
          Long.MAX_VALUE
        }) {
      numbers.add(Double.longBitsToDouble(bits));
      numbers.add(Double.longBitsToDouble(bits | Long.MIN_VALUE));
    }
    for (double place : PLACES) {
      double above = place;
      double below = place;
      for (int i = 0; i < 4; i++) {
        numbers.addAll(List.of(above, -above, below, -below));
        above = Math.nextUp(above);
        below = Math.nextDown(below);
      }
    }
    for (int i = 0; i < 4000; i++) {
      numbers.add((random.nextDouble() - 0.5) * 4);
      numbers.add((random.nextDouble() - 0.5) * 40);
      numbers.add((random.nextDouble() - 0.5) * 1800);
      numbers.add(Math.scalb(random.nextDouble() - 0.5, random.nextInt(-1074, 1024)));
      numbers.add(Math.scalb(random.nextDouble() - 0.5, random.nextInt(-80, 20)));
      numbers.add(Double.longBitsToDouble(random.nextLong()));
    }
    doubles = numbers.stream().mapToDouble(Double::doubleValue).toArray();

    int stride = 65521;
    int dense = (int) ((1L << 32) / stride);
    floats = Arrays.copyOf(new float[0], dense + 2 * doubles.length + 8 * PLACES.length);
    int n = 0;
    for (long bits = 0; n < dense; bits += stride) {
      floats[n++] = Float.intBitsToFloat((int) bits);
    }
    for (double number : doubles) {
      floats[n++] = (float) number;
      floats[n++] = Float.intBitsToFloat(random.nextInt());
    }
    for (double place : PLACES) {
      float above = Math.nextUp((float) place);
      float below = Math.nextDown((float) place);
      for (float number : new float[] {above, below, Math.nextUp(above), Math.nextDown(below)}) {
        floats[n++] = number;
        floats[n++] = -number;
      }
    }
    assertEquals(floats.length, n);
  }

  private static double[][] parameters(Function function) {
    return switch (function) {
      case HARD_SWISH -> new double[][] {{1. / 6, 0.5}, {0.2, 0.5}, {3, -0.7}};
      case ELU -> new double[][] {{1}, {0.1}, {-0.3}, {0}};
      case CELU -> new double[][] {{1}, {0.1}, {37.5}, {0x1p-60}};
      case SWISH, QUICK_GELU -> new double[][] {{1}, {1.702}, {-0.3}, {77.7}, {-0x1p-64}};
      case SOFTPLUS -> new double[][] {{1}, {0.3}, {20}, {0x1p60}};
      case SQUAREPLUS -> new double[][] {{4}, {0x1p-900}, {0.01}, {1e100}};
      case POW ->
          new double[][] {
            {1, 2},
            {1, 3},
            {-2.5, 0.5},
            {1, -1},
            {0.3, -2.7},
            {2, 0},
            {0, 3},
            {1, 1},
            {1, 77},
            {1, 0x1p60},
            {1e-300, -0.001}
          };
      default -> new double[][] {{}};
    };
  }

  static Stream<Activation> activations() {
    return Arrays.stream(Function.values())
        .filter(function -> !function.isPiecewiseLinear())
        .flatMap(
            function -> Arrays.stream(parameters(function)).map(p -> Activation.of(function, p)))
        .flatMap(SmoothTwinsTest::variants);
  }

  private static Stream<Activation> variants(Activation activation) {
    List<Activation> variants = new ArrayList<>(List.of(activation));
    for (UnaryForm form : List.<UnaryForm>of(Activation::fromOutput, Activation::secondOrder)) {
      try {
        variants.add(form.of(activation));
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains(activation.toString()), e.getMessage());
      }
    }
    int kinks = activation.function().kinks();
    if (kinks > 0) {
      double[] values = {0.3, -7};
      variants.add(activation.withDerivativeAtKinks(Arrays.copyOf(values, kinks)));
    }
    return variants.stream();
  }

  private interface UnaryForm {
    Activation of(Activation activation);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void doublesHaveTheSameBits(Activation activation) {
    int n = doubles.length;
    double[] gradOut = new double[n];
    for (int i = 0; i < n; i++) {
      gradOut[i] = doubles[(i * 31 + 7) % n];
    }
    double[][] expected = results(REFERENCE, activation, doubles, gradOut);
    for (ActivationDerivative twin : TWINS) {
      assertSame(twin, gradOut, expected, results(twin, activation, doubles, gradOut));
      assertSame(twin, gradOut, expected, resultsInPlace(twin, activation, doubles, gradOut));
    }
  }

  private static void assertSame(
      ActivationDerivative twin, double[] gradOut, double[][] expected, double[][] actual) {
    for (int k = 0; k < expected.length; k++) {
      for (int i = 0; i < gradOut.length; i++) {
        long bits = Double.doubleToRawLongBits(actual[k][i]);
        if (bits != Double.doubleToRawLongBits(expected[k][i])) {
          throw new AssertionError(
              message(twin, k, doubles[i], gradOut[i], expected[k][i], actual[k][i]));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void floatsHaveTheSameBits(Activation activation) {
    int n = floats.length;
    float[] gradOut = new float[n];
    for (int i = 0; i < n; i++) {
      gradOut[i] = floats[(int) ((i * 31L + 7) % n)];
    }
    float[][] expected = results(REFERENCE, activation, floats, gradOut);
    for (ActivationDerivative twin : TWINS) {
      assertSame(twin, gradOut, expected, results(twin, activation, floats, gradOut));
      assertSame(twin, gradOut, expected, resultsInPlace(twin, activation, floats, gradOut));
    }
  }

  private static void assertSame(
      ActivationDerivative twin, float[] gradOut, float[][] expected, float[][] actual) {
    for (int k = 0; k < expected.length; k++) {
      for (int i = 0; i < gradOut.length; i++) {
        int bits = Float.floatToRawIntBits(actual[k][i]);
        if (bits != Float.floatToRawIntBits(expected[k][i])) {
          throw new AssertionError(
              message(twin, k, floats[i], gradOut[i], expected[k][i], actual[k][i]));
        }
      }
    }
  }

  static List<Activation> activationsWithParameter() {
    return ParameterGradientContract.activationsWithParameter();
  }

  @ParameterizedTest
  @MethodSource("activationsWithParameter")
  void parameterGradientsHaveTheSameBits(Activation activation) {
    double[] x = Arrays.stream(doubles).filter(number -> Math.abs(number) < 1e6).toArray();
    double[] gradOut = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      gradOut[i] = x[(i * 31 + 7) % x.length];
    }
    double expected = REFERENCE.parameterGradient(activation, x, 0, gradOut, 0, x.length);
    assertTrue(Double.isFinite(expected) && expected != 0);
    for (ActivationDerivative twin : TWINS) {
      double actual = twin.parameterGradient(activation, x, 0, gradOut, 0, x.length);
      assertEquals(expected, actual, twin::toString);
    }
  }

  private static final String[] RESULTS = {
    "derivative", "backward, select", "backward, multiply", "value", "derivative with value"
  };

  private static double[][] results(
      ActivationDerivative provider, Activation activation, double[] x, double[] gradOut) {
    int n = x.length;
    double[][] results = new double[RESULTS.length][n];
    provider.derivative(activation, x, 0, results[0], 0, n);
    Activation multiply = activation.withUpstream(Upstream.MULTIPLY);
    provider.backward(activation, x, 0, gradOut, 0, results[1], 0, n);
    provider.backward(multiply, x, 0, gradOut, 0, results[2], 0, n);
    provider.forwardAndDerivative(activation, x, 0, results[3], 0, results[4], 0, n);
    return results;
  }

  /** The same, each over one of its inputs. */
  private static double[][] resultsInPlace(
      ActivationDerivative provider, Activation activation, double[] x, double[] gradOut) {
    int n = x.length;
    double[][] results = {x.clone(), gradOut.clone(), x.clone(), x.clone(), new double[n]};
    provider.derivative(activation, results[0], 0, results[0], 0, n);
    Activation multiply = activation.withUpstream(Upstream.MULTIPLY);
    provider.backward(activation, x, 0, results[1], 0, results[1], 0, n);
    provider.backward(multiply, results[2], 0, gradOut, 0, results[2], 0, n);
    provider.forwardAndDerivative(activation, results[3], 0, results[3], 0, results[4], 0, n);
    return results;
  }

  private static float[][] results(
      ActivationDerivative provider, Activation activation, float[] x, float[] gradOut) {
    int n = x.length;
    float[][] results = new float[RESULTS.length][n];
    provider.derivative(activation, x, 0, results[0], 0, n);
    Activation multiply = activation.withUpstream(Upstream.MULTIPLY);
    provider.backward(activation, x, 0, gradOut, 0, results[1], 0, n);
    provider.backward(multiply, x, 0, gradOut, 0, results[2], 0, n);
    provider.forwardAndDerivative(activation, x, 0, results[3], 0, results[4], 0, n);
    return results;
  }

  /** The same, each over one of its inputs. */
  private static float[][] resultsInPlace(
      ActivationDerivative provider, Activation activation, float[] x, float[] gradOut) {
    int n = x.length;
    float[][] results = {x.clone(), gradOut.clone(), x.clone(), x.clone(), new float[n]};
    provider.derivative(activation, results[0], 0, results[0], 0, n);
    Activation multiply = activation.withUpstream(Upstream.MULTIPLY);
    provider.backward(activation, x, 0, results[1], 0, results[1], 0, n);
    provider.backward(multiply, results[2], 0, gradOut, 0, results[2], 0, n);
    provider.forwardAndDerivative(activation, results[3], 0, results[3], 0, results[4], 0, n);
    return results;
  }

  private static String message(
      ActivationDerivative twin, int k, double x, double gradOut, double expected, double actual) {
    return twin
        + ", "
        + RESULTS[k]
        + ": x = "
        + Double.toHexString(x)
        + ", upstream "
        + Double.toHexString(gradOut)
        + ": expected "
        + Double.toHexString(expected)
        + ", was "
        + Double.toHexString(actual);
  }
}
