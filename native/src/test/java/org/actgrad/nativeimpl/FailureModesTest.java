// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/failure-modes.md names as its evidence are there. */
class FailureModesTest {

  /** A class, a class and its method, or a method of the class before. */
  private static final Pattern TEST =
      Pattern.compile("`(?:([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?|\\.([a-z]\\w+))`");

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : List.of("api", "java-impl", "native", "benchmarks")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          String name = file.getFileName().toString();
          sources.put(name.replace(".java", ""), Files.readString(file));
        }
      }
    }
    return sources;
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> sources = testSources();
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs/failure-modes.md"))) {
      Matcher named = TEST.matcher(line);
      String type = "";
      while (named.find()) {
        type = named.group(1) == null ? type : named.group(1);
        String method = named.group(1) == null ? named.group(3) : named.group(2);
        String source = sources.getOrDefault(type, "");
        if (source.isEmpty() || method != null && !source.contains("void " + method + "(")) {
          missing.add(type + "." + method);
        }
        found++;
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(found > 60, found + " tests are named");
  }
}
