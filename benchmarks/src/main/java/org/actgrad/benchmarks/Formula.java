// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import org.apache.commons.math3.special.Erf;

/**
 * The activation functions as one writes them down for {@code double}: what the results of peers
 * are checked against, and what the plain loops compute.
 */
public enum Formula {
  /** max(x, 0). */
  RELU {
    @Override
    double value(double x) {
      return x > 0 ? x : 0;
    }

    @Override
    double derivative(double x) {
      return x > 0 ? 1 : 0;
    }
  },

  /** 1 / (1 + exp(-x)). */
  SIGMOID {
    @Override
    double value(double x) {
      return sigmoid(x);
    }

    @Override
    double derivative(double x) {
      double s = sigmoid(x);
      return s * (1 - s);
    }
  },

  /** The hyperbolic tangent. */
  TANH {
    @Override
    double value(double x) {
      return Math.tanh(x);
    }

    @Override
    double derivative(double x) {
      double t = Math.tanh(x);
      return 1 - t * t;
    }
  },

  /** x Φ(x), where Φ is the distribution function of the normal distribution. */
  GELU {
    @Override
    double value(double x) {
      return x * normal(x);
    }

    @Override
    double derivative(double x) {
      return normal(x) + x * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }
  },

  /** The approximation of {@link #GELU} by tanh: Hendrycks and Gimpel 2016, arXiv:1606.08415. */
  GELU_TANH {
    @Override
    double value(double x) {
      return 0.5 * x * (1 + Math.tanh(GELU_SCALE * (x + GELU_CUBIC * x * x * x)));
    }

    @Override
    double derivative(double x) {
      double t = Math.tanh(GELU_SCALE * (x + GELU_CUBIC * x * x * x));
      double slope = GELU_SCALE * (1 + 3 * GELU_CUBIC * x * x);
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope;
    }
  },

  /** x sigmoid(x). */
  SILU {
    @Override
    double value(double x) {
      return x * sigmoid(x);
    }

    @Override
    double derivative(double x) {
      double s = sigmoid(x);
      return s * (1 + x * (1 - s));
    }
  },

  /** x tanh(softplus(x)). */
  MISH {
    @Override
    double value(double x) {
      return x * Math.tanh(Math.log1p(Math.exp(x)));
    }

    @Override
    double derivative(double x) {
      double t = Math.tanh(Math.log1p(Math.exp(x)));
      return t + x * sigmoid(x) * (1 - t * t);
    }
  },

  /** log(1 + exp(x)). */
  SOFTPLUS {
    @Override
    double value(double x) {
      return Math.log1p(Math.exp(x));
    }

    @Override
    double derivative(double x) {
      return sigmoid(x);
    }
  };

  static final double GELU_SCALE = Math.sqrt(2 / Math.PI);
  static final double GELU_CUBIC = 0.044715;

  abstract double value(double x);

  abstract double derivative(double x);

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double normal(double x) {
    return 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
  }
}
