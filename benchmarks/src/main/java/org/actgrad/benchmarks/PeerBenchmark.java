// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What users would pick instead of this library. A subclass is one of these; its benchmark methods
 * have the names of {@link OperationBenchmark}'s and do the same work, on memory that the peer
 * itself prefers. The result of the very operation is checked before its time is taken.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
@State(Scope.Thread)
public abstract class PeerBenchmark {

  @Param({"16", "256", "4096", "65536", "1048576", "16777216", "67108864"})
  public int length;

  final Data data = new Data();

  /** The activation of this run, from the subclass's parameter. */
  abstract Formula activation();

  /** {@code float} or {@code double}, from the subclass's parameter. */
  abstract String type();

  /** Brings the numbers of {@link #data} to where the peer wants them. */
  void open() {}

  /** Brings the results of the last call to the outputs of {@link #data}. */
  void fetch() {}

  @Setup(Level.Trial)
  public final void setUp(BenchmarkParams benchmark) throws ReflectiveOperationException {
    String name = benchmark.getBenchmark();
    setUpAndCheck(name.substring(name.lastIndexOf('.') + 1));
  }

  final void setUpAndCheck(String operation) throws ReflectiveOperationException {
    data.length = length;
    data.type = type();
    data.setUp();
    open();
    for (int call = 0; call < 3; call++) {
      getClass().getMethod(operation).invoke(this);
      fetch();
      check(operation);
    }
  }

  private void check(String operation) {
    // A result in float is the rounding of a few roundings, of numbers of the size of 1.
    double tolerance = data.isDouble ? 1e-12 : 2e-6;
    // Of very many elements some, since a formula takes longer than what is checked.
    int step = Math.max(1, length >> 17);
    for (int i = length - 1; i >= 0; i -= step) {
      int from = data.offset + i;
      double x = data.isDouble ? data.doubleX[from] : data.x[from];
      double gradOut = data.isDouble ? data.doubleGradOut[from] : data.gradOut[from];
      double out = data.isDouble ? data.doubleOut[i] : data.out[i];
      double derivative = activation().derivative(x);
      double error =
          switch (operation) {
            case "derivative" -> out - derivative;
            case "backward" -> out - gradOut * derivative;
            case "forwardAndDerivative" ->
                Math.abs(out - activation().value(x))
                    + Math.abs((data.isDouble ? data.doubleOut1[i] : data.out1[i]) - derivative);
            case "mask" -> (data.bits[i / Long.SIZE] >>> i & 1) - derivative;
            default -> throw new AssertionError("There is no check for " + operation + ".");
          };
      if (!(Math.abs(error) <= tolerance)) {
        throw new AssertionError(
            getClass().getSimpleName()
                + "."
                + operation
                + " of "
                + activation()
                + " is wrong by "
                + error
                + " at x = "
                + x
                + ", so its time says nothing; correct it or list it as a peer that fails.");
      }
    }
  }
}
