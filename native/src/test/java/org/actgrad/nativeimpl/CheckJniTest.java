// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.actgrad.contract.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The conformance suite once more in a JVM that checks every call of JNI and puts guards around
 * every array that native code gets. FlushToZeroTest is not among it: -Xcheck:jni repairs what that
 * test is about.
 */
class CheckJniTest {

  /** Runs the suite and prints what failed. */
  public static final class RunSuite {
    public static void main(String[] args) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(NativeActivationDerivativeTest.class))
                  .build(),
              listener);
      TestExecutionSummary summary = listener.getSummary();
      for (TestExecutionSummary.Failure failure : summary.getFailures()) {
        System.out.println(failure.getTestIdentifier() + ": " + failure.getException());
      }
      System.out.println(
          summary.getTestsSucceededCount() + " of " + summary.getTestsFoundCount() + " succeeded");
    }
  }

  @Test
  void theConformanceSuiteRunsWithoutAWarning() throws Exception {
    ChildJvm child =
        ChildJvm.run(
            null, List.of("-Xcheck:jni", "--enable-native-access=ALL-UNNAMED"), RunSuite.class);
    assertEquals("", child.err());
    // The warnings are printed here as well; so this is the only line.
    assertTrue(child.out().matches("(\\d+) of \\1 succeeded\n"), child.out());
    assertTrue(Integer.parseInt(child.out().split(" ")[0]) >= 30, child.out());
    assertEquals(0, child.exitCode());
  }
}
