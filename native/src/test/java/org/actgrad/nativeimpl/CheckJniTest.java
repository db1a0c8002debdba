// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;
import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ActivationDerivativeContract;
import org.actgrad.contract.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

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
  static FilterResult isRightWithCopies(TestDescriptor test) {
    return FilterResult.includedIf(
        !(test.getSource().orElse(null) instanceof MethodSource method
            && method.getClassName().equals(Pinned.class.getName())
            && method.getMethodName().startsWith("onSeveralThreadsTheBits")));
  }

  @Test
  void theConformanceSuiteRunsWithoutAWarning() throws Exception {
    ChildJvm child =
        ChildJvm.run(
            null,
            List.of("-Xcheck:jni", "--enable-native-access=ALL-UNNAMED"),
            RunSuite.class,
            NativeActivationDerivativeTest.class.getName(),
            Pinned.class.getName());
    assertEquals("", child.err());
    // The warnings are printed here as well; so this is the only line.
    assertTrue(child.out().matches("(\\d+) of \\1 succeeded\n"), child.out());
    assertTrue(Integer.parseInt(child.out().split(" ")[0]) >= 800, child.out());
    assertEquals(0, child.exitCode());
  }
}
