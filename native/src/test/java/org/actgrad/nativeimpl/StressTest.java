// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.actgrad.contract.ChildJvm;
import org.actgrad.user.Stress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at once, and a collector that takes what it can. */
class StressTest {

  @TempDir private Path temp;

  private ChildJvm run(List<String> jvmArgs, Class<?> main, String... args) throws Exception {
    List<String> all = new ArrayList<>(jvmArgs);
    all.add("--enable-native-access=ALL-UNNAMED");
    all.add("--add-modules=jdk.incubator.vector");
    all.add("-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + temp.resolve("cache"));
    all.add("-XX:ErrorFile=" + temp.resolve("error.log"));
    all.add("-XX:-CreateCoredumpOnCrash");
    all.add("-cp");
    all.add(System.getProperty("java.class.path"));
    all.add(main.getName());
    all.addAll(List.of(args));
    return ChildJvm.run(List.of("env", "MALLOC_MMAP_THRESHOLD_=131072"), temp, all);
  }

  private void assertAllRight(List<String> jvmArgs, String seconds) throws Exception {
    ChildJvm child = run(jvmArgs, Stress.class, seconds, "own");
    assertEquals(0, child.exitCode(), child.out() + child.err());
    List<String> lines = child.out().lines().toList();
    // Vectors are slow without C2, so that the provider is not available then.
    String vector = jvmArgs.contains("-Xint") ? "" : " vector";
    assertEquals("providers native" + vector + " java fastest fastest", lines.get(0));
    assertTrue(lines.get(1).matches("platform threads: [1-9]\\d* right, 0 wrong"), child.out());
    assertEquals(
        Runtime.version().feature() < 21
            ? "this JVM has no virtual threads"
            : "virtual threads: 3000 right, 0 wrong",
        lines.get(2));
    System.out.println(String.join(" ", jvmArgs) + " " + lines.get(1) + "; " + lines.get(2));
  }

  @Test
  void platformAndVirtualThreadsGetTheBitsOfOne() throws Exception {
    assertAllRight(List.of(), "3");
  }

  @Tag("hostile")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseSerialGC",
        "-XX:+UseParallelGC",
        "-XX:+UseG1GC",
        "-XX:+UseZGC",
        "-XX:+UseShenandoahGC",
        "-Xint",
        "-Xcomp",
        "-XX:+SafepointALot -XX:GuaranteedSafepointInterval=1 -XX:+UseParallelGC",
        "-XX:+VerifyBeforeGC -XX:+VerifyAfterGC -XX:+UseG1GC",
        "-XX:+StressLCM -XX:+StressGCM -XX:StressSeed=7"
      })
  void underEveryCollectorAndCompilerTheBitsAreThoseOfOne(String flags) throws Exception {
    List<String> jvmArgs = new ArrayList<>(List.of("-XX:+UnlockDiagnosticVMOptions", "-Xmx2g"));
    jvmArgs.addAll(List.of(flags.split(" ")));
    assertAllRight(jvmArgs, "10");
  }

  /** Shows that the tests above can fail. */
  @Test
  void threadsThatWriteToTheSameArraysAreFound() throws Exception {
    ChildJvm child = run(List.of(), Stress.class, "1", "shared");
    assertEquals(0, child.exitCode(), child.out() + child.err());
    assertTrue(
        child
            .out()
            .lines()
            .toList()
            .get(1)
            .matches("platform threads: \\d+ right, [1-9]\\d* wrong"),
        child.out());
  }

  /** Compiled code, unlike interpreted code, lets go of objects before a method ends. */
  @Test
  void buffersAreNotFreedWhileNativeCodeWorksOnThem() throws Exception {
    List<String> compiled =
        List.of(
            "-Xcomp",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=compileonly,org.actgrad.*::*",
            "-XX:CompileCommand=compileonly,java.nio.*::*",
            "-XX:+UseSerialGC");
    ChildJvm child = run(compiled, FreedMemory.class, "views");
    assertEquals("100 calls\n", child.out(), child.err());
    assertEquals(0, child.exitCode());
  }

  /** Shows that the test above can fail. */
  @Test
  void memoryThatIsFreedBeforeItsUseIsFound() throws Exception {
    ChildJvm child = run(List.of(), FreedMemory.class, "addresses");
    assertTrue(child.out().contains("SIGSEGV"), child.out() + child.err());
    assertNotEquals(0, child.exitCode());
  }
}
