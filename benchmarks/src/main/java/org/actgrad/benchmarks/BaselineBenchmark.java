// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What to compare with: the loops that people write today, and copying as the limit of memory. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class BaselineBenchmark {

  /** Reads and writes as many bytes as the derivative does. */
  @Benchmark
  public void arraycopy(Data data) {
    if (data.isDouble) {
      System.arraycopy(data.doubleX, data.nextShifted(), data.doubleOut, data.shift, data.length);
    } else {
      System.arraycopy(data.x, data.nextShifted(), data.out, data.shift, data.length);
    }
  }

  @Benchmark
  public void ternaryDerivative(Data data) {
    int from = data.nextShifted();
    int to = data.shift;
    if (data.isDouble) {
      for (int i = 0; i < data.length; i++) {
        data.doubleOut[to + i] = data.doubleX[from + i] > 0 ? 1 : 0;
      }
    } else {
      for (int i = 0; i < data.length; i++) {
        data.out[to + i] = data.x[from + i] > 0 ? 1 : 0;
      }
    }
  }

  @Benchmark
  public void ternaryBackward(Data data) {
    int from = data.nextShifted();
    int to = data.shift;
    if (data.isDouble) {
      for (int i = 0; i < data.length; i++) {
        data.doubleOut[to + i] = data.doubleX[from + i] > 0 ? data.doubleGradOut[from + i] : 0;
      }
    } else {
      for (int i = 0; i < data.length; i++) {
        data.out[to + i] = data.x[from + i] > 0 ? data.gradOut[from + i] : 0;
      }
    }
  }
}
