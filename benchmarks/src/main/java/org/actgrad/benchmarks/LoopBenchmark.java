// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The loop over {@code Math.exp} and {@code Math.tanh}. A run has one activation, so the compiler
 * inlines its formula.
 */
public class LoopBenchmark extends PeerBenchmark {

  @Param({"SIGMOID", "TANH", "GELU", "GELU_TANH", "SILU", "MISH", "SOFTPLUS"})
  public Formula activation;

  @Param({"float", "double"})
  public String type;

  @Override
  Formula activation() {
    return activation;
  }

  @Override
  String type() {
    return type;
  }

  @Benchmark
  public void derivative() {
    int from = data.next();
    if (data.isDouble) {
      for (int i = 0; i < length; i++) {
        data.doubleOut[i] = activation.derivative(data.doubleX[from + i]);
      }
    } else {
      for (int i = 0; i < length; i++) {
        data.out[i] = (float) activation.derivative(data.x[from + i]);
      }
    }
  }

  @Benchmark
  public void backward() {
    int from = data.next();
    if (data.isDouble) {
      for (int i = 0; i < length; i++) {
        data.doubleOut[i] =
            data.doubleGradOut[from + i] * activation.derivative(data.doubleX[from + i]);
      }
    } else {
      for (int i = 0; i < length; i++) {
        data.out[i] = data.gradOut[from + i] * (float) activation.derivative(data.x[from + i]);
      }
    }
  }

  @Benchmark
  public void forwardAndDerivative() {
    int from = data.next();
    if (data.isDouble) {
      for (int i = 0; i < length; i++) {
        data.doubleOut[i] = activation.value(data.doubleX[from + i]);
        data.doubleOut1[i] = activation.derivative(data.doubleX[from + i]);
      }
    } else {
      for (int i = 0; i < length; i++) {
        data.out[i] = (float) activation.value(data.x[from + i]);
        data.out1[i] = (float) activation.derivative(data.x[from + i]);
      }
    }
  }
}
