// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {4, 5};

  @TempDir private Path directory;

  @Test
  void replacesOnlyOnCommit() throws IOException {
    Path path = Files.write(directory.resolve("out"), OLD);
    try (OutputFile file = new OutputFile(path)) {
      file.write(ByteBuffer.wrap(NEW));
      assertArrayEquals(OLD, Files.readAllBytes(path));
      assertEquals(2, Run.contents(directory).size());
      file.commit();
      assertArrayEquals(NEW, Files.readAllBytes(path));
    }
    assertEquals(Set.of("out"), Run.contents(directory).keySet());
    assertArrayEquals(NEW, Files.readAllBytes(path));
  }

  @Test
  void withoutCommitNothingHappens() throws IOException {
    Path path = Files.write(directory.resolve("out"), OLD);
    try (OutputFile file = new OutputFile(path)) {
      file.write(ByteBuffer.wrap(NEW));
    }
    assertEquals(Set.of("out"), Run.contents(directory).keySet());
    assertArrayEquals(OLD, Files.readAllBytes(path));
  }

  @Test
  void signalRemovesTheTemporaryFile() throws Exception {
    Path path = Files.write(directory.resolve("out"), OLD);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writing.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals('w', process.getInputStream().read());
      assertEquals(2, Run.contents(directory).size());
      process.destroy(); // SIGTERM
      assertEquals(true, process.waitFor(1, TimeUnit.MINUTES));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(Set.of("out"), Run.contents(directory).keySet());
    assertArrayEquals(OLD, Files.readAllBytes(path));
  }

  /** Is in the middle of writing until it is stopped. */
  static final class Writing {
    public static void main(String[] args) throws Exception {
      try (OutputFile file = new OutputFile(Path.of(args[0]))) {
        file.write(ByteBuffer.wrap(NEW));
        System.out.print('w');
        System.out.flush();
        Thread.sleep(TimeUnit.MINUTES.toMillis(2));
        file.commit();
      }
    }
  }
}
