// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Elementary.expLimit;
import static org.actgrad.javaimpl.Elementary.withSignOf;

/**
 * What the smooth functions with parameters compute once: the constructors and members of the
 * classes of the same names in {@code cpp/src/smooth.inl}.
 */
final class SmoothParameters {

  private SmoothParameters() {}

  static final class Scaled {
    final double beta;
    final double sign;
    final double bound;

    Scaled(boolean single, double beta) {
      this.beta = Math.abs(beta);
      this.sign = withSignOf(1.0, beta);
      this.bound = expLimit(single) / Math.abs(beta);
    }
  }

  static final class Softplus {
    final Scaled scaled;
    final double beta;

    Softplus(boolean single, double beta) {
      this.scaled = new Scaled(single, beta);
      this.beta = beta;
    }
  }

  static final class Swish {
    final Scaled scaled;
    final double beta;

    Swish(boolean single, double beta) {
      this.scaled = new Scaled(single, beta);
      this.beta = beta;
    }
  }

  static final class Elu {
    final double scale;
    final double product;
    final double atZero;
    final double secondAtZero;

    Elu(double alpha, double scale) {
      this.scale = scale;
      this.product = alpha * scale;
      this.atZero = alpha * scale;
      this.secondAtZero = 0.0;
    }
  }

  static final class Celu {
    final double alpha;
    final double bound;
    final double secondAtZero;

    Celu(boolean single, double alpha) {
      this.alpha = alpha;
      this.bound = expLimit(single) * alpha;
      this.secondAtZero = 0.0;
    }
  }

  static final class Squareplus {
    final double b;
    final double halfB;
    final double small;

    Squareplus(double b) {
      this.b = b;
      this.halfB = 0.5 * b;
      this.small = 0.1 * b;
    }
  }

  static final class HardSwish {
    final double alpha;
    final double doubleAlpha;
    final double root;
    final double lower;
    final double upper;
    final double atLower;
    final double atUpper;

    HardSwish(double alpha, double beta) {
      this.alpha = alpha;
      this.doubleAlpha = 2.0 * alpha;
      this.root = -0.5 * beta / alpha;
      this.lower = -beta / alpha;
      this.upper = (1.0 - beta) / alpha;
      this.atLower = 0.0;
      this.atUpper = 1.0;
    }
  }

  static final class RectifiedTanh {
    final double atZero;

    RectifiedTanh() {
      this.atZero = 0.0;
    }
  }

  static final class Power {
    final double coefficient;
    final double y;
    final double belowZero;
    final double atMinusZero;
    final double atZero;
    final double atInfinity;

    Power(double coefficient, double y) {
      double sign = Math.abs(y) < 0x1p53 && (long) y % 2 != 0 ? -1.0 : 1.0;
      boolean integer = Math.abs(y) >= 0x1p52 || y == (long) y;
      this.coefficient = coefficient;
      this.y = y;
      this.belowZero = integer ? sign : Double.NaN;
      this.atMinusZero = integer ? sign : 1.0;
      this.atZero = y < 0.0 ? Double.POSITIVE_INFINITY : y == 0.0 ? 1.0 : 0.0;
      this.atInfinity = y < 0.0 ? 0.0 : y == 0.0 ? 1.0 : Double.POSITIVE_INFINITY;
    }
  }

  static final class Pow {
    final Power value;
    final Power derivative;

    Pow(double alpha, double beta) {
      this.value = new Power(alpha, alpha == 0.0 ? 0.0 : beta);
      this.derivative = new Power(alpha * beta, alpha * beta == 0.0 ? 0.0 : beta - 1.0);
    }
  }
}
