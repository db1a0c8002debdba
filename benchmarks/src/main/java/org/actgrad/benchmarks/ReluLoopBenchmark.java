// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The loops with a branch for ReLU that {@link BaselineBenchmark} does not have. */
public class ReluLoopBenchmark extends PeerBenchmark {

  @Param("RELU")
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
  public void mask() {
    int from = data.next();
    for (int word = 0; word < data.bits.length; word++) {
      int first = word * Long.SIZE;
      int last = Math.min(first + Long.SIZE, length);
      long bits = 0;
      if (data.isDouble) {
        for (int i = first; i < last; i++) {
          bits |= data.doubleX[from + i] > 0 ? 1L << i : 0;
        }
      } else {
        for (int i = first; i < last; i++) {
          bits |= data.x[from + i] > 0 ? 1L << i : 0;
        }
      }
      data.bits[word] = bits;
    }
  }

  @Benchmark
  public void forwardAndDerivative() {
    int from = data.next();
    if (data.isDouble) {
      for (int i = 0; i < length; i++) {
        boolean positive = data.doubleX[from + i] > 0;
        data.doubleOut[i] = positive ? data.doubleX[from + i] : 0;
        data.doubleOut1[i] = positive ? 1 : 0;
      }
    } else {
      for (int i = 0; i < length; i++) {
        boolean positive = data.x[from + i] > 0;
        data.out[i] = positive ? data.x[from + i] : 0;
        data.out1[i] = positive ? 1 : 0;
      }
    }
  }
}
