// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.util.Objects;

/**
 * An activation function together with its parameters and policies: an immutable value, to be kept
 * in a {@code static final} field and shared between threads.
 *
 * <pre>{@code
 * static final Activation RELU = Activation.relu();
 * static final Activation HEAVISIDE = RELU.withDerivativeAtZero(0.5).withNaN(NaNPolicy.CANONICAL);
 * }</pre>
 */
public final class Activation {

  /** The functions there are. Providers dispatch on it; users need only the factory methods. */
  public enum Function {
    /** max(x, 0). */
    RELU
  }

  private final Function function;
  private final double derivativeAtZero;
  private final NaNPolicy nan;

  private Activation(Function function, double derivativeAtZero, NaNPolicy nan) {
    this.function = function;
    this.derivativeAtZero = derivativeAtZero;
    this.nan = nan;
  }

  /**
   * The rectified linear unit, f(x) = max(x, 0). Its derivative is 1 where x &gt; 0 and 0 where x
   * &lt; 0, exactly; at ±0 it is {@link #derivativeAtZero()}, 0 unless changed; where x is NaN,
   * {@link #nan()} decides, {@link NaNPolicy#ZERO} unless changed. Subnormal inputs count as what
   * they are, whatever the thread's flush-to-zero mode.
   *
   * <p>The value is x itself where x &gt; 0 and +0.0 where x ≤ 0 (also for -0.0 and -∞, where the
   * common {@code x * (x > 0)} gives -0.0 and NaN).
   *
   * <p>Source of the default subgradient 0: Bertoin et al., <i>Numerical influence of ReLU'(0) on
   * backpropagation</i>, NeurIPS 2021.
   *
   * @return the activation with both policies at their default
   */
  public static Activation relu() {
    return new Activation(Function.RELU, 0, NaNPolicy.ZERO);
  }

  /**
   * The same function with another subgradient at 0, as the second argument of {@code
   * numpy.heaviside}.
   *
   * @param value the derivative at +0.0 and -0.0; any number, rounded to {@code float} where the
   *     data are; 0 by default
   * @return the changed copy
   * @throws IllegalArgumentException if {@code value} is NaN
   */
  public Activation withDerivativeAtZero(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "The derivative at 0 must be a number, not NaN: what happens to NaN inputs is set by"
              + " withNaN(NaNPolicy).");
    }
    return new Activation(function, value, nan);
  }

  /**
   * The same function with another policy for NaN inputs.
   *
   * @param policy what the derivative is where x is NaN; {@link NaNPolicy#ZERO} by default
   * @return the changed copy
   * @throws NullPointerException if {@code policy} is null
   */
  public Activation withNaN(NaNPolicy policy) {
    return new Activation(function, derivativeAtZero, Objects.requireNonNull(policy, "policy"));
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
   * The subgradient at 0.
   *
   * @return the derivative at +0.0 and -0.0; never NaN
   */
  public double derivativeAtZero() {
    return derivativeAtZero;
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
   * Whether the derivative is a whole number everywhere, so that it can be written as {@code int}.
   *
   * @return true if the NaN policy is 0 or 1 and the derivative at 0 is a whole number
   */
  public boolean isIntegral() {
    return (nan == NaNPolicy.ZERO || nan == NaNPolicy.ONE)
        && derivativeAtZero == (int) derivativeAtZero;
  }

  /**
   * Whether the derivative takes the values 0 and 1 only, so that it can be written as {@code
   * boolean} and as a packed mask.
   *
   * @return true if the NaN policy is 0 or 1 and the derivative at 0 is 0 or 1
   */
  public boolean isBinary() {
    return isIntegral() && (derivativeAtZero == 0 || derivativeAtZero == 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Activation that
        && function == that.function
        && Double.compare(derivativeAtZero, that.derivativeAtZero) == 0
        && nan == that.nan;
  }

  @Override
  public int hashCode() {
    return Objects.hash(function, derivativeAtZero, nan);
  }

  @Override
  public String toString() {
    return "relu(derivativeAtZero=" + derivativeAtZero + ", nan=" + nan + ")";
  }
}
