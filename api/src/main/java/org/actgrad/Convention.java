// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import org.actgrad.Activation.Function;

/**
 * What a framework does where frameworks disagree: the derivative at kinks and at NaN, and how the
 * upstream gradient is combined with it. For someone who ports a model:
 *
 * <pre>{@code
 * Activation relu = Convention.PYTORCH.of(Activation.relu());
 * }</pre>
 *
 * <p>Read from the frameworks' sources; the test of this class names the function behind each
 * value. Accuracy is ours, not theirs: where a framework loses the tails of a derivative, the
 * derivative here does not. Where the frameworks multiply by the derivative of a smooth function, 0
 * · ∞ is NaN here too.
 */
public enum Convention {
  /** PyTorch's ATen on CPU. */
  PYTORCH {
    @Override
    Activation piecewise(Activation a) {
      return switch (a.function()) {
        case RELU, THRESHOLDED_RELU -> a.withNaN(NaNPolicy.ONE);
        case LEAKY_RELU, PRELU, RRELU -> a.withUpstream(Upstream.MULTIPLY);
        case RELU6, HARD_TANH, SOFT_SHRINK, HARD_SHRINK -> a;
        case HARD_SIGMOID, ABS -> a.withUpstream(Upstream.MULTIPLY);
        default -> throw unknown(a);
      };
    }
  },

  /** JAX's jax.nn and jax.numpy. */
  JAX {
    @Override
    Activation piecewise(Activation a) {
      return switch (a.function()) {
        case RELU, RELU6 -> a;
        case LEAKY_RELU -> a.withDerivativeAtKinks(1).withUpstream(Upstream.MULTIPLY);
        case HARD_TANH -> a.withDerivativeAtKinks(1, 1);
        case HARD_SIGMOID -> a.withUpstream(Upstream.MULTIPLY);
        case ABS -> a.withDerivativeAtKinks(1).withNaN(NaNPolicy.LEFT);
        default -> throw unknown(a);
      };
    }
  },

  /** TensorFlow's gradient kernels, which TensorFlow Java wraps. */
  TENSORFLOW {
    @Override
    Activation piecewise(Activation a) {
      return switch (a.function()) {
        case RELU, RELU6, LEAKY_RELU, ABS -> a.withUpstream(Upstream.MULTIPLY);
        case HARD_TANH -> a.withDerivativeAtKinks(1, 1);
        default -> throw unknown(a);
      };
    }

    // tf.nn.leaky_relu
    @Override
    double[] defaults(Function function) {
      return function == Function.LEAKY_RELU ? new double[] {0.2} : super.defaults(function);
    }

    @Override
    Activation smooth(Activation a) {
      // ELU's and SELU's gradient kernels test the output for < 0.
      return switch (a.function()) {
        case ELU -> a.withDerivativeAtKinks(1);
        case SELU -> a.withDerivativeAtKinks(Smooth.SELU_SCALE);
        default -> a;
      };
    }
  },

  /** oneDNN's eltwise backward. */
  ONEDNN {
    @Override
    double[] defaults(Function function) {
      if (!function.parameters().isEmpty()) {
        throw new IllegalArgumentException(
            "oneDNN has no default for the parameters of "
                + function
                + "; give them with Activation.of.");
      }
      return super.defaults(function);
    }

    @Override
    Activation piecewise(Activation a) {
      return switch (a.function()) {
        case RELU, LEAKY_RELU, PRELU, HARD_SIGMOID, LINEAR -> a.withUpstream(Upstream.MULTIPLY);
        // The algorithm clip; clip_v2 has 0 at both bounds, as is our default.
        case RELU6, HARD_TANH -> a.withDerivativeAtKinks(0, 1).withUpstream(Upstream.MULTIPLY);
        case ABS -> a.withUpstream(Upstream.MULTIPLY);
        default -> throw unknown(a);
      };
    }
  },

  /** ND4J's native operations. */
  ND4J {
    @Override
    double[] defaults(Function function) {
      return function == Function.HARD_SIGMOID ? new double[] {0.2, 0.5} : super.defaults(function);
    }

    @Override
    Activation piecewise(Activation a) {
      return switch (a.function()) {
        case RELU, RELU6 -> a;
        case LEAKY_RELU ->
            a.withDerivativeAtKinks(1).withNaN(NaNPolicy.RIGHT).withUpstream(Upstream.MULTIPLY);
        case HARD_TANH -> a.withDerivativeAtKinks(1, 1);
        case HARD_SIGMOID -> a.withDerivativeAtKinks(a.parameter("alpha"), a.parameter("alpha"));
        case ABS -> a.withDerivativeAtKinks(-1);
        default -> throw unknown(a);
      };
    }

    @Override
    Activation smooth(Activation a) {
      return a.function() == Function.ELU ? a.withDerivativeAtKinks(1) : a;
    }
  };

  /**
   * The same function by this convention.
   *
   * @param activation a function and its parameters; its policies are replaced
   * @return the changed copy
   * @throws IllegalArgumentException if the function is piecewise linear and the framework has no
   *     derivative of it, or none that we have read
   */
  public Activation of(Activation activation) {
    Activation byDefault = activation.withDefaultPolicies();
    return activation.function().isPiecewiseLinear()
        ? piecewise(byDefault)
        : smooth(byDefault.withUpstream(Upstream.MULTIPLY));
  }

  /**
   * A function with the parameters that the framework takes unless told otherwise, by this
   * convention: {@code leaky_relu} with 0.01 in PyTorch and 0.2 in TensorFlow, {@code hard_sigmoid}
   * with 1/6 in PyTorch and JAX and 0.2 in ND4J.
   *
   * @param function a function
   * @return the activation
   * @throws IllegalArgumentException as {@link #of(Activation)}, and if the framework has no
   *     default
   */
  public Activation of(Function function) {
    return of(Activation.of(function, defaults(function)));
  }

  /** No numbers stand for our own defaults, which are those of most frameworks. */
  double[] defaults(Function function) {
    return new double[0];
  }

  abstract Activation piecewise(Activation activation);

  Activation smooth(Activation activation) {
    return activation;
  }

  final IllegalArgumentException unknown(Activation activation) {
    return new IllegalArgumentException(
        "No convention of "
            + this
            + " is known for "
            + activation.function()
            + "; set the policies of the activation one by one.");
  }
}
