// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivatives;
import org.actgrad.Operation;
import org.actgrad.report.Measurement.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

  private static final Task DERIVATIVE = new Task("RELU", "derivative", "float");

  @TempDir Path folder;

  @BeforeEach
  void setUp() throws IOException {
    for (String name : List.of("jmh.json", "kernels.json", "garbage.json")) {
      try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
        Files.copy(in, folder.resolve(name));
      }
    }
    Files.writeString(folder.resolve("environment.txt"), "CPU: of the test: 1\n");
  }

  private String page() throws IOException {
    Path output = folder.resolve("output");
    Report.write(folder, output, ActivationDerivatives.named("java"));
    return Files.readString(output.resolve("README.md"));
  }

  private static void assertLine(String line, String page) {
    assertTrue(page.lines().anyMatch(line::equals), () -> line + "\nis not in\n" + page);
  }

  @Test
  void tableHasEveryMeasurementAndTheBestInBold() throws IOException {
    String page = page();
    assertLine("| | 64 | 1 Ki | 4 Ki |", page);
    assertLine("| actgrad fastest | 3.20 | 10.2 | **4.00** |", page);
    assertLine("| actgrad java |  | 12.8 |  |", page);
    assertLine("| C++ kernel (avx512) |  | 17.1 |  |", page);
    assertLine("| loop with ?: | **4.00** |  | 0.250 |", page);
    assertLine("| oneDNN |  | 2.56 |  |", page);
    assertLine("| oneDNN, all cores |  | **20.5** |  |", page);
    assertLine("| NumPy packbits | **0.500** |", page);
    assertLine("| copy limit: System.arraycopy |  | 16.0 | 4.00 |", page);
    assertLine("| copy limit: fastest copy |  | 32.0 | 8.00 |", page);
  }

  @Test
  void summaryHasTheWorstLength() throws IOException {
    assertLine(
        "| RELU derivative float | 0.800 × actgrad java at 1 Ki | 0.800 × loop with ?: at 64"
            + " | 0.320 × copy at 1 Ki |",
        page());
  }

  @Test
  void summarySaysWhatIsNotMeasured() throws IOException {
    assertLine("| TANH backward double | not measured | not measured | not measured |", page());
  }

  @Test
  void goalsAreComparedWithWhatIsMeasured() throws IOException {
    String page = page();
    assertLine(
        "| `fastest()` has at least 1 / 1.05 of the throughput of the best single provider"
            + " | **no**, 0 of 1 | missed by: RELU derivative float, 0.800 × actgrad java at 1 Ki"
            + " |",
        page);
    assertLine(
        "| the provider that `fastest()` takes there, measured by itself, has as much"
            + " | **yes**, 1 of 1 | worst: RELU derivative float, 1.00 × actgrad java at 1 Ki |",
        page);
    assertLine(
        "| `fastest()` is ahead of every peer on one thread | in part, 2 of 3 | missed by: RELU"
            + " derivative float, 0.800 × loop with ?: at 64 |",
        page);
    assertLine(
        "| ReLU, 1 to 64 elements: at most 5 ns more than a loop with `?:` | **yes**, 1 of 1"
            + " | +4.0 ns: RELU derivative float at 64 |",
        page);
    assertLine(
        "| ReLU: backward from the mask is faster than backward from x | not measured | |", page);
  }

  @Test
  void costsAndGarbage() throws IOException {
    String page = page();
    assertLine("| RELU | float | 0.250 | | | | 4.00 | |", page);
    assertLine("| actgrad fastest, RELU derivative float | 4 Ki | 0.00100 |", page);
  }

  @Test
  void everyMeasurementIsInTheTableForPrograms() throws IOException {
    page();
    List<String> lines = Files.readAllLines(folder.resolve("output/results.csv"));
    assertTrue(lines.contains("actgrad fastest;RELU;derivative;float;4096;1024.00"));
    assertTrue(lines.contains("NumPy packbits;RELU;mask;float;1024;2048.00"));
  }

  @Test
  void environmentAndSettingsAreTold() throws IOException {
    String page = page();
    assertLine("| CPU | of the test: 1 |", page);
    assertLine(
        "| JMH | OpenJDK 64-Bit Server VM 17.0.15+6, `-Xms4g -Xmx4g`, 1 forks, warm-up 2 × 100 ms,"
            + " measured 3 × 100 ms |",
        page);
  }

  @Test
  void everyPlotIsThereAndDrawn() throws IOException {
    String page = page();
    Path plots = folder.resolve("output/plots");
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(plots)) {
      for (Path file : files.toList()) {
        BufferedImage image = ImageIO.read(file.toFile());
        assertNotNull(image, file.toString());
        Map<Integer, Integer> colors = new HashMap<>();
        for (int y = 0; y < image.getHeight(); y++) {
          for (int x = 0; x < image.getWidth(); x++) {
            colors.merge(image.getRGB(x, y) & 0xFFFFFF, 1, Integer::sum);
          }
        }
        assertTrue(colors.containsKey(0xD55E00), "the first line of " + file);
        assertTrue(colors.getOrDefault(0xE0E0E0, 0) > 3_000, "the copy limit in " + file);
        names.add(file.getFileName().toString());
      }
    }
    // The other tasks have fewer than three lengths.
    assertEquals(Set.of("relu-derivative-float.png"), names);
    names.forEach(name -> assertTrue(page.contains("(plots/" + name + ")"), name));
  }

  @Test
  void plotsOfAnEarlierRunAreRemoved() throws IOException {
    Path old = Files.createDirectories(folder.resolve("output/plots")).resolve("old-float.png");
    Files.createFile(old);
    page();
    assertFalse(Files.exists(old));
  }

  @ParameterizedTest
  @CsvSource({
    "derivative, float, 8",
    "derivative, double, 16",
    "intDerivative, double, 12",
    "booleanDerivative, float, 5",
    "mask, float, 4.125",
    "backward, float, 12",
    "backwardFromMask, double, 16.125",
    "forwardAndDerivative, double, 24",
    "forwardAndMask, float, 8.125"
  })
  void bytesOfAnElement(String operation, String type, double bytes) {
    assertEquals(bytes, new Task("RELU", operation, type).bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "RELU, derivative, float, RELU, DERIVATIVE, false",
    "SILU, backward, double, SWISH, BACKWARD, true",
    "RELU, backwardFromMask, float, RELU, BACKWARD_FROM_MASK, false",
    "GELU_TANH, forwardAndDerivative, double, GELU_TANH, FORWARD_AND_DERIVATIVE, true"
  })
  void taskIsOneOfTheLibrary(
      String activation,
      String operation,
      String type,
      Activation.Function function,
      Operation kernel,
      boolean isDouble) {
    Task task = new Task(activation, operation, type);
    assertEquals(function, task.function());
    assertEquals(kernel, task.kernel());
    assertEquals(isDouble, task.isDouble());
  }

  @Test
  void copyLimitIsThatOfAsManyBytes() {
    List<Measurement> copies = new ArrayList<>();
    for (String name : List.of("jmh.json", "kernels.json")) {
      copies.addAll(ResultFile.read(folder.resolve(name)));
    }
    CopyLimit limit = new CopyLimit(copies);
    // 16 and 4 elements a nanosecond are measured at 1024 and 4096; half way on both logarithmic
    // axes is 8 at 2048.
    assertEquals(8, limit.lower(DERIVATIVE, 2048), 1e-9);
    assertEquals(16, limit.upper(DERIVATIVE, 2048), 1e-9);
    // 2048 bytes for 1024 elements of a task of 12 bytes: as many bytes as 1536 of 8 bytes.
    Task backward = new Task("RELU", "backward", "float");
    assertEquals(limit.lower(DERIVATIVE, 1536) * 8 / 12, limit.lower(backward, 1024), 1e-9);
    assertEquals(4, limit.lower(DERIVATIVE, 3 * 4096), 1e-9);
    assertTrue(Double.isNaN(limit.lower(DERIVATIVE, 512)));
    assertTrue(Double.isNaN(limit.lower(DERIVATIVE, 5 * 4096)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[{; is not JSON",
        "{}; lacks the field benchmarks",
        "[{\"params\": {}}]; lacks the field benchmark",
        "{\"benchmarks\": [{\"name\": \"x/1\", \"real_time\": 1, \"time_unit\": \"ns\"}]};"
            + " has a benchmark of unknown name, x/1",
        "[{\"benchmark\": \"a.B.mask\", \"params\": {}, \"primaryMetric\": {\"score\": 1,"
            + " \"scoreError\": 1, \"scoreUnit\": \"us/op\"}}];"
            + " has a time of mask in another unit than ns"
      })
  void badFileIsNamed(String content, String problem) throws IOException {
    Path bad = folder.resolve("bad.json");
    Files.writeString(bad, content);
    ResultFile.FormatException e =
        assertThrows(ResultFile.FormatException.class, () -> ResultFile.read(bad));
    assertTrue(e.getMessage().startsWith(bad + " " + problem), e.getMessage());
    assertTrue(e.getMessage().endsWith("or delete it."), e.getMessage());
  }

  @Test
  void noResultIsNoReport() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThrows(
        NoSuchFileException.class,
        () -> Report.write(empty, folder.resolve("output"), ActivationDerivatives.named("java")));
  }

  @Test
  void operationOfUnknownSizeIsRefused() {
    Task unknown = new Task("RELU", "unknown", "float");
    assertThrows(IllegalArgumentException.class, unknown::bytes);
  }
}
