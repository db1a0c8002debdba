// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.actgrad.ActivationDerivative;
import org.actgrad.user.GcStall;
import org.actgrad.user.Huge;
import org.actgrad.user.PrintProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that make it hard: run by the profile {@code hostile}, as root. */
@Tag("hostile")
class HostileTest {

  private static final String FORCE = "-Dactgrad.provider=native ";

  @TempDir private Path temp;
  private Path mount;
  private String java;

  /** A class path that every user may read. */
  @BeforeEach
  void setUp() throws Exception {
    permissions(temp, "rwxr-xr-x");
    mount = Files.createDirectory(temp.resolve("mount"));
    List<String> classPath = new ArrayList<>();
    for (Class<?> type :
        List.of(
            ActivationDerivative.class,
            NativeKernels.class,
            PrintProvider.class,
            Class.forName("org.actgrad.javaimpl.JavaActivationDerivative"))) {
      Path copy = temp.resolve("" + classPath.size());
      Path location = Build.location(type);
      if (Files.isDirectory(location)) {
        Build.copy(location, copy);
      } else {
        Files.copy(location, copy);
      }
      classPath.add(copy.toString());
    }
    java =
        Path.of(System.getProperty("java.home"), "bin", "java")
            + " -XX:-UsePerfData --enable-native-access=ALL-UNNAMED -cp "
            + String.join(":", classPath)
            + " ";
  }

  private static void permissions(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private record Result(int exitCode, String out) {}

  /** Runs a shell command in mount and user name spaces of its own. */
  private static Result shell(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("unshare", "-m", "sh", "-c", command).redirectErrorStream(true);
    builder.environment().remove("XDG_CACHE_HOME");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.MINUTES), command);
    return new Result(process.exitValue(), out);
  }

  private String mounted(String options) {
    return "mount -t tmpfs -o " + options + " tmpfs " + mount + " && ";
  }

  private String user(String jvmArgs) {
    return java + jvmArgs + " " + PrintProvider.class.getName();
  }

  private static void assertNative(String command) throws Exception {
    assertEquals(new Result(0, "native\n"), shell(command));
  }

  /** Java with one line of why; forced, an exception with it. */
  private void assertUnavailable(String before, String jvmArgs, String after, String why)
      throws Exception {
    Result result = shell(before + user(jvmArgs) + after);
    assertEquals(0, result.exitCode(), result.out());
    assertTrue(result.out().endsWith("java\n"), result.out());
    assertEquals(1, result.out().lines().filter(line -> line.contains("over the native")).count());
    assertTrue(result.out().contains(why), result.out());
    Result forced = shell(before + user(FORCE + jvmArgs) + after);
    assertEquals(0, forced.exitCode(), forced.out());
    assertEquals(1, forced.out().lines().count(), forced.out());
    assertTrue(forced.out().contains(why), forced.out());
    assertTrue(forced.out().contains("-Dactgrad.native.dir"), forced.out());
  }

  private String inMount() {
    return "-Dactgrad.native.dir=" + mount + "/cache";
  }

  // ---- file systems ----

  @Test
  void noexecIsSaidToBeNoexec() throws Exception {
    assertUnavailable(mounted("noexec,mode=755"), inMount(), "", "mounted noexec");
  }

  @Test
  void withANoexecHomeItIsATemporaryFile() throws Exception {
    Path tmp = Files.createDirectory(temp.resolve("tmp"));
    assertNative(
        mounted("noexec,mode=755") + user("-Duser.home=" + mount + " -Djava.io.tmpdir=" + tmp));
  }

  @Test
  void readOnlyIsSaidToBeReadOnly() throws Exception {
    assertUnavailable(mounted("ro,mode=755"), inMount(), "", "read-only file system");
    assertUnavailable(
        mounted("ro,mode=755"),
        "-Duser.home=" + mount + " -Djava.io.tmpdir=" + mount,
        "",
        "read-only file system");
  }

  @Test
  void whatWasPutThereBeforeIsUsedFromAReadOnlyFileSystem() throws Exception {
    assertNative(
        mounted("mode=755")
            + user(inMount())
            + " >/dev/null && mount -o remount,ro "
            + mount
            + " && "
            + user(inMount()));
  }

  @Test
  void onAFullDiskItSaysSoAndLeavesNothing() throws Exception {
    assertUnavailable(
        mounted("size=16k,mode=755"),
        inMount(),
        " && test -z \"$(ls -A " + mount + "/cache)\"",
        "no space left");
  }

  // ---- users ----

  @Test
  void aUserWithoutNameAndHomeGetsNativeCodeAndLeavesNothing() throws Exception {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    Path tmp = Files.createDirectory(temp.resolve("tmp"));
    permissions(empty, "rwxrwxrwx");
    Files.setAttribute(tmp, "unix:mode", 01777);
    assertNative(
        "cd "
            + empty
            + " && setpriv --reuid=123456 --regid=0 --clear-groups env -u HOME "
            + user("-Djava.io.tmpdir=" + tmp));
    for (Path directory : List.of(empty, tmp)) {
      try (Stream<Path> files = Files.list(directory)) {
        assertEquals(List.of(), files.toList());
      }
    }
  }

  @Test
  void aDirectoryOfAnotherUserIsRefused() throws Exception {
    assertUnavailable(
        mounted("mode=755") + "mkdir " + mount + "/cache && chown 123456 " + mount + "/cache && ",
        inMount(),
        "",
        mount + "/cache can be changed by its owner, user 123456");
  }

  @Test
  void aFileOfAnotherUserIsReplaced() throws Exception {
    String file = mount + "/cache/" + Build.fileName();
    assertNative(
        mounted("mode=755")
            + user(inMount())
            + " >/dev/null && chown 123456 "
            + file
            + " && "
            + user(inMount())
            + " && test $(stat -c %u "
            + file
            + ") = 0");
  }

  // ---- processors ----

  /** QEMU 7.2 emulates AVX2 and no AVX-512. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "Nehalem baseline",
        "SandyBridge baseline",
        "Haswell avx2",
        "Skylake-Server avx2",
        "EPYC avx2",
        "max avx2",
        "Haswell,-xsave baseline",
        "max,-avx2 baseline",
        "max,-fma baseline"
      })
  void noProcessorGetsAnInstructionItDoesNotHave(String cpu, String instructionSet)
      throws Exception {
    Result result =
        shell(
            "qemu-x86_64 -cpu "
                + cpu
                + " "
                + java
                + "-Xint -XX:+UseSerialGC -Xmx64m "
                + inMount()
                + " "
                + PrintProvider.class.getName()
                + " native 2>/dev/null");
    assertEquals(new Result(0, "native (" + instructionSet + ")\n"), result);
  }

  // ---- C libraries ----

  @ParameterizedTest
  @ValueSource(strings = {"musl-gcc", "gcc"})
  void everyCLibraryLoadsIt(String compiler) throws Exception {
    Path program = temp.resolve("load");
    Result compiled = shell(compiler + " -o " + program + " src/test/hostile/load.c -ldl 2>&1");
    assertEquals(new Result(0, ""), compiled);
    assertEquals(
        new Result(0, "loaded\n"),
        shell(
            program
                + " "
                + Build.library()
                + " Java_org_actgrad_nativeimpl_NativeKernels_version"));
  }

  // ---- collectors ----

  @ParameterizedTest
  @CsvSource({
    "Serial, native", "Serial, vector", "Serial, java",
    "Parallel, native", "Parallel, vector", "Parallel, java",
    "G1, native", "G1, vector", "G1, java",
    "Z, native", "Z, vector", "Z, java",
    "Shenandoah, native", "Shenandoah, vector", "Shenandoah, java"
  })
  void noCallStallsAnAllocationForLong(String collector, String provider) throws Exception {
    double added = Double.MAX_VALUE;
    // What another process did to one run is not of interest.
    for (int i = 0; i < 5 && added > 5; i++) {
      added = Math.min(added, addedStall(collector, provider));
    }
    assertTrue(added <= 5, added + " ms");
  }

  /** Shows that the test above can fail. */
  @ParameterizedTest
  @ValueSource(strings = {"Serial", "Parallel"})
  void aLoopThatLetsNoCollectorInIsFound(String collector) throws Exception {
    double added = 0;
    // Nor is what another process did to the busy thread alone.
    for (int i = 0; i < 5 && added <= 5; i++) {
      added = Math.max(added, addedStall(collector, "uninterruptible"));
    }
    assertTrue(added > 5, added + " ms");
  }

  private double addedStall(String collector, String computing) throws Exception {
    Result result =
        shell(
            java
                + "--add-modules=jdk.incubator.vector -Xms1g -Xmx1g -XX:+Use"
                + collector
                + "GC "
                + inMount()
                + " "
                + GcStall.class.getName()
                + " "
                + computing);
    assertEquals(0, result.exitCode(), result.out());
    String[] stalls = result.out().strip().lines().reduce((first, last) -> last).get().split(" ");
    System.out.println(
        "longest allocation in ms beside a busy thread and beside "
            + computing
            + ", "
            + collector
            + ": "
            + String.join(" ", stalls));
    return Double.parseDouble(stalls[1]) - Double.parseDouble(stalls[0]);
  }

  // ---- memory ----

  @ParameterizedTest
  @ValueSource(strings = {"native", "vector", "java"})
  void arraysMayBeLongerThanTwoGibibytes(String provider) throws Exception {
    Result result =
        shell(
            java
                + "--add-modules=jdk.incubator.vector -Xmx6g "
                + inMount()
                + " "
                + Huge.class.getName()
                + " "
                + provider
                + " 2>/dev/null");
    assertEquals(new Result(0, "right\n"), result);
  }

  // ---- the build ----

  @Test
  void anotherDirectoryAndTimeZoneGiveTheSameBytes() throws Exception {
    Path root = Path.of("").toAbsolutePath().getParent();
    Path copy = Files.createDirectory(temp.resolve("another directory"));
    Result built =
        shell(
            "cd "
                + root
                + " && tar c --exclude=target --exclude=cpp/build pom.xml mvnw .mvn api native"
                + " java-impl benchmarks cpp | tar x -C '"
                + copy
                + "' && cd '"
                + copy
                + "' && TZ=Asia/Tokyo ./mvnw -B -q -o -pl api,java-impl,native -DskipTests"
                + " -Dspotless.check.skip package");
    assertEquals(0, built.exitCode(), built.out());
    Path library = root.relativize(Build.library());
    assertFalse(library.startsWith(".."));
    assertArrayEquals(
        Files.readAllBytes(root.resolve(library)), Files.readAllBytes(copy.resolve(library)));
  }
}
