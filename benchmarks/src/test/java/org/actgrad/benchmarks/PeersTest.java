// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The peers that need no other library give the right answers. */
class PeersTest {

  static List<PeerRuns.Run> runs() throws ReflectiveOperationException {
    return PeerRuns.of(LoopBenchmark.class, ReluLoopBenchmark.class, StreamBenchmark.class);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void givesTheRightAnswer(PeerRuns.Run run) throws ReflectiveOperationException {
    run.check();
  }

  @Test
  void wrongAnswerIsNotTimed() {
    LoopBenchmark wrong =
        new LoopBenchmark() {
          @Override
          void fetch() {
            data.out[length - 1] += 1e-5f;
          }
        };
    wrong.activation = Formula.TANH;
    wrong.type = "float";
    wrong.length = 100;
    AssertionError error =
        assertThrows(AssertionError.class, () -> wrong.setUpAndCheck("derivative"));
    assertTrue(error.getMessage().contains("derivative of TANH is wrong by"), error.getMessage());
  }
}
