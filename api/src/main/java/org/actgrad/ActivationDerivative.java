// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.nio.Buffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * A provider of derivatives of activation functions: what a user calls and what an implementation
 * extends. Get one from {@link ActivationDerivatives#fastest()}; the package description shows how.
 *
 * <p><b>Operands.</b> The methods on arrays take ranges: an array, the index of the first element,
 * and one length for all. The methods on {@link View}s do the same for buffers, matrices and rows
 * at a stride. {@code x} is the input of the activation (not its output), {@code gradOut} the
 * upstream gradient ∂L/∂f(x), {@code gradIn} the gradient ∂L/∂x.
 *
 * <p><b>Aliasing.</b> An output may be exactly the same range as an input, which makes the
 * operation work in place. Ranges that overlap otherwise, and two outputs that overlap at all, are
 * refused. Before JDK 22 the addresses of direct buffers are visible to the native provider only;
 * where they are not visible, two buffers over the same direct memory are the caller's
 * responsibility.
 *
 * <p><b>Packed masks.</b> Element i is bit i % 64 of word i / 64, as {@link java.util.BitSet} reads
 * it. Bits of the last word beyond the length are written as 0.
 *
 * <p><b>Results.</b> Every provider gives the same bits for the same numbers, whatever the offset,
 * the length and the position in the array. The derivative of a piecewise-linear function is exact.
 *
 * <p><b>Exceptions.</b> All providers throw the same, before anything is written: {@link
 * NullPointerException} where an argument is null; {@link IndexOutOfBoundsException} where an
 * offset or length is negative or a range does not lie within its array; {@link
 * IllegalArgumentException} where ranges overlap as said above, where views differ in shape or have
 * the wrong element type or are read-only and would be written, and where the output cannot
 * represent the derivative ({@link Activation#isIntegral()}, {@link Activation#isBinary()}).
 *
 * <p><b>Threads.</b> Providers have no state that a call changes; one instance serves all threads.
 *
 * <h2>For implementers</h2>
 *
 * <p>A provider has a public constructor without arguments that never throws and loads nothing, and
 * is declared with {@code provides} in its module and in {@code
 * META-INF/services/org.actgrad.ActivationDerivative}. The method {@code kernel} is called with
 * checked arguments only: {@code length} is at least 1, ranges lie within their arrays, overlap
 * only as allowed, and the activation fits the output type. A provider must pass the conformance
 * suite in this artifact's {@code test-jar}.
 */
public abstract class ActivationDerivative {

  /** For subclasses. */
  protected ActivationDerivative() {}

  /**
   * The provider's name, which is also the value of {@link ActivationDerivatives#PROVIDER_PROPERTY}
   * that forces it.
   *
   * @return a short lower-case name, such as {@code native}
   */
  public abstract String name();

  /**
   * Rank among the installed providers: the available one with the highest is used on long ranges.
   * Shorter ones may go to lower ranks: {@link #cutover}.
   *
   * @return the rank; ours are 100 (java), 200 (vector) and 300 (native), as their speed on long
   *     ranges is in {@code docs/benchmarks}
   */
  public abstract int priority();

  /**
   * The instruction set in use.
   *
   * @return for instance {@code avx512}, or {@code jvm} where the choice is the JVM's
   */
  public abstract String instructionSet();

  /**
   * Why this provider cannot be used here; empty if it can. The first call may load native code.
   *
   * @return the cause, whose message says what to do
   */
  public Optional<Throwable> unavailabilityCause() {
    return Optional.empty();
  }

  /**
   * The length from which this provider is faster than the available one that comes after it by
   * priority, rounded up to a power of two by {@link ActivationDerivatives#fastest()}, which hands
   * shorter ranges down. It may, because all give the same bits. Ours were measured on one machine
   * with the benchmark {@code OperationBenchmark}: {@code docs/cutovers.md}.
   *
   * @param function the function
   * @param operation the operation
   * @param isDouble whether the numbers are {@code double} rather than {@code float}
   * @param below the provider to be faster than
   * @return a number of elements; 0 if this one is never slower
   */
  protected int cutover(
      Activation.Function function,
      Operation operation,
      boolean isDouble,
      ActivationDerivative below) {
    return 0;
  }

  /**
   * The provider that does the work for ranges of one length: this one, except for what {@link
   * ActivationDerivatives#fastest()} returns, which chooses among the available ones.
   *
   * @param function the function
   * @param operation the operation
   * @param isDouble whether the numbers are {@code double} rather than {@code float}
   * @param length the length of the range, or of one row
   * @return the provider that is called
   */
  public ActivationDerivative provider(
      Activation.Function function, Operation operation, boolean isDouble, int length) {
    return this;
  }

  /**
   * This provider on all cores: {@link #parallel(Executor, int)} with the common pool.
   *
   * @return a view of this provider
   * @see ForkJoinPool#commonPool()
   */
  public final ActivationDerivative parallel() {
    return parallel(ForkJoinPool.commonPool(), Runtime.getRuntime().availableProcessors());
  }

  /**
   * This provider on several threads. Long ranges, and long rows of views, are split between the
   * calling thread and tasks given to an executor; the results have the same bits. Ranges are long
   * from 65 536 elements of a smooth function and from 524 288 of a piecewise-linear one on. A call
   * returns when all is done, also where the executor is busy or refuses: the calling thread then
   * does more, or everything.
   *
   * @param executor where the other threads come from; nothing is started or shut down
   * @param threads how many threads a call uses at most, with the calling one; at least 1
   * @return a view of this provider
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public final ActivationDerivative parallel(Executor executor, int threads) {
    Objects.requireNonNull(executor, "executor");
    if (threads < 1) {
      throw new IllegalArgumentException(
          "A call uses at least the calling thread, not " + threads + " threads.");
    }
    return new Parallel(this, executor, threads);
  }

  /**
   * Name and instruction set.
   *
   * @return for instance {@code native (avx512)}
   */
  @Override
  public String toString() {
    return name() + " (" + instructionSet() + ")";
  }

  // ---- float ----

  /**
   * The derivative of one number.
   *
   * @param activation function and policies
   * @param x the input
   * @return f'(x)
   */
  public final float derivative(Activation activation, float x) {
    float[] number = {x};
    derivative(activation, number, 0, number, 0, 1);
    return number[0];
  }

  /**
   * The derivative of an array as a new array.
   *
   * @param activation function and policies
   * @param x the inputs
   * @return a new array of the same length with f'(x)
   */
  public final float[] derivative(Activation activation, float[] x) {
    float[] derivative = new float[x.length];
    derivative(activation, x, 0, derivative, 0, x.length);
    return derivative;
  }

  /**
   * Computes f'(x), element by element.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param derivative where the derivatives go; may be {@code x} itself at the same offset
   * @param derivativeOffset index of the first derivative
   * @param length how many elements; 0 or more
   */
  public final void derivative(
      Activation activation,
      float[] x,
      int xOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    Objects.requireNonNull(activation, "activation");
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("derivative", derivative.length, derivativeOffset, length);
    checkOverlap("derivative", derivative, derivativeOffset, "x", x, xOffset, length, true);
    if (length > 0) {
      kernel(
          Operation.DERIVATIVE,
          false,
          activation,
          x,
          xOffset,
          null,
          0,
          derivative,
          derivativeOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes f'(x) as integers, element by element.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param derivative where the derivatives go
   * @param derivativeOffset index of the first derivative
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes other values than whole numbers
   */
  public final void derivative(
      Activation activation,
      float[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    checkIntegral(activation);
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("derivative", derivative.length, derivativeOffset, length);
    if (length > 0) {
      kernel(
          Operation.INT_DERIVATIVE,
          false,
          activation,
          x,
          xOffset,
          null,
          0,
          derivative,
          derivativeOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes whether f'(x) is 1, as booleans, element by element.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param derivative where the derivatives go
   * @param derivativeOffset index of the first derivative
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes other values than 0 and 1
   */
  public final void derivative(
      Activation activation,
      float[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    checkBinary(activation);
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("derivative", derivative.length, derivativeOffset, length);
    if (length > 0) {
      kernel(
          Operation.BOOLEAN_DERIVATIVE,
          false,
          activation,
          x,
          xOffset,
          null,
          0,
          derivative,
          derivativeOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes the packed mask of the elements whose derivative is the greater of its two values.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param mask where the ⌈length / 64⌉ words go
   * @param maskOffset index of the first word
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes more than two values
   */
  public final void mask(
      Activation activation, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    checkTwoValued(activation);
    View.checkRange("x", x.length, xOffset, length);
    checkMaskRange(mask, maskOffset, length);
    if (length > 0) {
      kernel(
          Operation.MASK,
          false,
          activation,
          x,
          xOffset,
          null,
          0,
          mask,
          maskOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes gradIn = gradOut · f'(x), the derivative rounded before it is multiplied; by default
   * as a selection: {@link Upstream}.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param gradOut the upstream gradients
   * @param gradOutOffset index of the first upstream gradient
   * @param gradIn where the gradients go; may be {@code x} or {@code gradOut} itself at the same
   *     offset
   * @param gradInOffset index of the first gradient
   * @param length how many elements; 0 or more
   */
  public final void backward(
      Activation activation,
      float[] x,
      int xOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    Objects.requireNonNull(activation, "activation");
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("gradOut", gradOut.length, gradOutOffset, length);
    View.checkRange("gradIn", gradIn.length, gradInOffset, length);
    checkOverlap("gradIn", gradIn, gradInOffset, "x", x, xOffset, length, true);
    checkOverlap("gradIn", gradIn, gradInOffset, "gradOut", gradOut, gradOutOffset, length, true);
    if (length > 0) {
      kernel(
          Operation.BACKWARD,
          false,
          activation,
          x,
          xOffset,
          gradOut,
          gradOutOffset,
          gradIn,
          gradInOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Applies a packed mask to a gradient: gradIn is gradOut times the greater value of the
   * derivative where the bit is set, and times the other one elsewhere, by the rule of {@link
   * Activation#upstream()}. The same as {@link #backward} for the x that the mask was made of, from
   * 1/32 of the memory.
   *
   * @param activation function and policies
   * @param mask the words that {@link #mask} wrote
   * @param maskOffset index of the first word
   * @param gradOut the upstream gradients
   * @param gradOutOffset index of the first upstream gradient
   * @param gradIn where the gradients go; may be {@code gradOut} itself at the same offset
   * @param gradInOffset index of the first gradient
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes more than two values
   */
  public final void backwardFromMask(
      Activation activation,
      long[] mask,
      int maskOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    checkTwoValued(activation);
    checkMaskRange(mask, maskOffset, length);
    View.checkRange("gradOut", gradOut.length, gradOutOffset, length);
    View.checkRange("gradIn", gradIn.length, gradInOffset, length);
    checkOverlap("gradIn", gradIn, gradInOffset, "gradOut", gradOut, gradOutOffset, length, true);
    if (length > 0) {
      kernel(
          Operation.BACKWARD_FROM_MASK,
          false,
          activation,
          mask,
          maskOffset,
          gradOut,
          gradOutOffset,
          gradIn,
          gradInOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes f(x) and f'(x) in one pass.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param value where f(x) goes; may be {@code x} itself at the same offset
   * @param valueOffset index of the first value
   * @param derivative where f'(x) goes; may be {@code x} itself at the same offset, but not overlap
   *     {@code value}
   * @param derivativeOffset index of the first derivative
   * @param length how many elements; 0 or more
   */
  public final void forwardAndDerivative(
      Activation activation,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    Objects.requireNonNull(activation, "activation");
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("value", value.length, valueOffset, length);
    View.checkRange("derivative", derivative.length, derivativeOffset, length);
    checkOverlap("value", value, valueOffset, "x", x, xOffset, length, true);
    checkOverlap("derivative", derivative, derivativeOffset, "x", x, xOffset, length, true);
    checkOverlap(
        "derivative", derivative, derivativeOffset, "value", value, valueOffset, length, false);
    if (length > 0) {
      kernel(
          Operation.FORWARD_AND_DERIVATIVE,
          false,
          activation,
          x,
          xOffset,
          null,
          0,
          value,
          valueOffset,
          derivative,
          derivativeOffset,
          length);
    }
  }

  /**
   * Computes f(x) and the packed mask of the elements whose derivative is the greater of its two
   * values in one pass.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param value where f(x) goes; may be {@code x} itself at the same offset
   * @param valueOffset index of the first value
   * @param mask where the ⌈length / 64⌉ words go
   * @param maskOffset index of the first word
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes more than two values
   */
  public final void forwardAndMask(
      Activation activation,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    checkTwoValued(activation);
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("value", value.length, valueOffset, length);
    checkMaskRange(mask, maskOffset, length);
    checkOverlap("value", value, valueOffset, "x", x, xOffset, length, true);
    if (length > 0) {
      kernel(
          Operation.FORWARD_AND_MASK,
          false,
          activation,
          x,
          xOffset,
          null,
          0,
          value,
          valueOffset,
          mask,
          maskOffset,
          length);
    }
  }

  /**
   * Computes the gradient with respect to the function's parameter, as {@link
   * #parameterGradient(Activation, View, View)} does, of ranges of arrays.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param gradOut the upstream gradients
   * @param gradOutOffset index of the first upstream gradient
   * @param length how many elements; 0 or more
   * @return the gradient; 0 for no elements
   * @throws IllegalArgumentException if the function has no such parameter
   */
  public final double parameterGradient(
      Activation activation,
      float[] x,
      int xOffset,
      float[] gradOut,
      int gradOutOffset,
      int length) {
    Objects.requireNonNull(activation, "activation");
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("gradOut", gradOut.length, gradOutOffset, length);
    return parameterGradient(
        activation,
        View.rows(x, xOffset, 1, length, length),
        View.rows(gradOut, gradOutOffset, 1, length, length));
  }

  // ---- double ----

  /**
   * The derivative of one number.
   *
   * @param activation function and policies
   * @param x the input
   * @return f'(x)
   */
  public final double derivative(Activation activation, double x) {
    double[] number = {x};
    derivative(activation, number, 0, number, 0, 1);
    return number[0];
  }

  /**
   * The derivative of an array as a new array.
   *
   * @param activation function and policies
   * @param x the inputs
   * @return a new array of the same length with f'(x)
   */
  public final double[] derivative(Activation activation, double[] x) {
    double[] derivative = new double[x.length];
    derivative(activation, x, 0, derivative, 0, x.length);
    return derivative;
  }

  /**
   * Computes f'(x), element by element.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param derivative where the derivatives go; may be {@code x} itself at the same offset
   * @param derivativeOffset index of the first derivative
   * @param length how many elements; 0 or more
   */
  public final void derivative(
      Activation activation,
      double[] x,
      int xOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    Objects.requireNonNull(activation, "activation");
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("derivative", derivative.length, derivativeOffset, length);
    checkOverlap("derivative", derivative, derivativeOffset, "x", x, xOffset, length, true);
    if (length > 0) {
      kernel(
          Operation.DERIVATIVE,
          true,
          activation,
          x,
          xOffset,
          null,
          0,
          derivative,
          derivativeOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes f'(x) as integers, element by element.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param derivative where the derivatives go
   * @param derivativeOffset index of the first derivative
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes other values than whole numbers
   */
  public final void derivative(
      Activation activation,
      double[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    checkIntegral(activation);
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("derivative", derivative.length, derivativeOffset, length);
    if (length > 0) {
      kernel(
          Operation.INT_DERIVATIVE,
          true,
          activation,
          x,
          xOffset,
          null,
          0,
          derivative,
          derivativeOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes whether f'(x) is 1, as booleans, element by element.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param derivative where the derivatives go
   * @param derivativeOffset index of the first derivative
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes other values than 0 and 1
   */
  public final void derivative(
      Activation activation,
      double[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    checkBinary(activation);
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("derivative", derivative.length, derivativeOffset, length);
    if (length > 0) {
      kernel(
          Operation.BOOLEAN_DERIVATIVE,
          true,
          activation,
          x,
          xOffset,
          null,
          0,
          derivative,
          derivativeOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes the packed mask of the elements whose derivative is the greater of its two values.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param mask where the ⌈length / 64⌉ words go
   * @param maskOffset index of the first word
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes more than two values
   */
  public final void mask(
      Activation activation, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    checkTwoValued(activation);
    View.checkRange("x", x.length, xOffset, length);
    checkMaskRange(mask, maskOffset, length);
    if (length > 0) {
      kernel(
          Operation.MASK, true, activation, x, xOffset, null, 0, mask, maskOffset, null, 0, length);
    }
  }

  /**
   * Computes gradIn = gradOut · f'(x), the derivative rounded before it is multiplied; by default
   * as a selection: {@link Upstream}.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param gradOut the upstream gradients
   * @param gradOutOffset index of the first upstream gradient
   * @param gradIn where the gradients go; may be {@code x} or {@code gradOut} itself at the same
   *     offset
   * @param gradInOffset index of the first gradient
   * @param length how many elements; 0 or more
   */
  public final void backward(
      Activation activation,
      double[] x,
      int xOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    Objects.requireNonNull(activation, "activation");
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("gradOut", gradOut.length, gradOutOffset, length);
    View.checkRange("gradIn", gradIn.length, gradInOffset, length);
    checkOverlap("gradIn", gradIn, gradInOffset, "x", x, xOffset, length, true);
    checkOverlap("gradIn", gradIn, gradInOffset, "gradOut", gradOut, gradOutOffset, length, true);
    if (length > 0) {
      kernel(
          Operation.BACKWARD,
          true,
          activation,
          x,
          xOffset,
          gradOut,
          gradOutOffset,
          gradIn,
          gradInOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Applies a packed mask to a gradient: gradIn is gradOut times the greater value of the
   * derivative where the bit is set, and times the other one elsewhere, by the rule of {@link
   * Activation#upstream()}. The same as {@link #backward} for the x that the mask was made of, from
   * 1/64 of the memory.
   *
   * @param activation function and policies
   * @param mask the words that {@link #mask} wrote
   * @param maskOffset index of the first word
   * @param gradOut the upstream gradients
   * @param gradOutOffset index of the first upstream gradient
   * @param gradIn where the gradients go; may be {@code gradOut} itself at the same offset
   * @param gradInOffset index of the first gradient
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes more than two values
   */
  public final void backwardFromMask(
      Activation activation,
      long[] mask,
      int maskOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    checkTwoValued(activation);
    checkMaskRange(mask, maskOffset, length);
    View.checkRange("gradOut", gradOut.length, gradOutOffset, length);
    View.checkRange("gradIn", gradIn.length, gradInOffset, length);
    checkOverlap("gradIn", gradIn, gradInOffset, "gradOut", gradOut, gradOutOffset, length, true);
    if (length > 0) {
      kernel(
          Operation.BACKWARD_FROM_MASK,
          true,
          activation,
          mask,
          maskOffset,
          gradOut,
          gradOutOffset,
          gradIn,
          gradInOffset,
          null,
          0,
          length);
    }
  }

  /**
   * Computes f(x) and f'(x) in one pass.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param value where f(x) goes; may be {@code x} itself at the same offset
   * @param valueOffset index of the first value
   * @param derivative where f'(x) goes; may be {@code x} itself at the same offset, but not overlap
   *     {@code value}
   * @param derivativeOffset index of the first derivative
   * @param length how many elements; 0 or more
   */
  public final void forwardAndDerivative(
      Activation activation,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    Objects.requireNonNull(activation, "activation");
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("value", value.length, valueOffset, length);
    View.checkRange("derivative", derivative.length, derivativeOffset, length);
    checkOverlap("value", value, valueOffset, "x", x, xOffset, length, true);
    checkOverlap("derivative", derivative, derivativeOffset, "x", x, xOffset, length, true);
    checkOverlap(
        "derivative", derivative, derivativeOffset, "value", value, valueOffset, length, false);
    if (length > 0) {
      kernel(
          Operation.FORWARD_AND_DERIVATIVE,
          true,
          activation,
          x,
          xOffset,
          null,
          0,
          value,
          valueOffset,
          derivative,
          derivativeOffset,
          length);
    }
  }

  /**
   * Computes f(x) and the packed mask of the elements whose derivative is the greater of its two
   * values in one pass.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param value where f(x) goes; may be {@code x} itself at the same offset
   * @param valueOffset index of the first value
   * @param mask where the ⌈length / 64⌉ words go
   * @param maskOffset index of the first word
   * @param length how many elements; 0 or more
   * @throws IllegalArgumentException if the derivative takes more than two values
   */
  public final void forwardAndMask(
      Activation activation,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    checkTwoValued(activation);
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("value", value.length, valueOffset, length);
    checkMaskRange(mask, maskOffset, length);
    checkOverlap("value", value, valueOffset, "x", x, xOffset, length, true);
    if (length > 0) {
      kernel(
          Operation.FORWARD_AND_MASK,
          true,
          activation,
          x,
          xOffset,
          null,
          0,
          value,
          valueOffset,
          mask,
          maskOffset,
          length);
    }
  }

  /**
   * Computes the gradient with respect to the function's parameter, as {@link
   * #parameterGradient(Activation, View, View)} does, of ranges of arrays.
   *
   * @param activation function and policies
   * @param x the inputs
   * @param xOffset index of the first input
   * @param gradOut the upstream gradients
   * @param gradOutOffset index of the first upstream gradient
   * @param length how many elements; 0 or more
   * @return the gradient; 0 for no elements
   * @throws IllegalArgumentException if the function has no such parameter
   */
  public final double parameterGradient(
      Activation activation,
      double[] x,
      int xOffset,
      double[] gradOut,
      int gradOutOffset,
      int length) {
    Objects.requireNonNull(activation, "activation");
    View.checkRange("x", x.length, xOffset, length);
    View.checkRange("gradOut", gradOut.length, gradOutOffset, length);
    return parameterGradient(
        activation,
        View.rows(x, xOffset, 1, length, length),
        View.rows(gradOut, gradOutOffset, 1, length, length));
  }

  // ---- masks ----

  /**
   * The length of a packed mask.
   *
   * @param length how many elements; 0 or more
   * @return ⌈length / 64⌉
   */
  public static int maskWords(int length) {
    return (length + 63) >>> 6;
  }

  /**
   * Counts the elements whose derivative is the greater of its two values: for ReLU the active
   * ones.
   *
   * @param mask the words that one of the mask operations wrote
   * @param maskOffset index of the first word
   * @param length how many elements; 0 or more
   * @return the number of bits set among the first {@code length}
   */
  public static int countActive(long[] mask, int maskOffset, int length) {
    checkMaskRange(mask, maskOffset, length);
    int count = 0;
    for (int w = 0; w < length >> 6; w++) {
      count += Long.bitCount(mask[maskOffset + w]);
    }
    // Shifting by -length drops the bits from length % 64 on; a shift count is taken modulo 64.
    return (length & 63) == 0
        ? count
        : count + Long.bitCount(mask[maskOffset + (length >> 6)] << -length);
  }

  // ---- views ----

  /**
   * Computes f'(x), element by element; by the element type of {@code derivative} as numbers of the
   * type of {@code x}, integers, booleans or a packed mask.
   *
   * @param activation function and policies
   * @param x the inputs, {@code float} or {@code double}
   * @param derivative where the derivatives go; may be the same place as {@code x}
   */
  public final void derivative(Activation activation, View x, View derivative) {
    Operation operation =
        switch (derivative.element()) {
          case FLOAT, DOUBLE -> Operation.DERIVATIVE;
          case INT -> Operation.INT_DERIVATIVE;
          case BOOLEAN -> Operation.BOOLEAN_DERIVATIVE;
          case BIT -> Operation.MASK;
        };
    checkReal("x", x);
    if (operation == Operation.DERIVATIVE) {
      checkElement("derivative", derivative, x.element());
    }
    checkOutput("derivative", derivative, "x", x, true);
    checkRepresentable(operation, activation);
    ViewOperations.run(this, operation, activation, x, null, derivative, null);
  }

  /**
   * Computes gradIn = gradOut · f'(x), from the inputs or from a packed mask.
   *
   * @param activation function and policies
   * @param xOrMask the inputs, {@code float} or {@code double}, or the bits that a mask operation
   *     wrote
   * @param gradOut the upstream gradients, {@code float} or {@code double} and of the inputs' type
   * @param gradIn where the gradients go, of the type of {@code gradOut}; may be the same place as
   *     {@code gradOut} or the inputs
   */
  public final void backward(Activation activation, View xOrMask, View gradOut, View gradIn) {
    boolean fromMask = xOrMask.element() == View.Element.BIT;
    checkReal("gradOut", gradOut);
    if (!fromMask) {
      checkElement("x", xOrMask, gradOut.element());
    }
    checkElement("gradIn", gradIn, gradOut.element());
    checkOutput("gradIn", gradIn, "gradOut", gradOut, true);
    checkOutput("gradIn", gradIn, fromMask ? "the mask" : "x", xOrMask, !fromMask);
    Operation operation = fromMask ? Operation.BACKWARD_FROM_MASK : Operation.BACKWARD;
    checkRepresentable(operation, activation);
    ViewOperations.run(this, operation, activation, xOrMask, gradOut, gradIn, null);
  }

  /**
   * Computes f(x) and f'(x) in one pass, f'(x) as numbers of the type of {@code x} or as a packed
   * mask.
   *
   * @param activation function and policies
   * @param x the inputs, {@code float} or {@code double}
   * @param value where f(x) goes, of the type of {@code x}; may be the same place as {@code x}
   * @param derivativeOrMask where f'(x) goes, of the type of {@code x} or bits; may be the same
   *     place as {@code x}, but not overlap {@code value}
   */
  public final void forward(Activation activation, View x, View value, View derivativeOrMask) {
    boolean toMask = derivativeOrMask.element() == View.Element.BIT;
    checkReal("x", x);
    checkElement("value", value, x.element());
    if (!toMask) {
      checkElement("derivative", derivativeOrMask, x.element());
    }
    String name = toMask ? "the mask" : "derivative";
    checkOutput("value", value, "x", x, true);
    checkOutput(name, derivativeOrMask, "x", x, !toMask);
    checkOutput(name, derivativeOrMask, "value", value, false);
    Operation operation = toMask ? Operation.FORWARD_AND_MASK : Operation.FORWARD_AND_DERIVATIVE;
    checkRepresentable(operation, activation);
    ViewOperations.run(this, operation, activation, x, null, value, derivativeOrMask);
  }

  /**
   * Computes the gradient with respect to the function's parameter, Σ gradOut · ∂f/∂p(x): of {@code
   * leaky_relu}, {@code prelu}, {@code elu} and {@code quick_gelu} for alpha, of {@code swish} and
   * {@code softplus} for beta. For PReLU with a slope for each channel of an array of images, the
   * view of a channel has one row for each image, at the stride of an image. Allocates at most 32
   * KiB.
   *
   * <p>Everything is computed in {@code double} and summed in an order that depends on the shape
   * alone, so that all providers give the same bits. Each ∂f/∂p has an error of at most 8 ULP, and
   * the sum adds at most 12 · 2⁻⁵³ · Σ |gradOut · ∂f/∂p(x)|. Where ∂f/∂p is 0 the term is 0
   * whatever gradOut is, unless {@link Activation#upstream()} says otherwise; where x is NaN it is
   * NaN.
   *
   * @param activation function and policies
   * @param x the inputs, {@code float} or {@code double}
   * @param gradOut the upstream gradients, of the same type and shape
   * @return the gradient; 0 for no elements
   * @throws IllegalArgumentException if the function is none of those, or in another {@link
   *     Activation#form()} than from its input
   */
  public final double parameterGradient(Activation activation, View x, View gradOut) {
    Objects.requireNonNull(activation, "activation");
    checkReal("x", x);
    checkElement("gradOut", gradOut, x.element());
    gradOut.checkSameShape("gradOut", x, "x");
    return ParameterGradient.sum(this, activation, x, gradOut);
  }

  // ---- for implementers ----

  /**
   * Runs one operation on ranges of arrays. Operands that the operation does not have are null and
   * their offsets 0.
   *
   * <table>
   *   <caption>Operands, T being {@code float} or {@code double}</caption>
   *   <tr><th>operation</th><th>in0</th><th>in1</th><th>out0</th><th>out1</th></tr>
   *   <tr><td>DERIVATIVE</td><td>T[] x</td><td></td><td>T[] f'(x)</td><td></td></tr>
   *   <tr><td>INT_DERIVATIVE</td><td>T[] x</td><td></td><td>int[] f'(x)</td><td></td></tr>
   *   <tr><td>BOOLEAN_DERIVATIVE</td><td>T[] x</td><td></td><td>boolean[] f'(x)</td><td></td></tr>
   *   <tr><td>MASK</td><td>T[] x</td><td></td><td>long[] mask</td><td></td></tr>
   *   <tr><td>BACKWARD</td><td>T[] x</td><td>T[] gradOut</td><td>T[] gradIn</td><td></td></tr>
   *   <tr><td>BACKWARD_FROM_MASK</td><td>long[] mask</td><td>T[] gradOut</td><td>T[] gradIn</td>
   *       <td></td></tr>
   *   <tr><td>FORWARD_AND_DERIVATIVE</td><td>T[] x</td><td></td><td>T[] f(x)</td><td>T[] f'(x)</td>
   *       </tr>
   *   <tr><td>FORWARD_AND_MASK</td><td>T[] x</td><td></td><td>T[] f(x)</td><td>long[] mask</td></tr>
   * </table>
   *
   * @param operation the operation
   * @param isDouble whether T is {@code double} rather than {@code float}
   * @param activation function and policies
   * @param in0 the first input, an array
   * @param in0Offset index of its first element, or word of the mask
   * @param in1 the second input, an array or null
   * @param in1Offset index of its first element
   * @param out0 the first output, an array
   * @param out0Offset index of its first element or word
   * @param out1 the second output, an array or null
   * @param out1Offset index of its first element or word
   * @param length how many elements; at least 1
   */
  protected abstract void kernel(
      Operation operation,
      boolean isDouble,
      Activation activation,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length);

  /**
   * The numbers that a kernel needs of an activation, in {@code double}, to be rounded to the
   * element type.
   *
   * <p>For a piecewise-linear function, 15: the two kinks, the first no greater than the second;
   * the derivative left of the first kink, at it, between, at the second and right of it; the
   * constant term left of the first kink, the value at it, the constant term between, the value at
   * the second kink and the constant term right of it; the derivative at NaN, NaN where the {@link
   * NaNPolicy} says so; the lesser and the greater derivative, which are 0 and 1 if it takes no
   * other value. The value is the derivative times x plus the constant term; the constant term
   * alone where the derivative is 0, and x itself where they are 1 and 0. Where the kinks coincide,
   * what is at and right of the first kink counts.
   *
   * <p>For other functions, the parameters followed by the place of each kink and the derivative
   * there.
   *
   * @param activation function and policies
   * @return the numbers; shared, not to be modified
   */
  protected static double[] kernelParameters(Activation activation) {
    return activation.kernelParameters;
  }

  /**
   * Runs one operation on memory outside the heap, in native byte order. Operands that the
   * operation does not have are 0.
   *
   * @param operation the operation; not {@link Operation#BOOLEAN_DERIVATIVE}
   * @param isDouble whether the numbers are {@code double} rather than {@code float}
   * @param activation function and policies
   * @param in0 address of the inputs or of the mask
   * @param in1 address of the upstream gradients
   * @param out0 address of the first output
   * @param out1 address of the second output
   * @param length how many elements; at least 1
   * @return false, and nothing done, if the provider cannot; the numbers are then copied through
   *     arrays
   */
  protected boolean addressKernel(
      Operation operation,
      boolean isDouble,
      Activation activation,
      long in0,
      long in1,
      long out0,
      long out1,
      int length) {
    return false;
  }

  /**
   * The address of a direct buffer's element 0. The default asks {@code MemorySegment}, which is
   * there from JDK 22 on.
   *
   * @param buffer a direct buffer
   * @return the address, or 0 if it cannot be told
   */
  protected long address(Buffer buffer) {
    return ViewOperations.address(buffer);
  }

  // ---- checks, the same for every provider ----

  private static void checkRepresentable(Operation operation, Activation activation) {
    switch (operation) {
      case DERIVATIVE, BACKWARD, FORWARD_AND_DERIVATIVE ->
          Objects.requireNonNull(activation, "activation");
      case INT_DERIVATIVE -> checkIntegral(activation);
      case BOOLEAN_DERIVATIVE -> checkBinary(activation);
      case MASK, BACKWARD_FROM_MASK, FORWARD_AND_MASK -> checkTwoValued(activation);
    }
  }

  private static void checkIntegral(Activation activation) {
    if (!activation.isIntegral()) {
      throw new IllegalArgumentException(
          "The derivative of "
              + activation
              + " is not a whole number everywhere and cannot be written as integers; choose a"
              + " floating-point output, or slopes, derivatives at kinks and a NaN policy that are"
              + " whole.");
    }
  }

  private static void checkBinary(Activation activation) {
    if (!activation.isBinary()) {
      throw new IllegalArgumentException(
          "The derivative of "
              + activation
              + " takes other values than 0 and 1 and cannot be written as booleans; choose a"
              + " floating-point output, or slopes, derivatives at kinks and a NaN policy that give 0"
              + " or 1.");
    }
  }

  private static void checkTwoValued(Activation activation) {
    if (!activation.isTwoValued()) {
      throw new IllegalArgumentException(
          "The derivative of "
              + activation
              + " takes more than two values and cannot be written as bits; choose a floating-point"
              + " output, or derivatives at kinks and a NaN policy that add no third value.");
    }
  }

  private static void checkMaskRange(long[] mask, int maskOffset, int length) {
    if (length < 0) {
      throw new IndexOutOfBoundsException("A mask cannot have " + length + " elements.");
    }
    View.checkRange("mask (in words)", mask.length, maskOffset, maskWords(length));
  }

  private static void checkOverlap(
      String name,
      Object output,
      int outputOffset,
      String otherName,
      Object other,
      int otherOffset,
      int length,
      boolean samePlaceAllowed) {
    if (output == other
        && Math.abs((long) outputOffset - otherOffset) < length
        && !(samePlaceAllowed && outputOffset == otherOffset)) {
      throw View.overlap(name, otherName, samePlaceAllowed);
    }
  }

  private static void checkReal(String name, View view) {
    if (view.element() != View.Element.FLOAT && view.element() != View.Element.DOUBLE) {
      throw new IllegalArgumentException(
          name + " must be float or double, not " + view.element().words() + ".");
    }
  }

  private static void checkElement(String name, View view, View.Element expected) {
    if (view.element() != expected) {
      throw new IllegalArgumentException(
          name
              + " must be "
              + expected.words()
              + ", as the other operands are, not "
              + view.element().words()
              + ".");
    }
  }

  private void checkOutput(
      String name, View output, String otherName, View other, boolean samePlaceAllowed) {
    if (output.isReadOnly()) {
      throw new IllegalArgumentException(name + " is a read-only buffer; it cannot be written to.");
    }
    output.checkSameShape(name, other, otherName);
    output.checkOverlap(name, other, otherName, samePlaceAllowed, this::address);
  }
}
