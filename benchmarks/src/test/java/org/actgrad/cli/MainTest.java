// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.actgrad.contract.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program writes is what NumPy wrote, byte by byte. */
class MainTest {

  @TempDir private Path directory;
  private Path input;
  private Path output;

  @BeforeEach
  void nameFiles() {
    input = directory.resolve("in.npy");
    output = directory.resolve("out.npy");
  }

  private void check(byte[] in, byte[] expected, Object... options) throws IOException {
    Files.write(input, in);
    Object[] args = new Object[options.length + 2];
    System.arraycopy(options, 0, args, 0, options.length);
    args[options.length] = input;
    args[options.length + 1] = output;
    Run.of(args).assertSuccess();
    assertArrayEquals(expected, Files.readAllBytes(output));
    assertEquals(
        Set.of(input.getFileName().toString(), output.getFileName().toString()),
        Run.contents(directory).keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "matrix3x3, heaviside_0, --out-type float",
    "matrix3x3, heaviside_0, --provider java",
    "matrix3x3, heaviside_0, -p vector",
    "normal_f32_67x33, heaviside_0, --nan 0",
    "normal_f64_67x33, heaviside_0, --at-zero 0",
    "special_f32, in_place, --nan nan",
    "special_f64, in_place, --nan nan",
    "normal_f32_67x33, heaviside_half, --at-zero 0.5",
    "normal_f64_67x33, heaviside_1, --at-zero=1e0",
    "matrix3x3, fused_mask, --out-type bool",
    "normal_f32_67x33, fused_mask, --out-type bool",
    "normal_f64_67x33, fused_mask, --out-type BOOL",
    "special_f32, fused_mask, --out-type bool",
    "special_f64, fused_mask, --out-type bool",
  })
  void writesWhatNumPyWrote(String name, String form, String options) throws IOException {
    check(Run.golden(name), Run.golden(name + "." + form), (Object[]) options.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "matrix3x3, greater_astype_int, 0",
    "normal_f32_67x33, greater_astype_int, 0",
    "normal_f64_67x33, greater_astype_int, 0",
    "special_f32, greater_astype_int, 0",
    "special_f64, greater_astype_int, 0",
    "special_f32, where_le, 1",
    "special_f64, where_le, 1",
  })
  void writesInt32(String name, String form, String nan) throws IOException {
    check(
        Run.golden(name),
        NpyBytes.int32(Run.golden(name + "." + form)),
        "--out-type",
        "int",
        "--nan",
        nan);
  }

  @ParameterizedTest
  @CsvSource({"special_f32, 4", "special_f64, 8"})
  void keepsBigEndian(String name, int itemSize) throws IOException {
    check(
        NpyBytes.bigEndian(Run.golden(name), itemSize),
        NpyBytes.bigEndian(Run.golden(name + ".in_place"), itemSize),
        "--nan",
        "nan");
    check(
        NpyBytes.bigEndian(Run.golden(name), itemSize),
        NpyBytes.int32(Run.golden(name + ".where_le")),
        "--nan",
        "1",
        "--out-type",
        "int");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersionOfTheFormat(int version) throws IOException {
    byte[] golden = Run.golden("matrix3x3");
    check(
        NpyBytes.file(version, NpyBytes.header("<f8", "(3, 3)"), NpyBytes.data(golden)),
        Run.golden("matrix3x3.heaviside_0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"()", "(1,)", "(1, 1, 1)", "(0,)", "(0, 3)", "(3, 0)"})
  void keepsAnyShape(String shape) throws IOException {
    double[] in = shape.contains("0") ? new double[0] : new double[] {2.5};
    double[] expected = shape.contains("0") ? new double[0] : new double[] {1};
    Files.write(input, NpyBytes.file(1, NpyBytes.header("<f8", shape), NpyBytes.doubles(in)));
    Run run = Run.of(input, output);
    run.assertSuccess();
    assertTrue(run.out().contains(" " + shape + System.lineSeparator()), run.out());
    byte[] out = Files.readAllBytes(output);
    String header = new String(out, 0, NpyBytes.dataOffset(out), StandardCharsets.ISO_8859_1);
    assertTrue(
        header.contains("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }"),
        header);
    assertEquals(0, NpyBytes.dataOffset(out) % 64);
    assertArrayEquals(NpyBytes.doubles(expected), NpyBytes.data(out));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nan 0 | 0.0,1.0,0.0;0.0,1.0,0.0;1.0,1.0,1.0;0.0,0.0,0.0;",
        "--nan nan --at-zero -0.25 | nan,1.0,0.0;nan,1.0,-0.25;1.0,1.0,1.0;0.0,-0.25,nan;",
        "--nan 1 --at-zero -inf | 1.0,1.0,0.0;1.0,1.0,-inf;1.0,1.0,1.0;0.0,-inf,1.0;",
        "--out-type int --at-zero 7 | 0,1,0;0,1,7;1,1,1;0,7,0;",
        "--out-type bool | false,true,false;false,true,false;true,true,true;false,false,false;",
      })
  void readsAndWritesCsv(String options, String expected) throws IOException {
    input = directory.resolve("in.csv");
    output = directory.resolve("out.CSV");
    // With a byte order mark, spaces, CRLF, empty lines and no end of line at the end.
    String in = "\uFEFFnan,inf,-inf\nNaN, Infinity ,-0.0\r\n\n1e-320,\"+5\",.5\n\n-1E+3,0,-nan";
    check(
        in.getBytes(StandardCharsets.UTF_8),
        expected.replace(';', '\n').getBytes(StandardCharsets.UTF_8),
        (Object[]) options.strip().split(" "));
  }

  @ParameterizedTest
  @CsvSource({"7, 1.0", "-7, 0.0", "8;, 1.0", "1e1, 1.0", "\uFEFF9, 1.0"})
  void readsTheShortestCsv(String in, String expected) throws IOException {
    input = directory.resolve("in.csv");
    output = directory.resolve("out.csv");
    check(
        in.replace(';', '\n').getBytes(StandardCharsets.UTF_8),
        (expected + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsLinesOfManyFields() throws IOException {
    input = directory.resolve("in.csv");
    output = directory.resolve("out.csv");
    int columns = 100_000;
    check(
        ("3,".repeat(columns - 1) + "-3\n").getBytes(StandardCharsets.UTF_8),
        ("1.0,".repeat(columns - 1) + "0.0\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void computesInSeveralSteps() throws IOException {
    int length = (1 << 22) + 5;
    byte[] ones = new byte[length];
    double[] in = new double[length];
    for (int i = 0; i < length; i++) {
      in[i] = i % 3 - 1;
      ones[i] = (byte) (i % 3 == 2 ? 1 : 0);
    }
    String shape = "(" + length + ",)";
    Files.write(input, NpyBytes.file(1, NpyBytes.header("<f8", shape), NpyBytes.doubles(in)));
    Run.of("--out-type", "bool", input, output).assertSuccess();
    assertArrayEquals(ones, NpyBytes.data(Files.readAllBytes(output)));
  }

  @Test
  void writesOverItsInput() throws IOException {
    Files.write(input, Run.golden("matrix3x3"));
    Run.of(input, input).assertSuccess();
    assertArrayEquals(Run.golden("matrix3x3.heaviside_0"), Files.readAllBytes(input));
    assertEquals(Set.of("in.npy"), Run.contents(directory).keySet());
  }

  @Test
  void keepsLinksAndPermissions() throws IOException {
    Files.write(input, Run.golden("matrix3x3"));
    Path real = Files.write(directory.resolve("real.npy"), new byte[] {1});
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(output, real);
    Run.of(input, output).assertSuccess();
    assertTrue(Files.isSymbolicLink(output));
    assertArrayEquals(Run.golden("matrix3x3.heaviside_0"), Files.readAllBytes(real));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
  }

  @Test
  void reports() throws IOException {
    Files.write(input, Run.golden("special_f32"));
    Run run = Run.of("--provider", "java", "--out-type", "int", "--nan", "1", input, output);
    run.assertSuccess();
    List<String> lines = run.out().lines().collect(Collectors.toList());
    assertEquals(7, lines.size(), run.out());
    assertEquals("provider         java", lines.get(0));
    assertEquals("instruction set  jvm", lines.get(1));
    assertEquals("function         derivative of relu(nan=ONE)", lines.get(2));
    assertEquals("shape            (18,)", lines.get(3));
    assertEquals("dtype            float32 -> int32", lines.get(4));
    assertTrue(
        lines
            .get(5)
            .matches(
                "time             [0-9.]+ (ns|µs|ms|s), after [0-9.]+ (ns|µs|ms|s) of warming up the JVM"),
        lines.get(5));
    assertEquals("throughput       not measurable on so few numbers", lines.get(6));
  }

  @Test
  void reportsThroughputOfManyNumbers() throws IOException {
    byte[] data = new byte[32 << 20];
    Files.write(input, NpyBytes.file(1, NpyBytes.header("<f4", "(2, 4194304)"), data));
    Run run = Run.of(input, output);
    run.assertSuccess();
    assertTrue(
        run.out().lines().anyMatch(line -> line.matches("throughput +[0-9]+\\.[0-9] GB/s")),
        run.out());
  }

  @Test
  void quietMeansSilent() throws IOException {
    Files.write(input, Run.golden("matrix3x3"));
    assertEquals(new Run(0, "", ""), Run.of("--quiet", input, output));
    assertArrayEquals(Run.golden("matrix3x3.heaviside_0"), Files.readAllBytes(output));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1000, 1.0 µs",
    "1234567, 1.2 ms",
    "1500000000, 1.50 s",
  })
  void timesHaveFittingUnits(long nanos, String text) {
    assertEquals(text, Main.time(nanos));
  }

  @Test
  void diagnosesEveryProvider() {
    Run run = Run.of("--diagnose");
    run.assertSuccess();
    for (ActivationDerivative provider : ActivationDerivatives.installed()) {
      boolean available = provider.unavailabilityCause().isEmpty();
      assertTrue(
          run.out()
              .lines()
              .anyMatch(
                  line ->
                      line.matches(provider.name() + " +" + (available ? "yes" : "no") + " .*")),
          run.out());
    }
    assertTrue(run.out().contains(System.getProperty("java.version")), run.out());
    assertTrue(run.out().contains(System.getProperty("os.name")), run.out());
  }

  @Test
  void diagnosesWhatIsMissingAndTheRemedy() throws Exception {
    ChildJvm run = ChildJvm.run(null, List.of(Run.NATIVE_ACCESS), Main.class, "--diagnose");
    assertEquals("", run.err());
    assertEquals(0, run.exitCode());
    assertTrue(
        run.out()
            .lines()
            .anyMatch(
                line -> line.matches("vector +no .*--add-modules jdk\\.incubator\\.vector.*")),
        run.out());
  }

  @Test
  void helps() {
    for (String option : List.of("-h", "--help", "-V", "--version")) {
      Run run = Run.of(option);
      run.assertSuccess();
      assertTrue(run.out().contains("actgrad "), run.out());
    }
  }
}
