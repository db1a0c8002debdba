// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** {@code IntStream} over the indices, on one thread and parallel. */
public class StreamBenchmark extends PeerBenchmark {

  @Param public Formula activation;

  @Param({"float", "double"})
  public String type;

  @Param({"1", "all"})
  public String threads;

  @Override
  Formula activation() {
    return activation;
  }

  @Override
  String type() {
    return type;
  }

  private IntStream indices() {
    IntStream indices = IntStream.range(0, length);
    return threads.equals("all") ? indices.parallel() : indices;
  }

  @Benchmark
  public void derivative() {
    int from = data.next();
    if (data.isDouble) {
      indices().forEach(i -> data.doubleOut[i] = activation.derivative(data.doubleX[from + i]));
    } else {
      indices().forEach(i -> data.out[i] = (float) activation.derivative(data.x[from + i]));
    }
  }

  @Benchmark
  public void backward() {
    int from = data.next();
    if (data.isDouble) {
      indices()
          .forEach(
              i ->
                  data.doubleOut[i] =
                      data.doubleGradOut[from + i] * activation.derivative(data.doubleX[from + i]));
    } else {
      indices()
          .forEach(
              i ->
                  data.out[i] =
                      data.gradOut[from + i] * (float) activation.derivative(data.x[from + i]));
    }
  }
}
