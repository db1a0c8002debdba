// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An activation function together with its parameters and policies: an immutable value, to be kept
 * in a {@code static final} field and shared between threads.
 *
 * <pre>{@code
 * static final Activation RELU = Activation.relu();
 * static final Activation HEAVISIDE = RELU.withDerivativeAtZero(0.5).withNaN(NaNPolicy.CANONICAL);
 * static final Activation SILU = Activation.swish(1);
 * }</pre>
 *
 * <p><b>Conventions of ours, the same for every function.</b> At a kink the derivative is the one
 * from the left, except that it is 0 at both bounds of a function that is constant beyond them, and
 * 0 at 0 for ReLU (Bertoin et al., <i>Numerical influence of ReLU'(0) on backpropagation</i>,
 * NeurIPS 2021); {@link #withDerivativeAtKinks} changes it. +0.0 and -0.0 are the same number. At
 * ±∞ the derivative is its limit. NaN gives the canonical NaN for smooth functions; for
 * piecewise-linear ones {@link #nan()} decides. Parameters, kinks and derivatives at kinks are
 * rounded to {@code float} where the data are.
 *
 * <p><b>Accuracy.</b> The derivative of a piecewise-linear function is exact; its value is rounded
 * after the multiplication and after the addition. Smooth functions are computed in {@code double};
 * the bounds, function by function, are in {@code cpp/ACCURACY.md}.
 */
public final class Activation {

  /** The functions there are. */
  public enum Function {
    // Piecewise-linear functions come first; isPiecewiseLinear() relies on it.

    /** max(x, 0). */
    RELU(1),
    /** x where x &gt; 0, else alpha · x. */
    LEAKY_RELU(1, parameter("alpha", 0.01)),
    /** The same with a learned alpha. */
    PRELU(1, parameter("alpha", 0.25)),
    /** The same with the mean of lower and upper, as randomized leaky ReLU outside training. */
    RRELU(1, parameter("lower", 1. / 8), parameter("upper", 1. / 3)),
    /** x cut off at 0 and 6. */
    RELU6(2),
    /** ReLU with a slope below a threshold and an upper bound. */
    CLIPPED_RELU(
        2,
        parameter("negative_slope", 0),
        parameter("max_value", Double.POSITIVE_INFINITY),
        parameter("threshold", 0)),
    /** x where x &gt; theta, else 0. */
    THRESHOLDED_RELU(1, parameter("theta", 1)),
    /** x cut off at min and max. */
    HARD_TANH(2, parameter("min", -1), parameter("max", 1)),
    /** alpha · x + beta cut off at 0 and 1. */
    HARD_SIGMOID(2, parameter("alpha", 1. / 6), parameter("beta", 0.5)),
    /** x drawn to 0 by lambda. */
    SOFT_SHRINK(2, parameter("lambda", 0.5)),
    /** x, drawn to 0 by bias, where |x| &gt; lambda, else 0. */
    HARD_SHRINK(2, parameter("lambda", 0.5), parameter("bias", 0)),
    /** (x + 1) / 2 cut off at 0 and 1. */
    SPARSE_SIGMOID(2),
    /** |x|. */
    ABS(1),
    /** alpha · x + beta. */
    LINEAR(0, parameter("alpha", 1), parameter("beta", 0)),
    /** -1, 0 or 1. */
    SIGN(1),
    /** 0, h or 1, as {@code numpy.heaviside}. */
    STEP(1, parameter("h", 0.5)),

    // The C++ enumerators after `piecewise_linear` are in this order.

    /** x · hard sigmoid(x). */
    HARD_SWISH(2, parameter("alpha", 1. / 6), parameter("beta", 0.5)),
    /** x where x &gt; 0, else alpha · (eˣ - 1). */
    ELU(1, parameter("alpha", 1)),
    /** Scaled ELU. */
    SELU(1),
    /** x where x &gt; 0, else alpha · (e^(x / alpha) - 1). */
    CELU(0, parameter("alpha", 1)),
    /** x · Φ(x). */
    GELU(0),
    /** GELU by its approximation with tanh. */
    GELU_TANH(0),
    /** GELU by its approximation with the logistic function, x · σ(alpha · x). */
    QUICK_GELU(0, parameter("alpha", 1.702)),
    /** x · σ(beta · x). */
    SWISH(0, parameter("beta", 1)),
    /** x · tanh(log(1 + eˣ)). */
    MISH(0),
    /** log(1 + e^(beta · x)) / beta. */
    SOFTPLUS(0, parameter("beta", 1)),
    /** log σ(x). */
    LOG_SIGMOID(0),
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID(0),
    /** tanh x. */
    TANH(0),
    /** x / (1 + |x|). */
    SOFTSIGN(0),
    /** x - tanh x. */
    TANH_SHRINK(0),
    /** (x + √(x² + b)) / 2. */
    SQUAREPLUS(0, parameter("b", 4)),
    /** 0 where x ≤ -1, x where x ≥ 1, else (x + 1)² / 4. */
    SPARSE_PLUS(0),
    /** x · tanh x. */
    LISHT(0),
    /** log cosh x. */
    LOG_COSH(0),
    /** A rational approximation of 1.7159 · tanh(2x / 3). */
    RATIONAL_TANH(0),
    /** max(tanh x, 0). */
    RECTIFIED_TANH(1),
    /** The error function. */
    ERF(0),
    /** eˣ. */
    EXP(0),
    /** log x. */
    LOG(0),
    /** √x. */
    SQRT(0),
    /** x². */
    SQUARE(0),
    /** x³. */
    CUBE(0),
    /** alpha · x^beta. */
    POW(0, parameter("alpha", 1), parameter("beta", 2));

    private final int kinks;
    private final List<Parameter> parameters;

    Function(int kinks, Parameter... parameters) {
      this.kinks = kinks;
      this.parameters = List.of(parameters);
    }

    private static Parameter parameter(String name, double byDefault) {
      return new Parameter(name, byDefault);
    }

    /**
     * The parameters.
     *
     * @return names and defaults, in the order of {@link Activation#of(Function, double...)}
     */
    public List<Parameter> parameters() {
      return parameters;
    }

    /**
     * How many kinks the function has: places where the derivative from the left is not the one
     * from the right.
     *
     * @return 0, 1 or 2
     */
    public int kinks() {
      return kinks;
    }

    /**
     * Whether the function is piecewise linear, so that the derivative is piecewise constant and
     * the second derivative 0.
     *
     * @return false for smooth functions, and for those that are smooth between kinks
     */
    public boolean isPiecewiseLinear() {
      return compareTo(HARD_SWISH) < 0;
    }

    /**
     * The name in lower case.
     *
     * @return for instance {@code leaky_relu}
     */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A parameter of a function.
   *
   * @param name its name, in the field's usual terms
   * @param byDefault what it is unless given
   */
  public record Parameter(String name, double byDefault) {}

  /** What a provider computes of the function. */
  public enum Form {
    /** f(x) and f'(x) from x. */
    INPUT,
    /** f'(x) from y = f(x). */
    OUTPUT,
    /** f'(x), as the value, and f''(x), as the derivative, from x. */
    SECOND_ORDER
  }

  private final Function function;
  private final double[] parameters;
  private final double[] atKinks;
  private final NaNPolicy nan;
  private final Upstream upstream;
  private final Form form;

  /** What kernels work with: {@link ActivationDerivative#kernelParameters}. */
  final double[] kernelParameters;

  private final boolean integral;
  private final boolean binary;
  private final boolean twoValued;
  private final int hash;

  private Activation(
      Function function,
      double[] parameters,
      double[] atKinks,
      NaNPolicy nan,
      Upstream upstream,
      Form form) {
    this.function = function;
    this.parameters = parameters;
    this.atKinks = atKinks;
    this.nan = nan;
    this.upstream = upstream;
    this.form = form;
    this.kernelParameters =
        function.isPiecewiseLinear()
            ? PiecewiseLinear.of(function, parameters, atKinks, nan)
            : Smooth.kernelParameters(function, parameters, atKinks);
    boolean linear = function.isPiecewiseLinear();
    // Whole numbers beyond 2²⁴ are not all floats.
    this.integral =
        linear
            && PiecewiseLinear.derivatives(kernelParameters)
                .allMatch(d -> d == Math.rint(d) && Math.abs(d) <= 1 << 24);
    this.binary =
        linear && PiecewiseLinear.derivatives(kernelParameters).allMatch(d -> d == 0 || d == 1);
    this.twoValued =
        linear
            && PiecewiseLinear.derivatives(kernelParameters).noneMatch(Double::isNaN)
            && PiecewiseLinear.derivatives(kernelParameters).distinct().count() <= 2;
    this.hash =
        31 * Objects.hash(function, nan, upstream, form)
            + 17 * Arrays.hashCode(parameters)
            + Arrays.hashCode(atKinks);
  }

  /**
   * A function with its parameters; what the other factory methods call.
   *
   * @param function the function
   * @param parameters its parameters in the order of {@link Function#parameters()}, or none for
   *     their defaults
   * @return the activation with all policies at their default
   * @throws IllegalArgumentException if the number of parameters is not the function's or one of
   *     them makes no sense
   */
  public static Activation of(Function function, double... parameters) {
    double[] p =
        parameters.length > 0
            ? parameters.clone()
            : function.parameters().stream().mapToDouble(Parameter::byDefault).toArray();
    if (p.length != function.parameters().size()) {
      throw new IllegalArgumentException(
          function
              + " has the parameters "
              + function.parameters().stream().map(Parameter::name).toList()
              + ", not "
              + p.length
              + " numbers; give all of them, or none for the defaults.");
    }
    for (int i = 0; i < p.length; i++) {
      if (Double.isNaN(p[i])) {
        throw new IllegalArgumentException(
            function.parameters().get(i).name() + " of " + function + " is NaN; give a number.");
      }
    }
    if (function.isPiecewiseLinear()) {
      PiecewiseLinear.check(function, p);
      double[] atKinks = PiecewiseLinear.atKinks(function, p);
      return new Activation(
          function, p, atKinks, PiecewiseLinear.nan(function), Upstream.SELECT, Form.INPUT);
    }
    Smooth.check(function, p);
    return new Activation(
        function, p, Smooth.atKinks(function, p), NaNPolicy.CANONICAL, Upstream.SELECT, Form.INPUT);
  }

  /**
   * The rectified linear unit, f(x) = max(x, 0). Its derivative is 1 where x &gt; 0 and 0 where x
   * &lt; 0, exactly; at ±0 it is 0 unless changed; where x is NaN, {@link #nan()} decides, {@link
   * NaNPolicy#ZERO} unless changed. Subnormal inputs count as what they are, whatever the thread's
   * flush-to-zero mode.
   *
   * <p>The value is x itself where x &gt; 0 and +0.0 where x ≤ 0 (also for -0.0 and -∞, where the
   * common {@code x * (x > 0)} gives -0.0 and NaN).
   *
   * @return the activation
   */
  public static Activation relu() {
    return of(Function.RELU);
  }

  /**
   * Leaky ReLU, f(x) = x where x &gt; 0, else alpha · x.
   *
   * @param alpha the slope below 0: 0.01 in PyTorch, JAX and ONNX, 0.2 in TensorFlow and Keras
   * @return the activation
   */
  public static Activation leakyRelu(double alpha) {
    return of(Function.LEAKY_RELU, alpha);
  }

  /**
   * Parametric ReLU: as {@link #leakyRelu}, with an alpha that is learned.
   *
   * @param alpha the slope below 0; starts at 0.25 in He et al., <i>Delving Deep into
   *     Rectifiers</i>, 2015
   * @return the activation
   */
  public static Activation prelu(double alpha) {
    return of(Function.PRELU, alpha);
  }

  /**
   * Randomized leaky ReLU outside training: as {@link #leakyRelu} with alpha = (lower + upper) / 2,
   * where training draws an alpha between the two for each element. The derivative there is 1 where
   * x &gt; 0, else the alpha that was drawn, which is no function of x: the framework keeps it.
   *
   * @param lower the least alpha; 1/8 in PyTorch and in Xu et al., <i>Empirical Evaluation of
   *     Rectified Activations in Convolutional Network</i>, 2015
   * @param upper the largest, {@code lower} or more; 1/3 there
   * @return the activation
   */
  public static Activation rrelu(double lower, double upper) {
    return of(Function.RRELU, lower, upper);
  }

  /**
   * f(x) = min(max(x, 0), 6).
   *
   * @return the activation
   */
  public static Activation relu6() {
    return of(Function.RELU6);
  }

  /**
   * Keras's {@code relu(x, negative_slope, max_value, threshold)}: max_value where x ≥ max_value, x
   * where threshold ≤ x &lt; max_value, else negative_slope · (x - threshold).
   *
   * @param negativeSlope the slope below the threshold
   * @param maxValue the upper bound; infinite for none
   * @param threshold where the function becomes x; below {@code maxValue}
   * @return the activation
   */
  public static Activation clippedRelu(double negativeSlope, double maxValue, double threshold) {
    return of(Function.CLIPPED_RELU, negativeSlope, maxValue, threshold);
  }

  /**
   * f(x) = x where x &gt; theta, else 0.
   *
   * @param theta the threshold; 1 in ONNX and Keras
   * @return the activation
   */
  public static Activation thresholdedRelu(double theta) {
    return of(Function.THRESHOLDED_RELU, theta);
  }

  /**
   * f(x) = min(max(x, min), max), also known as clip and clamp.
   *
   * @param min the lower bound; usually -1
   * @param max the upper bound, above {@code min}; usually 1
   * @return the activation
   */
  public static Activation hardTanh(double min, double max) {
    return of(Function.HARD_TANH, min, max);
  }

  /**
   * f(x) = min(max(alpha · x + beta, 0), 1).
   *
   * @param alpha the slope, above 0: 1/6 in PyTorch, JAX and Keras 3, 0.2 in ONNX, ND4J and earlier
   *     Keras
   * @param beta the value at 0; usually 0.5
   * @return the activation
   */
  public static Activation hardSigmoid(double alpha, double beta) {
    return of(Function.HARD_SIGMOID, alpha, beta);
  }

  /**
   * f(x) = x - lambda where x &gt; lambda, x + lambda where x &lt; -lambda, else 0.
   *
   * @param lambda the threshold, 0 or more; usually 0.5
   * @return the activation
   */
  public static Activation softShrink(double lambda) {
    return of(Function.SOFT_SHRINK, lambda);
  }

  /**
   * f(x) = x - bias where x &gt; lambda, x + bias where x &lt; -lambda, else 0; ONNX calls it
   * Shrink.
   *
   * @param lambda the threshold, 0 or more; usually 0.5
   * @param bias 0 in PyTorch and by default in ONNX
   * @return the activation
   */
  public static Activation hardShrink(double lambda, double bias) {
    return of(Function.HARD_SHRINK, lambda, bias);
  }

  /**
   * f(x) = min(max((x + 1) / 2, 0), 1), the derivative of {@link #sparsePlus()}.
   *
   * @return the activation
   */
  public static Activation sparseSigmoid() {
    return of(Function.SPARSE_SIGMOID);
  }

  /**
   * f(x) = |x|. The derivative at 0 is 0 unless changed.
   *
   * @return the activation
   */
  public static Activation abs() {
    return of(Function.ABS);
  }

  /**
   * f(x) = alpha · x + beta.
   *
   * @param alpha the slope
   * @param beta the value at 0
   * @return the activation
   */
  public static Activation linear(double alpha, double beta) {
    return of(Function.LINEAR, alpha, beta);
  }

  /**
   * f(x) = -1, 0 or 1 by the sign of x. The derivative is 0 everywhere unless changed at 0.
   *
   * @return the activation
   */
  public static Activation sign() {
    return of(Function.SIGN);
  }

  /**
   * f(x) = 0, h or 1 by the sign of x, as {@code numpy.heaviside(x, h)}. The derivative is 0
   * everywhere unless changed at 0.
   *
   * @param h the value at 0
   * @return the activation
   */
  public static Activation step(double h) {
    return of(Function.STEP, h);
  }

  /**
   * f(x) = x · min(max(alpha · x + beta, 0), 1), also known as hard SiLU.
   *
   * @param alpha the slope, above 0; 1/6 in all frameworks
   * @param beta usually 0.5
   * @return the activation
   */
  public static Activation hardSwish(double alpha, double beta) {
    return of(Function.HARD_SWISH, alpha, beta);
  }

  /**
   * Exponential linear unit: f(x) = x where x &gt; 0, else alpha · (eˣ - 1).
   *
   * @param alpha 1 by default in all frameworks
   * @return the activation
   */
  public static Activation elu(double alpha) {
    return of(Function.ELU, alpha);
  }

  /**
   * Scaled ELU: 1.0507009873554805 · ELU with alpha = 1.6732632423543773 (Klambauer et al.,
   * <i>Self-Normalizing Neural Networks</i>, 2017).
   *
   * @return the activation
   */
  public static Activation selu() {
    return of(Function.SELU);
  }

  /**
   * Continuously differentiable ELU: f(x) = x where x &gt; 0, else alpha · (e^(x / alpha) - 1).
   *
   * @param alpha between 2⁻⁶⁴ and 2⁶⁴; 1 by default in all frameworks
   * @return the activation
   */
  public static Activation celu(double alpha) {
    return of(Function.CELU, alpha);
  }

  /**
   * Gaussian error linear unit: f(x) = x · Φ(x), Φ being the normal distribution function.
   *
   * @return the activation
   */
  public static Activation gelu() {
    return of(Function.GELU);
  }

  /**
   * GELU by its approximation x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))).
   *
   * @return the activation
   */
  public static Activation geluTanh() {
    return of(Function.GELU_TANH);
  }

  /**
   * GELU by its approximation x · σ(1.702 x).
   *
   * @return the activation
   */
  public static Activation quickGelu() {
    return of(Function.QUICK_GELU);
  }

  /**
   * f(x) = x · σ(beta · x); SiLU with beta = 1.
   *
   * @param beta between 2⁻⁶⁴ and 2⁶⁴ in magnitude
   * @return the activation
   */
  public static Activation swish(double beta) {
    return of(Function.SWISH, beta);
  }

  /**
   * f(x) = x · tanh(log(1 + eˣ)).
   *
   * @return the activation
   */
  public static Activation mish() {
    return of(Function.MISH);
  }

  /**
   * f(x) = log(1 + e^(beta · x)) / beta.
   *
   * @param beta between 2⁻⁶⁴ and 2⁶⁴; 1 by default in all frameworks
   * @return the activation
   */
  public static Activation softplus(double beta) {
    return of(Function.SOFTPLUS, beta);
  }

  /**
   * f(x) = log σ(x).
   *
   * @return the activation
   */
  public static Activation logSigmoid() {
    return of(Function.LOG_SIGMOID);
  }

  /**
   * f(x) = σ(x) = 1 / (1 + e⁻ˣ).
   *
   * @return the activation
   */
  public static Activation sigmoid() {
    return of(Function.SIGMOID);
  }

  /**
   * f(x) = tanh x.
   *
   * @return the activation
   */
  public static Activation tanh() {
    return of(Function.TANH);
  }

  /**
   * f(x) = x / (1 + |x|).
   *
   * @return the activation
   */
  public static Activation softsign() {
    return of(Function.SOFTSIGN);
  }

  /**
   * f(x) = x - tanh x.
   *
   * @return the activation
   */
  public static Activation tanhShrink() {
    return of(Function.TANH_SHRINK);
  }

  /**
   * f(x) = (x + √(x² + b)) / 2 (Barron, <i>Squareplus: A Softplus-Like Algebraic Rectifier</i>,
   * 2021).
   *
   * @param b between 2⁻⁹⁰⁰ and 2⁹⁰⁰; 4 in JAX and Keras
   * @return the activation
   */
  public static Activation squareplus(double b) {
    return of(Function.SQUAREPLUS, b);
  }

  /**
   * f(x) = 0 where x ≤ -1, x where x ≥ 1, else (x + 1)² / 4.
   *
   * @return the activation
   */
  public static Activation sparsePlus() {
    return of(Function.SPARSE_PLUS);
  }

  /**
   * f(x) = x · tanh x.
   *
   * @return the activation
   */
  public static Activation lisht() {
    return of(Function.LISHT);
  }

  /**
   * f(x) = log cosh x.
   *
   * @return the activation
   */
  public static Activation logCosh() {
    return of(Function.LOG_COSH);
  }

  /**
   * f(x) = 1.7159 · sgn(z) · (1 - 1 / (1 + |z| + z² + 1.41645 z⁴)), z = 2x / 3, ND4J's
   * approximation of 1.7159 · tanh z.
   *
   * @return the activation
   */
  public static Activation rationalTanh() {
    return of(Function.RATIONAL_TANH);
  }

  /**
   * f(x) = max(tanh x, 0).
   *
   * @return the activation
   */
  public static Activation rectifiedTanh() {
    return of(Function.RECTIFIED_TANH);
  }

  /**
   * The error function.
   *
   * @return the activation
   */
  public static Activation erf() {
    return of(Function.ERF);
  }

  /**
   * f(x) = eˣ.
   *
   * @return the activation
   */
  public static Activation exp() {
    return of(Function.EXP);
  }

  /**
   * f(x) = log x.
   *
   * @return the activation
   */
  public static Activation log() {
    return of(Function.LOG);
  }

  /**
   * f(x) = √x.
   *
   * @return the activation
   */
  public static Activation sqrt() {
    return of(Function.SQRT);
  }

  /**
   * f(x) = x².
   *
   * @return the activation
   */
  public static Activation square() {
    return of(Function.SQUARE);
  }

  /**
   * f(x) = x³.
   *
   * @return the activation
   */
  public static Activation cube() {
    return of(Function.CUBE);
  }

  /**
   * f(x) = alpha · x^beta.
   *
   * @param alpha the factor
   * @param beta the exponent
   * @return the activation
   */
  public static Activation pow(double alpha, double beta) {
    return of(Function.POW, alpha, beta);
  }

  /**
   * The same function with another derivative at its one kink at 0, as the second argument of
   * {@code numpy.heaviside}.
   *
   * @param value the derivative at +0.0 and -0.0; any number
   * @return the changed copy
   * @throws IllegalArgumentException if {@code value} is NaN or the function has not exactly one
   *     kink
   */
  public Activation withDerivativeAtZero(double value) {
    return withDerivativeAtKinks(value);
  }

  /**
   * The same function with other derivatives at its kinks.
   *
   * @param values the derivative at each kink from left to right; any numbers
   * @return the changed copy
   * @throws IllegalArgumentException if a value is NaN or their number is not {@link
   *     Function#kinks()}
   */
  public Activation withDerivativeAtKinks(double... values) {
    if (values.length != atKinks.length) {
      throw new IllegalArgumentException(
          function
              + " has "
              + atKinks.length
              + " kinks, not "
              + values.length
              + "; give the derivative at each of them, from left to right.");
    }
    for (double value : values) {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException(
            "The derivative at a kink must be a number, not NaN: what happens to NaN inputs is set"
                + " by withNaN(NaNPolicy).");
      }
    }
    return new Activation(function, parameters, values.clone(), nan, upstream, form);
  }

  /**
   * The same function with another policy for NaN inputs.
   *
   * @param policy what the derivative is where x is NaN
   * @return the changed copy
   * @throws NullPointerException if {@code policy} is null
   * @throws IllegalArgumentException if the function is not piecewise linear and {@code policy} is
   *     not {@link NaNPolicy#CANONICAL}
   */
  public Activation withNaN(NaNPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    if (!function.isPiecewiseLinear() && policy != NaNPolicy.CANONICAL) {
      throw new IllegalArgumentException(
          function
              + " is not piecewise linear: NaN inputs give the canonical NaN, and no other policy"
              + " can be chosen.");
    }
    return new Activation(function, parameters, atKinks, policy, upstream, form);
  }

  /**
   * The same function with another rule for the upstream gradient.
   *
   * @param rule how {@code backward} combines it with the derivative; {@link Upstream#SELECT} by
   *     default
   * @return the changed copy
   * @throws NullPointerException if {@code rule} is null
   */
  public Activation withUpstream(Upstream rule) {
    return new Activation(
        function, parameters, atKinks, nan, Objects.requireNonNull(rule, "rule"), form);
  }

  /** The same function, parameters and form. */
  Activation withDefaultPolicies() {
    Activation byDefault = of(function, parameters);
    return new Activation(
        function, parameters, byDefault.atKinks, byDefault.nan, byDefault.upstream, form);
  }

  /**
   * The same function for callers who kept y = f(x) instead of x: operations then take y where they
   * say x. It saves memory and loses accuracy: where f is flat, y no longer tells x apart, so the
   * derivative of the logistic function in {@code float}, y · (1 - y), has a relative error of
   * about 2⁻²⁴ / (1 - y), and is 0 from x = 16.7 on instead of from 104 on. Never the default.
   *
   * @return the changed copy
   * @throws IllegalArgumentException if the function is not one of sigmoid, tanh, ELU with alpha ≥
   *     0, and SELU, or is in another form
   */
  public Activation fromOutput() {
    if (form != Form.INPUT || !Smooth.hasOutputForm(function, parameters)) {
      throw new IllegalArgumentException(
          this
              + " has no derivative from its output; sigmoid, tanh, elu with alpha ≥ 0 and selu do."
              + " Keep the input instead.");
    }
    return new Activation(function, parameters, atKinks, nan, upstream, Form.OUTPUT);
  }

  /**
   * The derivative as a function of its own: operations then give f''(x) as the derivative and
   * f'(x) as the value.
   *
   * @return the changed copy
   * @throws IllegalArgumentException if there is no second derivative or this is in another form
   * @see #isSecondDerivativeZero()
   */
  public Activation secondOrder() {
    if (form != Form.INPUT || !Smooth.hasSecondOrderForm(function)) {
      throw new IllegalArgumentException(
          this
              + (function.isPiecewiseLinear()
                  ? " is piecewise linear: its second derivative is 0 (isSecondDerivativeZero())."
                  : " has no second derivative here."));
    }
    return new Activation(function, parameters, atKinks, nan, upstream, Form.SECOND_ORDER);
  }

  /**
   * Whether the second derivative is 0 wherever there is one, so that there is nothing to compute.
   *
   * @return true for piecewise-linear functions
   */
  public boolean isSecondDerivativeZero() {
    return function.isPiecewiseLinear();
  }

  /**
   * The function.
   *
   * @return the function, without parameters and policies
   */
  public Function function() {
    return function;
  }

  /**
   * A parameter.
   *
   * @param name its name
   * @return its value
   * @throws IllegalArgumentException if the function has no such parameter
   */
  public double parameter(String name) {
    for (int i = 0; i < parameters.length; i++) {
      if (function.parameters().get(i).name().equals(name)) {
        return parameters[i];
      }
    }
    throw new IllegalArgumentException(function + " has no parameter " + name + ".");
  }

  /**
   * The derivative at a kink.
   *
   * @param kink which one, from left to right; below {@link Function#kinks()}
   * @return for ReLU and its kin the derivative at +0.0 and -0.0; never NaN
   * @throws IndexOutOfBoundsException if there is no such kink
   */
  public double derivativeAtKink(int kink) {
    return atKinks[Objects.checkIndex(kink, atKinks.length)];
  }

  /**
   * The policy for NaN inputs.
   *
   * @return what the derivative is where x is NaN
   */
  public NaNPolicy nan() {
    return nan;
  }

  /**
   * The rule for the upstream gradient.
   *
   * @return how {@code backward} combines it with the derivative
   */
  public Upstream upstream() {
    return upstream;
  }

  /**
   * The form.
   *
   * @return what providers compute of the function
   */
  public Form form() {
    return form;
  }

  /**
   * Whether the derivative is a whole number everywhere, so that it can be written as {@code int}.
   *
   * @return true for a piecewise-linear function with slopes that are whole and at most 2²⁴ in
   *     magnitude, and a NaN policy that gives such a number
   */
  public boolean isIntegral() {
    return integral;
  }

  /**
   * Whether the derivative takes the values 0 and 1 only, so that it can be written as {@code
   * boolean}.
   *
   * @return true for a piecewise-linear function with slopes 0 and 1 and a NaN policy that gives
   *     one
   */
  public boolean isBinary() {
    return binary;
  }

  /**
   * Whether the derivative takes two values at most, so that it can be written as a packed mask: a
   * bit is set where the derivative is the greater one.
   *
   * @return true for a piecewise-linear function with two slopes and a NaN policy that gives one
   */
  public boolean isTwoValued() {
    return twoValued;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Activation that
            && hash == that.hash
            && function == that.function
            && nan == that.nan
            && upstream == that.upstream
            && form == that.form
            && Arrays.equals(parameters, that.parameters)
            && Arrays.equals(atKinks, that.atKinks);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * The function, its parameters, and those policies that are not at their default.
   *
   * @return for instance {@code leaky_relu(alpha=0.2, nan=ZERO)}
   */
  @Override
  public String toString() {
    Activation byDefault = of(function, parameters);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parameters.length; i++) {
      text.append(", ")
          .append(function.parameters().get(i).name())
          .append('=')
          .append(parameters[i]);
    }
    if (!Arrays.equals(atKinks, byDefault.atKinks)) {
      text.append(", derivativeAtKinks=").append(Arrays.toString(atKinks));
    }
    if (nan != byDefault.nan) {
      text.append(", nan=").append(nan);
    }
    if (upstream != byDefault.upstream) {
      text.append(", upstream=").append(upstream);
    }
    if (form != byDefault.form) {
      text.append(", form=").append(form);
    }
    return text.length() == 0 ? function.toString() : function + "(" + text.substring(2) + ")";
  }
}
