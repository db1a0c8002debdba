// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ChildJvm;
import org.actgrad.user.PrintProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the file on its way to the JVM, in JVMs of their own. */
class NativeLibraryTest {

  private static final String ALLOW = "--enable-native-access=ALL-UNNAMED";
  private static final String FORCE = "-Dactgrad.provider=native";

  @TempDir private Path temp;
  private Path cache;
  private Path cached;

  @BeforeEach
  void setUp() throws IOException {
    cache = temp.resolve("cache");
    cached = cache.resolve(Build.fileName());
  }

  private String in(Path directory) {
    return "-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + directory;
  }

  private static ChildJvm run(String... jvmArgs) throws Exception {
    return run((Path) null, jvmArgs);
  }

  private static ChildJvm run(Path classPathFirst, String... jvmArgs) throws Exception {
    List<String> all = new ArrayList<>(List.of(jvmArgs));
    all.add(ALLOW);
    ChildJvm child = ChildJvm.run(classPathFirst, all, PrintProvider.class);
    assertEquals(0, child.exitCode(), child.err());
    return child;
  }

  /** Native code is used, and nobody notices. */
  private static void assertNative(ChildJvm child) {
    assertEquals("native\n", child.out(), child.err());
    assertEquals("", child.err());
  }

  /** Plain Java is used, with one line that says why. */
  private static void assertJava(ChildJvm child, String... why) {
    assertEquals("java\n", child.out(), child.err());
    List<String> lines =
        child.err().lines().filter(line -> line.contains("Passed over the native")).toList();
    assertEquals(1, lines.size(), child.err());
    // java.util.logging puts a line with date and class before each; the other is for vector.
    assertEquals(4, child.err().lines().count(), child.err());
    for (String part : why) {
      assertTrue(lines.get(0).contains(part), lines.get(0));
    }
  }

  /** Unavailable: Java if not asked for by name, and otherwise an exception; both say why. */
  private static void assertUnavailable(Path classPathFirst, List<String> jvmArgs, String... why)
      throws Exception {
    assertJava(run(classPathFirst, jvmArgs.toArray(new String[0])), why);
    List<String> forced = new ArrayList<>(jvmArgs);
    forced.add(FORCE);
    ChildJvm child = run(classPathFirst, forced.toArray(new String[0]));
    for (String part : why) {
      assertTrue(child.out().contains(part), child.out());
    }
    assertEquals("", child.err());
  }

  private static TreeSet<String> files(Path directory) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  private void assertRightFile() throws IOException {
    assertTrue(Files.isRegularFile(cached, LinkOption.NOFOLLOW_LINKS));
    assertArrayEquals(Files.readAllBytes(Build.library()), Files.readAllBytes(cached));
  }

  private static void permissions(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void successIsSilentAndLeavesOnePrivateFile() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertNative(run(in(cache)));
      assertEquals(new TreeSet<>(List.of(Build.fileName())), files(cache));
      assertRightFile();
      assertEquals("rwx------", permissions(cache));
      assertEquals("rw-------", permissions(cached));
    }
  }

  @Test
  void turnedOffNothingIsWrittenAndNothingLoaded() throws Exception {
    for (String args : new String[] {"-Dactgrad.native.path=/nowhere", in(cache)}) {
      ChildJvm child = run("-Dactgrad.provider=java", args);
      assertEquals("java\n", child.out());
      assertEquals("", child.err());
    }
    assertFalse(Files.exists(cache));
  }

  // ---- what may be in the directory already ----

  @Test
  void aFileThatIsRightIsNotWrittenAgain() throws Exception {
    assertNative(run(in(cache)));
    Object before = Files.readAttributes(cached, "unix:ino,ctime").toString();
    assertNative(run(in(cache)));
    assertEquals(before, Files.readAttributes(cached, "unix:ino,ctime").toString());
  }

  @Test
  void aDamagedFileOfTheSameSizeAndTimeIsReplaced() throws Exception {
    assertNative(run(in(cache)));
    FileTime time = Files.getLastModifiedTime(cached);
    byte[] content = Files.readAllBytes(cached);
    content[content.length / 2] ^= 1;
    Files.write(cached, content);
    Files.setLastModifiedTime(cached, time);
    assertNative(run(in(cache)));
    assertRightFile();
  }

  @Test
  void aTruncatedAndAnEmptyFileAreReplaced() throws Exception {
    Files.createDirectory(cache);
    for (int length : new int[] {0, 1000}) {
      Files.write(cached, Arrays.copyOf(Files.readAllBytes(Build.library()), length));
      assertNative(run(in(cache)));
      assertRightFile();
    }
  }

  @Test
  void aFileThatOthersMayWriteToIsReplaced() throws Exception {
    assertNative(run(in(cache)));
    permissions(cached, "rw-rw-rw-");
    assertNative(run(in(cache)));
    assertEquals("rw-------", permissions(cached));
    assertRightFile();
  }

  @Test
  void aSymbolicLinkIsReplacedAndNotFollowed() throws Exception {
    Files.createDirectory(cache);
    Path target = temp.resolve("precious");
    Files.writeString(target, "precious");
    Files.createSymbolicLink(cached, target);
    assertNative(run(in(cache)));
    assertRightFile();
    assertEquals("precious", Files.readString(target));
  }

  @Test
  void theFileOfAnotherVersionIsLeftAloneAndNotUsed() throws Exception {
    Path other = temp.resolve("other");
    Build.copyAsVersion("9.1.0-SNAPSHOT", other);
    assertNative(run(other, in(cache)));
    assertFalse(Files.exists(cached));
    assertNative(run(in(cache)));
    assertEquals(2, files(cache).size(), files(cache).toString());
    assertRightFile();
  }

  @Test
  void whatKilledProcessesLeftIsSweptAndWhatLiveOnesWriteIsNot() throws Exception {
    Files.createDirectory(cache);
    Path old = Files.createFile(cache.resolve("actgrad-1.part"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Path fresh = Files.createFile(cache.resolve("actgrad-2.part"));
    assertNative(run(in(cache)));
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(fresh));
  }

  // ---- what the directory may be ----

  @Test
  void aDirectoryInWhichOthersCouldExchangeTheFileIsRefused() throws Exception {
    Files.createDirectory(cache);
    permissions(cache, "rwxrwxrwx");
    assertUnavailable(
        null, List.of(in(cache)), cache + " can be changed by others", "actgrad.native.dir");
    assertEquals(new TreeSet<>(), files(cache));
  }

  @Test
  void aDirectoryThatOthersCouldExchangeIsRefused() throws Exception {
    Path inner = Files.createDirectories(cache.resolve("inner"));
    permissions(cache, "rwxrwxrwx");
    assertUnavailable(null, List.of(in(inner)), cache + " can be changed by others");
    assertEquals(new TreeSet<>(), files(inner));
  }

  @Test
  void inASharedDirectoryNothingIsTrustedAndNothingStays() throws Exception {
    Files.createDirectory(cache);
    Files.setAttribute(cache, "unix:mode", 01777);
    Files.write(cached, new byte[1]);
    assertNative(run(in(cache)));
    assertEquals(new TreeSet<>(List.of(Build.fileName())), files(cache));
    assertEquals(1, Files.size(cached));
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNotReplacedByAnother() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    for (String impossible : new String[] {file + "/actgrad", "/proc/actgrad"}) {
      assertUnavailable(
          null,
          List.of(in(Path.of(impossible)), "-Duser.home=" + temp),
          "cannot be loaded",
          "actgrad.native.dir");
    }
  }

  @Test
  void withoutThePropertyItIsTheUsersCache() throws Exception {
    Path home = Files.createDirectory(temp.resolve("home"));
    Path tmp = Files.createDirectory(temp.resolve("tmp"));
    assertNative(run("-Duser.home=" + home, "-Djava.io.tmpdir=" + tmp, "-XX:-UsePerfData"));
    assertEquals(new TreeSet<>(), files(tmp));
    assertEquals(new TreeSet<>(List.of(Build.fileName())), files(home.resolve(".cache/actgrad")));
  }

  @Test
  void withoutAHomeItIsATemporaryFile() throws Exception {
    Path tmp = Files.createDirectory(temp.resolve("tmp"));
    Files.setAttribute(tmp, "unix:mode", 01777);
    Path empty = Files.createDirectory(temp.resolve("empty"));
    for (String home : new String[] {"?", "", "/nowhere", "/proc"}) {
      ChildJvm child =
          ChildJvm.run(
              empty,
              List.of(
                  "-Duser.home=" + home,
                  "-Djava.io.tmpdir=" + tmp,
                  "-XX:-UsePerfData",
                  ALLOW,
                  "-cp",
                  System.getProperty("java.class.path"),
                  PrintProvider.class.getName()));
      assertNative(child);
      assertEquals(new TreeSet<>(), files(tmp));
      assertEquals(new TreeSet<>(), files(empty));
    }
  }

  // ---- an installed library ----

  private static String installed(Path file) {
    return "-D" + NativeLibrary.PATH_PROPERTY + "=" + file;
  }

  @Test
  void anInstalledLibraryIsUsedAndNothingIsWritten() throws Exception {
    Path file = temp.resolve("libactgrad.so");
    Files.copy(Build.library(), file);
    assertNative(run(installed(file), in(cache)));
    assertFalse(Files.exists(cache));
  }

  @Test
  void anInstalledLibraryIsNeverReplacedByTheBundledOne() throws Exception {
    Path missing = temp.resolve("missing.so");
    assertUnavailable(
        null, List.of(installed(missing)), "" + missing, "no such file", "actgrad.native.path");
    assertUnavailable(null, List.of(installed(Path.of("some.so"))), "not an absolute path");

    byte[] content = Files.readAllBytes(Build.library());
    // Loaded all the same, it would end the JVM: the linker maps more than there is.
    Path cut = Files.write(temp.resolve("cut.so"), Arrays.copyOf(content, 1000));
    Path later = Files.write(temp.resolve("later.so"), Build.libraryOfVersion("9.1.0-SNAPSHOT"));
    Path foreign = Path.of(System.getProperty("java.home"), "lib", "libprefs.so");
    for (Path wrong : List.of(cut, later, foreign)) {
      assertUnavailable(
          null,
          List.of(installed(wrong)),
          wrong + " cannot be loaded: it is not the library of this version",
          Build.record().getProperty("sha256"),
          "Correct the property");
    }
  }

  // ---- what the artifact may be ----

  @Test
  void anArtifactThatWasDamagedOnItsWayIsNotUsed() throws Exception {
    Path damaged = temp.resolve("damaged");
    Build.copyDamaged(damaged);
    assertUnavailable(damaged, List.of(in(cache)), "missing or damaged");
    assertFalse(Files.exists(cache));
  }

  @Test
  void aLibraryThatSaysItIsOfAnotherVersionIsNotUsed() throws Exception {
    Path mixed = temp.resolve("mixed");
    Build.copyWithRecordOfVersion("9.1.0-SNAPSHOT", mixed);
    assertUnavailable(
        mixed, List.of(in(cache)), "9.1.0-SNAPSHOT", Build.record().getProperty("version"));
  }

  @Test
  void anotherPlatformIsNamed() throws Exception {
    assertUnavailable(null, List.of("-Dos.arch=sparcv9", in(cache)), "is for Linux", "sparcv9");
  }

  @Test
  void theJarMayBeAnywhere() throws Exception {
    Path directory = Files.createDirectories(temp.resolve("a b#c%20d"));
    List<String> classPath = new ArrayList<>();
    for (Class<?> type :
        List.of(ActivationDerivative.class, NativeKernels.class, PrintProvider.class)) {
      Path jar = directory.resolve(classPath.size() + ".jar");
      Jars.write(jar, Jars.entries(Build.location(type)));
      classPath.add(jar.toString());
    }
    classPath.add(javaProvider().toString());
    assertNative(
        ChildJvm.run(
            temp,
            List.of(
                in(cache),
                ALLOW,
                "-cp",
                String.join(":", classPath),
                PrintProvider.class.getName())));
  }

  private static Path javaProvider() throws Exception {
    return Build.location(Class.forName("org.actgrad.javaimpl.JavaActivationDerivative"));
  }

  // ---- several processes ----

  /** Cold starts of two versions on one empty directory, all at once. */
  @Test
  void coldStartsDoNotDisturbEachOther() throws Exception {
    Path other = temp.resolve("other");
    Build.copyAsVersion("9.1.0-SNAPSHOT", other);
    int rounds = Integer.getInteger("actgrad.test.coldStartRounds", 3);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < rounds; round++) {
        Path directory = temp.resolve("round" + round);
        List<Future<ChildJvm>> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Path classPathFirst = i % 2 == 0 ? null : other;
          children.add(pool.submit(() -> run(classPathFirst, in(directory), FORCE)));
        }
        for (Future<ChildJvm> child : children) {
          assertNative(child.get());
        }
        assertEquals(2, files(directory).size(), files(directory).toString());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  // ---- access to native code (JEP 472) ----

  private static ChildJvm withoutAccess(String... jvmArgs) throws Exception {
    ChildJvm child = ChildJvm.run(null, List.of(jvmArgs), PrintProvider.class);
    assertEquals(0, child.exitCode(), child.err());
    return child;
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24)
  void onTheClassPathDeniedAccessIsSaidSo() throws Exception {
    String deny = "--illegal-native-access=deny";
    assertJava(withoutAccess(in(cache), deny), "denies", ALLOW);
    ChildJvm forced = withoutAccess(in(cache), deny, FORCE);
    assertTrue(forced.out().contains(ALLOW), forced.out());
  }

  private ChildJvm onTheModulePath(String... jvmArgs) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(jvmArgs));
    arguments.add(in(cache));
    arguments.add("--module-path");
    arguments.add(
        Build.location(ActivationDerivative.class) + ":" + Build.classes() + ":" + javaProvider());
    arguments.add("--add-modules");
    arguments.add("org.actgrad.nativeimpl,org.actgrad.javaimpl");
    arguments.add("-cp");
    arguments.add(Build.location(PrintProvider.class).toString());
    arguments.add("-Xlog:disable");
    arguments.add(PrintProvider.class.getName());
    ChildJvm child = ChildJvm.run(temp, arguments);
    assertEquals(0, child.exitCode(), child.err());
    return child;
  }

  /** One module to allow, and JavaCPP not among the modules. */
  @Test
  void onTheModulePathItWorksWithoutJavaCpp() throws Exception {
    assertNative(onTheModulePath("--enable-native-access=org.actgrad.nativeimpl"));
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24)
  void onTheModulePathDeniedAccessNamesOurModule() throws Exception {
    String deny = "--illegal-native-access=deny";
    String flag = "--enable-native-access=org.actgrad.nativeimpl.";
    assertJava(onTheModulePath(deny), "denies", flag);
    ChildJvm forced = onTheModulePath(deny, FORCE);
    assertTrue(forced.out().contains(flag), forced.out());
  }
}
