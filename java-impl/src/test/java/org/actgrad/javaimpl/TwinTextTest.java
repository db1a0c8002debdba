// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The formulas on numbers are those on vectors with other types: who changes one has to change the
 * other.
 */
class TwinTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"Elementary", "SmoothFunction", "SmoothFunctions"})
  void theTextIsTheSameButForTheTypes(String name) throws IOException {
    String vectors =
        read("Vector" + name)
            .replace("DoubleVector", "double")
            .replaceAll("Vector(Arithmetic|Elementary|SmoothFunction)", "$1");
    assertEquals(
        withoutLayout(vectors),
        withoutLayout(read(name)),
        name + " is Vector" + name + " with double for DoubleVector; change both alike.");
  }

  private static String read(String name) throws IOException {
    return Files.readString(Path.of("src/main/java/org/actgrad/javaimpl", name + ".java"));
  }

  /** Without what the formatter decides by the length of names and their order. */
  private static String withoutLayout(String text) {
    return text.replaceAll("(?m)^import .*;$", "")
        .replaceAll("\n *\\*", " ")
        .replaceAll("\\s+", "")
        .replaceAll("([;{}])", "$1\n");
  }
}
