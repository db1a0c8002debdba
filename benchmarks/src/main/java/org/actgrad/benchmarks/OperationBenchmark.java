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

  static final Activation RELU = Activation.relu();

  @Param({"fastest", "native", "vector", "java"})
  public String provider;

  private ActivationDerivative p;

  @Setup
  public void setUp() {
    p =
        provider.equals("fastest")
            ? ActivationDerivatives.fastest()
            : ActivationDerivatives.named(provider);
  }

  @Benchmark
  public void derivative(Data data) {
    if (data.isDouble) {
      p.derivative(RELU, data.doubleX, data.next(), data.doubleOut, 0, data.length);
    } else {
      p.derivative(RELU, data.x, data.next(), data.out, 0, data.length);
    }
  }

  @Benchmark
  public void intDerivative(Data data) {
    if (data.isDouble) {
      p.derivative(RELU, data.doubleX, data.next(), data.ints, 0, data.length);
    } else {
      p.derivative(RELU, data.x, data.next(), data.ints, 0, data.length);
    }
  }

  @Benchmark
  public void booleanDerivative(Data data) {
    if (data.isDouble) {
      p.derivative(RELU, data.doubleX, data.next(), data.booleans, 0, data.length);
    } else {
      p.derivative(RELU, data.x, data.next(), data.booleans, 0, data.length);
    }
  }

  @Benchmark
  public void mask(Data data) {
    if (data.isDouble) {
      p.mask(RELU, data.doubleX, data.next(), data.bits, 0, data.length);
    } else {
      p.mask(RELU, data.x, data.next(), data.bits, 0, data.length);
    }
  }

  @Benchmark
  public void backward(Data data) {
    int from = data.next();
    if (data.isDouble) {
      p.backward(
          RELU, data.doubleX, from, data.doubleGradOut, from, data.doubleOut, 0, data.length);
    } else {
      p.backward(RELU, data.x, from, data.gradOut, from, data.out, 0, data.length);
    }
  }

  @Benchmark
  public void backwardFromMask(Data data) {
    int from = data.next();
    int word = from / Long.SIZE;
    if (data.isDouble) {
      p.backwardFromMask(
          RELU, data.mask, word, data.doubleGradOut, from, data.doubleOut, 0, data.length);
    } else {
      p.backwardFromMask(RELU, data.mask, word, data.gradOut, from, data.out, 0, data.length);
    }
  }

  @Benchmark
  public void forwardAndDerivative(Data data) {
    int from = data.next();
    if (data.isDouble) {
      p.forwardAndDerivative(
          RELU, data.doubleX, from, data.doubleOut, 0, data.doubleOut1, 0, data.length);
    } else {
      p.forwardAndDerivative(RELU, data.x, from, data.out, 0, data.out1, 0, data.length);
    }
  }

  @Benchmark
  public void forwardAndMask(Data data) {
    int from = data.next();
    if (data.isDouble) {
      p.forwardAndMask(RELU, data.doubleX, from, data.doubleOut, 0, data.bits, 0, data.length);
    } else {
      p.forwardAndMask(RELU, data.x, from, data.out, 0, data.bits, 0, data.length);
    }
  }
}
