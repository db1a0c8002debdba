// SPDX-License-Identifier: Apache-2.0
package org.actgrad.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.Upstream;
import org.actgrad.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients with respect to a parameter: what every provider must do. */
public abstract class ParameterGradientContract {

  /** The provider under test. */
  protected abstract ActivationDerivative provider();

  public static List<Activation> activationsWithParameter() {
    return List.of(
        Activation.leakyRelu(0.2),
        Activation.prelu(-0.25),
        Activation.elu(1),
        Activation.elu(1.7),
        Activation.swish(1),
        Activation.swish(-2.5),
        Activation.quickGelu(),
        Activation.softplus(1),
        Activation.softplus(0.3));
  }

  /** ∂f/∂p as a textbook has it, with an error that is small beside 1 + x². */
  private static double textbook(Activation activation, double x) {
    return switch (activation.function()) {
      case LEAKY_RELU, PRELU -> x < 0 ? x : 0;
      case ELU -> x < 0 ? Math.exp(x) - 1 : 0;
      case SWISH -> quadraticBell(x, activation.parameter("beta"));
      case QUICK_GELU -> quadraticBell(x, activation.parameter("alpha"));
      case SOFTPLUS -> {
        double beta = activation.parameter("beta");
        double power = Math.exp(beta * x);
        yield (x * (power / (1 + power)) - Math.log(1 + power) / beta) / beta;
      }
      default -> throw new AssertionError(activation);
    };
  }

  private static double quadraticBell(double x, double beta) {
    double power = Math.exp(beta * x);
    return x * x * power / ((1 + power) * (1 + power));
  }

  private static void assertNear(
      Activation activation, double[] x, double[] gradOut, double gradient) {
    BigDecimal sum = BigDecimal.ZERO;
    double size = 0;
    for (int i = 0; i < x.length; i++) {
      double term = gradOut[i] * textbook(activation, x[i]);
      sum = sum.add(new BigDecimal(term));
      size += Math.abs(gradOut[i]) * (1 + x[i] * x[i]);
    }
    assertEquals(sum.doubleValue(), gradient, 1e-14 * size, () -> activation + " " + x.length);
  }

  @ParameterizedTest
  @MethodSource("activationsWithParameter")
  void parameterGradientIsTheSumOfTheTextbook(Activation activation) {
    SplittableRandom random = new SplittableRandom(1);
    for (int n : new int[] {0, 1, 2, 3, 17, 64, 1000, 1023, 1024, 1025, 5000}) {
      float[] x = new float[n + 3];
      float[] gradOut = new float[n + 5];
      double[] doubleX = new double[n];
      double[] doubleGradOut = new double[n];
      for (int i = 0; i < n; i++) {
        doubleX[i] = x[3 + i] = (float) (8 * random.nextDouble() - 4);
        doubleGradOut[i] = gradOut[5 + i] = (float) (random.nextDouble() - 0.3);
      }
      double gradient = provider().parameterGradient(activation, x, 3, gradOut, 5, n);
      assertNear(activation, doubleX, doubleGradOut, gradient);
      assertEquals(
          gradient,
          provider().parameterGradient(activation, doubleX, 0, doubleGradOut, 0, n),
          "the same numbers as double");
    }
  }

  /** Slopes of four channels from a batch of three images: one view of strided rows for each. */
  @Test
  void parameterGradientOfAChannel() {
    SplittableRandom random = new SplittableRandom(2);
    int pixels = 1500;
    float[] x = new float[3 * 4 * pixels];
    float[] gradOut = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextDouble() - 0.5);
      gradOut[i] = (float) (random.nextDouble() - 0.5);
    }
    FloatBuffer heap = FloatBuffer.wrap(gradOut);
    FloatBuffer direct = ByteBuffer.allocateDirect(4 * x.length).asFloatBuffer().put(gradOut);
    for (int channel = 0; channel < 4; channel++) {
      Activation prelu = Activation.prelu(0.1 * channel);
      View rows = View.rows(x, channel * pixels, 3, pixels, 4 * pixels);
      double gradient =
          provider()
              .parameterGradient(
                  prelu, rows, View.rows(gradOut, channel * pixels, 3, pixels, 4 * pixels));
      double[] channelX = new double[3 * pixels];
      double[] channelGradOut = new double[3 * pixels];
      float[][] matrixX = new float[3][pixels];
      float[][] matrixGradOut = new float[3][pixels];
      for (int i = 0; i < channelX.length; i++) {
        int from = (i / pixels * 4 + channel) * pixels + i % pixels;
        channelX[i] = matrixX[i / pixels][i % pixels] = x[from];
        channelGradOut[i] = matrixGradOut[i / pixels][i % pixels] = gradOut[from];
      }
      assertNear(prelu, channelX, channelGradOut, gradient);
      assertEquals(
          gradient,
          provider().parameterGradient(prelu, View.of(matrixX), View.of(matrixGradOut)),
          "the same rows as a matrix");
    }
    double ofArrays =
        provider().parameterGradient(Activation.elu(1), x, 0, gradOut, 0, gradOut.length);
    for (FloatBuffer buffer : List.of(heap, direct.rewind())) {
      assertEquals(
          ofArrays,
          provider().parameterGradient(Activation.elu(1), View.of(x), View.of(buffer)),
          buffer::toString);
    }
    double[] doubles = {-1, 2, -3};
    assertEquals(
        -4,
        provider()
            .parameterGradient(
                Activation.prelu(0.25),
                View.of(DoubleBuffer.wrap(doubles)),
                View.of(new double[] {1, 1, 1})));
  }

  @ParameterizedTest
  @MethodSource("activationsWithParameter")
  void parameterGradientTakesTheLimits(Activation activation) {
    double infinity = Double.POSITIVE_INFINITY;
    boolean piecewiseLinear = activation.function().isPiecewiseLinear();
    boolean elu = activation.function() == Activation.Function.ELU;
    for (double x : new double[] {infinity, -infinity, 1e300, -1e300}) {
      double limit = x > 0 || !(piecewiseLinear || elu) ? 0 : piecewiseLinear ? x : -1;
      assertEquals(limit, gradient(activation, x, 1), () -> activation + " at " + x);
      if (limit == 0) {
        assertEquals(0, gradient(activation, x, infinity), "a term of 0 selects nothing");
        assertEquals(0, gradient(activation, x, Double.NaN), "a term of 0 selects nothing");
        Activation multiplied = activation.withUpstream(Upstream.MULTIPLY);
        assertTrue(Double.isNaN(gradient(multiplied, x, infinity)));
      }
    }
    assertTrue(Double.isNaN(gradient(activation, Double.NaN, 1)));
    assertEquals(-infinity, gradient(Activation.elu(1), -1, infinity));
  }

  private double gradient(Activation activation, double x, double gradOut) {
    return provider()
        .parameterGradient(activation, new double[] {x}, 0, new double[] {gradOut}, 0, 1);
  }

  @Test
  void parameterGradientRefusesWhatHasNone() {
    double[] x = {1};
    for (Activation activation :
        List.of(Activation.relu(), Activation.selu(), Activation.softplus(1).secondOrder())) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> provider().parameterGradient(activation, x, 0, x, 0, 1));
      assertTrue(refusal.getMessage().contains(activation.toString()), refusal::getMessage);
      assertThrows(
          IllegalArgumentException.class,
          () -> provider().parameterGradient(activation, x, 0, x, 0, 0));
    }
    Activation elu = Activation.elu(1);
    assertThrows(
        IndexOutOfBoundsException.class, () -> provider().parameterGradient(elu, x, 0, x, 1, 1));
    assertThrows(
        NullPointerException.class, () -> provider().parameterGradient(null, x, 0, x, 0, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> provider().parameterGradient(elu, View.of(x), View.of(new float[1])));
    assertThrows(
        IllegalArgumentException.class,
        () -> provider().parameterGradient(elu, View.of(x), View.of(new double[2])));
  }
}
