// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.util.concurrent.TimeUnit;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every operation by every provider. At short lengths this is what the cut-overs of the providers
 * are to be found with.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-Xms4g",
      "-Xmx4g"
    })
@State(Scope.Thread)
public class OperationBenchmark {

  /** What the README has as static final fields. */
  private static final Constant<ActivationDerivative> PROVIDER = Constant.unset();

  private static final Constant<Activation> ACTIVATION = Constant.unset();

  /** A provider, or fastest, or that on all cores. */
  @Param({"fastest", "native", "vector", "java", "parallel"})
  public String provider;

  /** A {@link Activation.Function}; SILU is what most people call SWISH. */
  @Param("RELU")
  public String activation;

  @Setup
  public void setUp() {
    PROVIDER.set(
        switch (provider) {
          case "fastest" -> ActivationDerivatives.fastest();
          case "parallel" -> ActivationDerivatives.fastest().parallel();
          default -> ActivationDerivatives.named(provider);
        });
    ACTIVATION.set(Activation.of(function(activation)));
  }

  private static ActivationDerivative p() {
    return PROVIDER.get();
  }

  private static Activation a() {
    return ACTIVATION.get();
  }

  /**
   * The function of a name that {@link #activation} may have.
   *
   * @param activation the name
   * @return the function
   */
  public static Activation.Function function(String activation) {
    return Activation.Function.valueOf(activation.equals("SILU") ? "SWISH" : activation);
  }

  @Benchmark
  public void derivative(Data data) {
    if (data.isDouble) {
      p().derivative(
              a(), data.doubleX, data.nextShifted(), data.doubleOut, data.shift, data.length);
    } else {
      p().derivative(a(), data.x, data.nextShifted(), data.out, data.shift, data.length);
    }
  }

  @Benchmark
  public void intDerivative(Data data) {
    if (data.isDouble) {
      p().derivative(a(), data.doubleX, data.nextShifted(), data.ints, data.shift, data.length);
    } else {
      p().derivative(a(), data.x, data.nextShifted(), data.ints, data.shift, data.length);
    }
  }

  @Benchmark
  public void booleanDerivative(Data data) {
    if (data.isDouble) {
      p().derivative(a(), data.doubleX, data.nextShifted(), data.booleans, data.shift, data.length);
    } else {
      p().derivative(a(), data.x, data.nextShifted(), data.booleans, data.shift, data.length);
    }
  }

  @Benchmark
  public void mask(Data data) {
    if (data.isDouble) {
      p().mask(a(), data.doubleX, data.nextShifted(), data.bits, 0, data.length);
    } else {
      p().mask(a(), data.x, data.nextShifted(), data.bits, 0, data.length);
    }
  }

  @Benchmark
  public void backward(Data data) {
    int from = data.nextShifted();
    if (data.isDouble) {
      p().backward(
              a(),
              data.doubleX,
              from,
              data.doubleGradOut,
              from,
              data.doubleOut,
              data.shift,
              data.length);
    } else {
      p().backward(a(), data.x, from, data.gradOut, from, data.out, data.shift, data.length);
    }
  }

  @Benchmark
  public void backwardFromMask(Data data) {
    int from = data.next();
    int word = from / Long.SIZE;
    if (data.isDouble) {
      p().backwardFromMask(
              a(),
              data.mask,
              word,
              data.doubleGradOut,
              from,
              data.doubleOut,
              data.shift,
              data.length);
    } else {
      p().backwardFromMask(
              a(), data.mask, word, data.gradOut, from, data.out, data.shift, data.length);
    }
  }

  @Benchmark
  public void forwardAndDerivative(Data data) {
    int from = data.nextShifted();
    if (data.isDouble) {
      p().forwardAndDerivative(
              a(),
              data.doubleX,
              from,
              data.doubleOut,
              data.shift,
              data.doubleOut1,
              data.shift,
              data.length);
    } else {
      p().forwardAndDerivative(
              a(), data.x, from, data.out, data.shift, data.out1, data.shift, data.length);
    }
  }

  @Benchmark
  public void forwardAndMask(Data data) {
    int from = data.nextShifted();
    if (data.isDouble) {
      p().forwardAndMask(
              a(), data.doubleX, from, data.doubleOut, data.shift, data.bits, 0, data.length);
    } else {
      p().forwardAndMask(a(), data.x, from, data.out, data.shift, data.bits, 0, data.length);
    }
  }
}
