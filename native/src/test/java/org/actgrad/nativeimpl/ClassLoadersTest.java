// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.actgrad.contract.ChildJvm;
import org.actgrad.user.ClassLoaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several class loaders in one JVM, of which a library file can belong to one only. */
class ClassLoadersTest {

  @TempDir private Path temp;

  private void assertPrints(String expected, String... args) throws Exception {
    ChildJvm child =
        ChildJvm.run(
            null,
            List.of(
                "-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + temp,
                "--enable-native-access=ALL-UNNAMED"),
            ClassLoaders.class,
            args);
    assertEquals(expected, child.out(), child.err());
    assertEquals("", child.err());
    assertEquals(0, child.exitCode());
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(List.of(temp.resolve(Build.fileName())), files.toList());
    }
  }

  @Test
  void everyCopyOfTheLibraryWorks() throws Exception {
    assertPrints("native\n".repeat(3), "copies", "native", "fastest", "native");
  }

  /** Where JavaCPP's own loader throws for the first child and leaves the second one unbound. */
  @Test
  void javaCppMayBeInAParent() throws Exception {
    assertPrints("native\n".repeat(2), "children", ".*javacpp.*", "native", "native");
  }

  @Test
  void theApiMayBeInAParent() throws Exception {
    assertPrints("native\n", "children", ".*/api/.*|.*actgrad-api.*", "native");
  }

  @Test
  void aClosedLoaderIsCollectedAndNoThreadRemains() throws Exception {
    assertPrints("native\ncollected\n0 more threads\n", "collect");
  }

  @Test
  void firstUsesAtTheSameMomentDoNotDisturbEachOther() throws Exception {
    assertPrints(200 * 8 + " native\n", "race");
  }
}
