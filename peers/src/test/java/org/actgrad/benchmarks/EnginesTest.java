// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The libraries give the right answers, so that their times say something. */
class EnginesTest {

  static List<PeerRuns.Run> runs() throws ReflectiveOperationException {
    return PeerRuns.of(
        SmileBenchmark.class,
        OneDnnBenchmark.class,
        Nd4jBenchmark.class,
        PyTorchBenchmark.class,
        TensorFlowBenchmark.class);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void givesTheRightAnswer(PeerRuns.Run run) throws ReflectiveOperationException {
    run.check();
  }
}
