// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Field;
import java.util.List;
import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ActivationDerivativeContract;
import org.actgrad.contract.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The conformance suite once more in a JVM that checks every call of JNI and puts guards around
 * every array that native code gets. FlushToZeroTest is not among it: -Xcheck:jni repairs what that
 * test is about.
 *
 * <p>In such a JVM a pinned array is a copy, for which the provider copies elements instead; so the
 * suite runs a second time with arrays pinned, as elsewhere.
 */
class CheckJniTest {

  /** The suite with arrays pinned, whatever the JVM does then. */
  public static final class Pinned extends ActivationDerivativeContract {
    private final NativeActivationDerivative provider = new NativeActivationDerivative("");

    public Pinned() throws ReflectiveOperationException {
      assertTrue(provider.unavailabilityCause().isEmpty());
      Field arraysAreCopied = NativeActivationDerivative.class.getDeclaredField("arraysAreCopied");
      arraysAreCopied.setAccessible(true);
      assertTrue(arraysAreCopied.getBoolean(provider));
      arraysAreCopied.setBoolean(provider, false);
    }

    @Override
    protected ActivationDerivative provider() {
      return provider;
    }
  }

  /** Several threads overwrite each other's results with their copies of all of an array. */
  private static FilterResult isRightWithCopies(TestDescriptor test) {
    return FilterResult.includedIf(
        !(test.getSource().orElse(null) instanceof MethodSource method
            && method.getClassName().equals(Pinned.class.getName())
            && method.getMethodName().startsWith("onSeveralThreadsTheBits")));
  }

  /** Runs the suites and prints what failed. */
  public static final class RunSuite {
    public static void main(String[] args) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(
                      selectClass(NativeActivationDerivativeTest.class), selectClass(Pinned.class))
                  .filters((PostDiscoveryFilter) CheckJniTest::isRightWithCopies)
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
    assertTrue(Integer.parseInt(child.out().split(" ")[0]) >= 800, child.out());
    assertEquals(0, child.exitCode());
  }
}
