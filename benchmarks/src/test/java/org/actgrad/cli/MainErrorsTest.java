// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.actgrad.contract.ChildJvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every failure is one line and leaves every file as it was. */
class MainErrorsTest {

  private static final byte[] OLD = {1, 2, 3};

  @TempDir private Path directory;
  private Path input;
  private Path output;

  @BeforeEach
  void writeInput() throws IOException {
    input = Files.write(directory.resolve("in.npy"), Run.golden("matrix3x3"));
    output = directory.resolve("out.npy");
  }

  private void checkFails(List<?> args, String... parts) throws IOException {
    Map<String, String> before = Run.contents(directory);
    Run.of(args.toArray()).assertFailure(2, parts);
    assertEquals(before, Run.contents(directory));
  }

  /** With an output that is there, and with one that is not. */
  private void checkFailsOn(Path in, Path out, String... parts) throws IOException {
    checkFails(List.of(in, out), parts);
    Files.write(out, OLD);
    checkFails(List.of(in, out), parts);
    assertArrayEquals(OLD, Files.readAllBytes(out));
  }

  static List<Arguments> badNpy() throws IOException {
    byte[] good = Run.golden("matrix3x3");
    byte[] badMagic = good.clone();
    badMagic[0] = 'X';
    byte[] version4 = good.clone();
    version4[6] = 4;
    byte[] longHeader = good.clone();
    longHeader[9] = 127;
    byte[] hugeHeader = NpyBytes.file(2, NpyBytes.header("<f8", "(1,)"), NpyBytes.doubles(1));
    hugeHeader[11] = (byte) 0xff;
    String fortran = NpyBytes.header("<f8", "(1,)").replace("False", "True");
    String noShape = "{'descr': '<f8', 'fortran_order': False, }\n";
    return List.of(
        Arguments.of("empty", new byte[0], "is empty"),
        Arguments.of("bad magic", badMagic, "is not a .npy file"),
        Arguments.of("magic only", Arrays.copyOf(good, 6), "ends within the header"),
        Arguments.of("three bytes", Arrays.copyOf(good, 3), "is not a .npy file"),
        Arguments.of("no header length", Arrays.copyOf(good, 9), "ends within the header"),
        Arguments.of("part of the header", Arrays.copyOf(good, 60), "ends within the header"),
        Arguments.of("header beyond the file", longHeader, "ends within the header"),
        Arguments.of("header of 4 GB", hugeHeader, "ends within the header"),
        Arguments.of("version 4", version4, "version 4"),
        Arguments.of(
            "no data", Arrays.copyOf(good, 128), "(3, 3) needs 72 bytes of data and it has 0"),
        Arguments.of("truncated", Arrays.copyOf(good, good.length - 1), "is truncated"),
        Arguments.of("too long", Arrays.copyOf(good, good.length + 8), "is too long"),
        npy("int64", NpyBytes.header("<i8", "(1,)"), "dtype '<i8'"),
        npy("float16", NpyBytes.header("<f2", "(4,)"), "dtype '<f2'"),
        npy("longdouble", NpyBytes.header("<f16", "(1,)"), "dtype '<f16'"),
        npy("complex", NpyBytes.header("<c8", "(1,)"), "dtype '<c8'"),
        npy("bool", NpyBytes.header("|b1", "(8,)"), "dtype '|b1'"),
        npy("object", NpyBytes.header("|O", "(1,)"), "dtype '|O'"),
        npy("string", NpyBytes.header("<U2", "(1,)"), "dtype '<U2'"),
        npy("alias the library takes", NpyBytes.header("g", "(1,)"), "dtype 'g'"),
        npy(
            "structured",
            "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }\n",
            "dtype [('a'"),
        npy("Fortran order", fortran, "Fortran order"),
        npy("no shape", noShape, "corrupt header"),
        npy("no dtype", noShape.replace("descr", "shape").replace("'<f8'", "(1,)"), "corrupt"),
        npy("no dictionary", "nonsense\n", "corrupt header"),
        npy("empty header", "", "corrupt header"),
        npy("unfinished", "{'descr': '<f8', 'shape': (1,", "corrupt header"),
        npy("negative length", NpyBytes.header("<f8", "(-1,)"), "corrupt header"),
        npy("shape is a number", NpyBytes.header("<f8", "1"), "corrupt header"),
        npy("shape of text", NpyBytes.header("<f8", "('1',)"), "corrupt header"),
        npy(
            "two shapes",
            "{'descr': '<f8', 'shape': (1,), 'fortran_order': False, 'shape': (2,), }",
            "corrupt header"),
        npy(
            "two dtypes",
            "{'descr': '<f8', 'descr': '<i8', 'fortran_order': False, 'shape': (1,), }",
            "corrupt header"),
        npy("deeply nested", "{'a': " + "(".repeat(60000), "corrupt header"),
        npy(
            "too many dimensions",
            NpyBytes.header("<f8", "(" + "1, ".repeat(65) + ")"),
            "corrupt header"),
        // As 32-bit numbers, these are 1 and 0 elements.
        npy("too long", NpyBytes.header("<f8", "(4294967297,)"), "one Java array"),
        npy("product too long", NpyBytes.header("<f8", "(65536, 65536)"), "one Java array"),
        npy("longer than long", NpyBytes.header("<f8", "(9" + "0".repeat(18) + ", 9)"), "one Java"),
        npy("just too long", NpyBytes.header("<f4", "(2147483647,)"), "one Java array"));
  }

  private static Arguments npy(String name, String header, String part) {
    return Arguments.of(name, NpyBytes.file(1, header, NpyBytes.doubles(1)), part);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badNpy")
  void refusesBadNpy(String name, byte[] content, String part) throws IOException {
    Files.write(input, content);
    checkFailsOn(input, output, "in.npy", part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | is empty",
        "; | empty lines only",
        "1,2;3;| line 2 has 1 fields where 2 are expected, as on line 1",
        "1;;2,3,4; | line 3 has 3 fields where 1 are expected, as on line 1",
        "1,2;3,x; | line 2, column 2: 'x' is no number",
        "a,b;1,2; | line 1, column 1: 'a' is no number; correct it, or remove the line if it",
        "1,,2; | line 1, column 2: '' is no number",
        ",1; | line 1, column 1: '' is no number",
        "1,; | line 1, column 2: '' is no number",
        "1f; | '1f' is no number",
        "0x1p3; | '0x1p3' is no number",
        "1;2; ;3 | line 3, column 1",
        "1 2; | '1 2' is no number",
        "1e; | '1e' is no number",
        "`1,\"\"`| line 1, column 2: '' is no number",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | xxx...' is no number",
      })
  void refusesBadCsv(String content, String part) throws IOException {
    Path csv = directory.resolve("in.csv");
    Files.writeString(csv, content.replace(';', '\n'));
    checkFailsOn(csv, directory.resolve("out.csv"), "in.csv", part);
  }

  @Test
  void refusesFieldOfMegabytes() throws IOException {
    Path csv = directory.resolve("in.csv");
    Files.writeString(csv, "1,\"" + "1".repeat(17 << 20));
    checkFailsOn(csv, directory.resolve("out.csv"), "in.csv", "is not valid CSV");
  }

  @Test
  void refusesBytesThatAreNoText() throws IOException {
    Path csv = Files.write(directory.resolve("in.csv"), new byte[] {'1', ',', (byte) 0xff});
    checkFailsOn(csv, directory.resolve("out.csv"), "line 1, column 2");
  }

  @Test
  void refusesInputsThatAreNoFiles() throws IOException {
    checkFailsOn(directory.resolve("none.npy"), output, "none.npy does not exist");
    Path folder = Files.createDirectory(directory.resolve("folder.npy"));
    checkFailsOn(folder, output, "folder.npy is a directory");
    Path device = directory.resolve("device.npy");
    Files.createSymbolicLink(device, Path.of("/dev/null"));
    checkFailsOn(device, output, "device.npy is not a regular file");
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void refusesUnreadableInput() throws Exception {
    Files.setPosixFilePermissions(input, PosixFilePermissions.fromString("-w-------"));
    childOf(subjectToPermissions()).assertFailure(2, "in.npy cannot be read: permission denied");
    assertEquals(false, Files.exists(output));
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void refusesUnwritableDirectory() throws Exception {
    Path locked = Files.createDirectory(directory.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    output = locked.resolve("out.npy");
    childOf(subjectToPermissions()).assertFailure(2, "locked", "is not writable");
    assertEquals(Map.of(), Run.contents(locked));
  }

  /** The superuser gives up the right to read and write everything: capabilities(7). */
  private List<String> subjectToPermissions() throws IOException {
    boolean superuser = Files.getAttribute(directory, "unix:uid").equals(0);
    return superuser
        ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
        : List.of();
  }

  @Test
  void refusesOutputsThatCannotBe() throws IOException {
    checkFails(List.of(input, directory.resolve("no/out.npy")), "no", "does not exist");
    checkFails(List.of(input, input.resolve("out.npy")), "in.npy", "does not exist");
    Path folder = Files.createDirectory(directory.resolve("folder.npy"));
    checkFails(List.of(input, folder), "folder.npy is a directory");
    Path device = directory.resolve("device.npy");
    Files.createSymbolicLink(device, Path.of("/dev/null"));
    checkFails(List.of(input, device), "device.npy is not a regular file");
    checkFails(List.of(input, "/proc/out.npy"), "/proc");
  }

  @Test
  void refusesOtherFormats() throws IOException {
    checkFails(List.of(input, directory.resolve("out.csv")), "out.csv does not end in .npy");
    checkFails(List.of(input, directory.resolve("npy")), "does not end in .npy");
    Path text = Files.writeString(directory.resolve("in.txt"), "1");
    checkFails(List.of(text, directory.resolve("out.txt")), "in.txt ends neither in .npy nor");
  }

  @Test
  void refusesWrongUse() throws IOException {
    String hint = "; see actgrad --help.";
    checkFails(List.of(), "INPUT and OUTPUT are needed", hint);
    checkFails(List.of(input), "INPUT and OUTPUT are needed", hint);
    checkFails(List.of(input, output, output), "out.npy", hint);
    checkFails(List.of("--no-such", input, output), "--no-such", hint);
    checkFails(List.of("--out-type", "long", input, output), "--out-type", "long", hint);
    checkFails(List.of("--nan", "2", input, output), "--nan", "'2' is none of 0, 1 and nan", hint);
    checkFails(List.of("--at-zero", "x", input, output), "--at-zero", "'x' is no number", hint);
    checkFails(List.of("--at-zero", "nan", input, output), "--at-zero", hint);
    checkFails(List.of(input, output, "--provider"), "--provider", hint);
    checkFails(
        List.of("--at-zero", "0.5", "--out-type", "int", input, output), "--out-type int", hint);
    checkFails(
        List.of("--at-zero", "2", "--out-type", "bool", input, output), "--out-type bool", hint);
    checkFails(List.of("--nan", "nan", "--out-type", "int", input, output), "--out-type int", hint);
  }

  @Test
  void refusesUnknownProvider() throws IOException {
    checkFails(
        List.of("--provider", "gpu", input, output), "no provider 'gpu'", "vector, java", "leave");
  }

  @Test
  void refusesUnavailableProvider() throws Exception {
    Map<String, String> before = Run.contents(directory);
    child(List.of(), "--provider", "vector", input, output)
        .assertFailure(2, "'vector' is not available", "--add-modules", "Leave out --provider");
    assertEquals(before, Run.contents(directory));
  }

  @Test
  void refusesUnavailableProviderForcedByProperty() throws Exception {
    Map<String, String> before = Run.contents(directory);
    child(List.of("-Dactgrad.provider=vector"), input, output)
        .assertFailure(2, "'vector' is installed but not available");
    assertEquals(before, Run.contents(directory));
  }

  @Test
  void tellsHowToGetMoreMemory() throws Exception {
    int length = 64 << 20;
    String header = NpyBytes.header("<f8", "(" + length + ",)");
    Files.write(input, NpyBytes.file(1, header, new byte[0]));
    try (RandomAccessFile file = new RandomAccessFile(input.toFile(), "rw")) {
      file.setLength(file.length() + 8L * length);
    }
    child(List.of("-Xmx48m", Run.NATIVE_ACCESS), input, output)
        .assertFailure(2, "not enough memory", "48 MiB", "JDK_JAVA_OPTIONS=-Xmx");
    assertEquals(List.of("in.npy"), List.copyOf(names()));
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A run by a command that runs the one in its last arguments. */
  private Run childOf(List<String> starter) throws Exception {
    List<String> arguments =
        List.of(
            "-XX:-UsePerfData",
            Run.NATIVE_ACCESS,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            input.toString(),
            output.toString());
    ChildJvm run = ChildJvm.run(starter, Path.of("").toAbsolutePath(), arguments);
    return Run.shown(run.exitCode(), run.out(), run.err());
  }

  private static Run child(List<String> jvmArgs, Object... args) throws Exception {
    ChildJvm run =
        ChildJvm.run(
            null,
            jvmArgs,
            Main.class,
            Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return Run.shown(run.exitCode(), run.out(), run.err());
  }

  /** A file that may not grow beyond 64 KiB stands for a full disk. */
  @ParameterizedTest
  @CsvSource({"npy, false", "npy, true", "csv, false", "csv, true"})
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void failedWriteChangesNothing(String extension, boolean exists) throws Exception {
    int length = 50_000;
    input = directory.resolve("big." + extension);
    output = directory.resolve("out." + extension);
    Files.write(
        input,
        extension.equals("csv")
            ? "1,2,3,4,5\n".repeat(length / 5).getBytes(StandardCharsets.UTF_8)
            : NpyBytes.file(1, NpyBytes.header("<f8", "(" + length + ",)"), new byte[8 * length]));
    if (exists) {
      Files.write(output, OLD);
    }
    Map<String, String> before = Run.contents(directory);

    childOf(List.of("/bin/sh", "-c", "ulimit -f 128; exec \"$@\"", "sh"))
        .assertFailure(2, "Writing", "out." + extension, "failed: File too large");
    assertEquals(before, Run.contents(directory));
  }

  @Test
  void signalWhileWritingChangesNothing() throws Exception {
    int lines = 500_000;
    input = directory.resolve("big.csv");
    output = directory.resolve("out.csv");
    Files.writeString(input, "1,2,3,4,5\n".repeat(lines));
    Files.write(output, OLD);
    Map<String, String> before = Run.contents(directory);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Run.NATIVE_ACCESS,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                input.toString(),
                output.toString())
            .redirectErrorStream(true)
            .start();
    try {
      while (names().size() == 2) {
        assertEquals(true, process.isAlive(), "it ended before it was stopped");
        Thread.sleep(1);
      }
      process.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too.
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(true, process.waitFor(1, TimeUnit.MINUTES));
      assertEquals(143, process.exitValue());
      assertEquals(false, printed.contains("failed"), printed);
    } finally {
      process.destroyForcibly();
    }
    assertEquals(before, Run.contents(directory));
  }

  @Test
  void internalErrorIsOneLineToo() throws Exception {
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err));
    int exitCode =
        command
            .getExecutionExceptionHandler()
            .handleExecutionException(new IllegalStateException("two\nlines"), command, null);
    new Run(exitCode, "", err.toString()).assertFailure(1, "two lines", "report it");
  }
}
