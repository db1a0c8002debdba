// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.actgrad.contract.ActivationDerivativeContract;
import picocli.CommandLine;

/** The program's exit code and what it printed; and what the tests run it on. */
record Run(int exitCode, String out, String err) {

  /** As the launcher starts the program: without it, JDK 24 and later print a warning (JEP 472). */
  static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  /** Runs the program in this JVM. */
  static Run of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode =
        command.execute(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return shown(exitCode, out.toString(), err.toString());
  }

  /** As a terminal shows it in the end: without the progress bars of a machine that is slow. */
  static Run shown(int exitCode, String out, String err) {
    return new Run(exitCode, out, err.replaceFirst("(?s).*\\r(?!\\n)", ""));
  }

  void assertSuccess() {
    assertEquals("", err);
    assertEquals(0, exitCode);
  }

  /** One line, without a stack trace, that contains all the parts. */
  void assertFailure(int expectedExitCode, String... parts) {
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.endsWith(System.lineSeparator()), err);
    assertTrue(err.startsWith("actgrad: "), err);
    for (String part : parts) {
      assertTrue(err.contains(part), () -> "'" + part + "' is missing in: " + err);
    }
    assertEquals("", out);
    assertEquals(expectedExitCode, exitCode);
  }

  /** What NumPy wrote. */
  static byte[] golden(String name) throws IOException {
    try (InputStream in =
        ActivationDerivativeContract.class.getResourceAsStream("golden/" + name + ".npy")) {
      return in.readAllBytes();
    }
  }

  /** Every file of a directory with its bytes; null for directories. */
  static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new HashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        contents.put(
            file.getFileName().toString(),
            Files.isRegularFile(file) ? Arrays.toString(Files.readAllBytes(file)) : null);
      }
    }
    return contents;
  }
}
