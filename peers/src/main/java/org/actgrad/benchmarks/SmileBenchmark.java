// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import smile.base.mlp.ActivationFunction;

/**
 * Smile's {@code ActivationFunction}: {@code f} in place, then {@code g}, which multiplies the
 * gradient in place by the derivative that it finds from the output y of {@code f}. Its tanh is
 * left out: {@code g} multiplies by (1 - y)² where the derivative is 1 - y².
 */
public class SmileBenchmark extends PeerBenchmark {

  @Param({"RELU", "SIGMOID"})
  public Formula activation;

  @Param("double")
  public String type;

  private ActivationFunction function;

  @Override
  Formula activation() {
    return activation;
  }

  @Override
  String type() {
    return type;
  }

  @Override
  void open() {
    // It works on whole arrays.
    data.doubleOut = new double[length];
    data.doubleOut1 = new double[length];
    function =
        switch (activation) {
          case RELU -> ActivationFunction.rectifier();
          case SIGMOID -> ActivationFunction.sigmoid();
          default -> throw new IllegalArgumentException("Smile has no usable " + activation + ".");
        };
  }

  private void multiplyGradient() {
    System.arraycopy(data.doubleX, data.offset, data.doubleOut1, 0, length);
    function.f(data.doubleOut1);
    function.g(data.doubleOut, data.doubleOut1);
  }

  @Benchmark
  public void derivative() {
    data.next();
    Arrays.fill(data.doubleOut, 1);
    multiplyGradient();
  }

  @Benchmark
  public void backward() {
    System.arraycopy(data.doubleGradOut, data.next(), data.doubleOut, 0, length);
    multiplyGradient();
  }
}
