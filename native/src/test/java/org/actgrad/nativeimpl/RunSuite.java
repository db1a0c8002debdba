// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the test classes in its arguments and prints what failed and how many did not. */
final class RunSuite {

  private RunSuite() {}

  public static void main(String[] args) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    ClassSelector[] classes =
        Arrays.stream(args).map(name -> selectClass(name)).toArray(ClassSelector[]::new);
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(classes)
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
