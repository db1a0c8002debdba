// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * The gradient with respect to a function's parameter: gradOut · ∂f/∂p(x), summed.
 *
 * <p>∂f/∂p is made of values and derivatives of functions that the providers have, in double, so
 * that it has the same bits everywhere: that of α eˣ - α is eˣ - 1, and so on. No term cancels.
 */
final class ParameterGradient {

  /** Elements at a time: the arrays fit in the first-level cache. */
  private static final int STAGE = 1024;

  private final ActivationDerivative provider;
  private final Activation activation;

  /** What ∂f/∂p is made of, for smooth functions. */
  private final Activation part;

  private final double[] x;
  private final double[] gradOut;
  private final double[] value;
  private final double[] derivative;

  /** The sum so far and the rounding errors in it. */
  private double sum;

  private double error;

  private ParameterGradient(ActivationDerivative provider, Activation activation, int stage) {
    this.provider = provider;
    this.activation = activation;
    this.part = part(activation);
    this.x = new double[stage];
    this.gradOut = new double[stage];
    this.value = new double[stage];
    this.derivative = new double[stage];
  }

  /** The sum over views that have been checked. */
  static double sum(ActivationDerivative provider, Activation activation, View x, View gradOut) {
    int longest = 1;
    for (int r = 0; r < x.rows(); r++) {
      longest = Math.max(longest, x.length(r));
    }
    ParameterGradient gradient =
        new ParameterGradient(provider, activation, Math.min(STAGE, longest));
    for (int r = 0; r < x.rows(); r++) {
      for (int done = 0, step; (step = Math.min(STAGE, x.length(r) - done)) > 0; done += step) {
        copy(x.storage(r), x.start(r) + done, gradient.x, step);
        copy(gradOut.storage(r), gradOut.start(r) + done, gradient.gradOut, step);
        gradient.add(step);
      }
    }
    // An infinite sum has no error but NaN.
    return Double.isFinite(gradient.sum) ? gradient.sum + gradient.error : gradient.sum;
  }

  private static Activation part(Activation activation) {
    Activation part =
        switch (activation.function()) {
          case LEAKY_RELU, PRELU -> activation;
          case ELU -> Activation.elu(1);
          // x² σ'(beta x), where the second derivative of softplus is beta σ'(beta x)
          case SWISH, QUICK_GELU -> Activation.softplus(magnitude(activation)).secondOrder();
          case SOFTPLUS -> activation;
          default -> null;
        };
    if (part == null || activation.form() != Activation.Form.INPUT) {
      throw new IllegalArgumentException(
          "There is no gradient with respect to a parameter of "
              + activation
              + "; there is one for leaky_relu, prelu, elu, swish, quick_gelu and softplus, from their input.");
    }
    return part;
  }

  private static double magnitude(Activation activation) {
    Activation.Parameter only = activation.function().parameters().get(0);
    return Math.abs(activation.parameter(only.name()));
  }

  private static void copy(Object from, int offset, double[] to, int length) {
    if (from instanceof double[] array) {
      System.arraycopy(array, offset, to, 0, length);
    } else if (from instanceof float[] array) {
      for (int i = 0; i < length; i++) {
        to[i] = array[offset + i];
      }
    } else if (from instanceof DoubleBuffer buffer) {
      buffer.get(offset, to, 0, length);
    } else {
      FloatBuffer buffer = (FloatBuffer) from;
      for (int i = 0; i < length; i++) {
        to[i] = buffer.get(offset + i);
      }
    }
  }

  private void add(int length) {
    parameterDerivatives(length);
    boolean select = activation.upstream() == Upstream.SELECT;
    for (int i = 0; i < length; i++) {
      value[i] = select && value[i] == 0 ? 0 : value[i] * gradOut[i];
    }
    // In pairs: the error grows with the logarithm of the length (Higham, Accuracy and Stability of
    // Numerical Algorithms, 4.2). The order is the same everywhere.
    for (int n = length; n > 1; ) {
      int half = (n + 1) / 2;
      for (int i = 0; i < n - half; i++) {
        value[i] += value[half + i];
      }
      n = half;
    }
    // Neumaier's sum, https://doi.org/10.1002/zamm.19740540106
    double term = value[0];
    double total = sum + term;
    error += Math.abs(sum) >= Math.abs(term) ? (sum - total) + term : (term - total) + sum;
    sum = total;
  }

  /** ∂f/∂p, into {@link #value}. */
  private void parameterDerivatives(int length) {
    switch (activation.function()) {
      case LEAKY_RELU, PRELU -> {
        for (int i = 0; i < length; i++) {
          value[i] = Math.min(x[i], 0);
        }
      }
      case ELU -> {
        for (int i = 0; i < length; i++) {
          x[i] = Math.min(x[i], 0);
        }
        provider.forwardAndDerivative(part, x, 0, value, 0, derivative, 0, length);
      }
      case SWISH, QUICK_GELU -> {
        double beta = part.parameter("beta");
        provider.derivative(part, x, 0, derivative, 0, length);
        for (int i = 0; i < length; i++) {
          value[i] = times(x[i], times(x[i], derivative[i] / beta));
        }
      }
      case SOFTPLUS -> {
        // By z = |beta x|, as -(z σ(-z) + log(1 + e^-z)) / beta²: the same on both sides of 0
        double beta = part.parameter("beta");
        for (int i = 0; i < length; i++) {
          x[i] = -Math.abs(x[i]);
        }
        provider.forwardAndDerivative(part, x, 0, value, 0, derivative, 0, length);
        for (int i = 0; i < length; i++) {
          value[i] = (times(x[i], derivative[i]) - value[i]) / beta;
        }
      }
      default -> throw new AssertionError(activation);
    }
  }

  /** The limit where x is infinite and its factor 0. */
  private static double times(double x, double factor) {
    return factor == 0 ? 0 : x * factor;
  }
}
