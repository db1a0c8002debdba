// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * Puts the C++ library on the disk and loads it, once per class loader, by this class and not by
 * JavaCPP's {@code Loader}: that one trusts any file of the same size and time, loses races between
 * processes (bytedeco/javacpp#608) and fails where JavaCPP is in a parent class loader.
 *
 * <p>A file is loaded only if its SHA-256 is the one that the build recorded, and only from where
 * none but this user and root could have changed it since. It is named by version and content,
 * comes into being by an atomic rename and is never written to afterwards, so processes need no
 * lock.
 */
final class NativeLibrary {

  /**
   * The system property that says where to put the library, instead of the user's cache directory
   * or, if that does not do, a temporary one.
   */
  static final String DIRECTORY_PROPERTY = "actgrad.native.dir";

  /** The system property that names an installed library, which is used as it is or not at all. */
  static final String PATH_PROPERTY = "actgrad.native.path";

  private static final String RECORD = "native-library.properties";

  private static final String PART_PREFIX = "actgrad-";
  private static final String PART_SUFFIX = ".part";
  private static final Duration PART_LIFETIME = Duration.ofMinutes(1);

  // Bits of st_mode.
  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_OTHERS = 022;

  private static boolean loaded;

  private final String version;
  private final String resource;
  private final String sha256;

  /** What is in the artifact; null until it is to be written, which it seldom is. */
  private byte[] content;

  private NativeLibrary(Properties build) {
    version = build.getProperty("version");
    resource = build.getProperty("resource");
    sha256 = build.getProperty("sha256");
  }

  private byte[] content() throws IOException {
    if (content == null) {
      byte[] found = new byte[0];
      try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
        if (in != null) {
          found = in.readAllBytes();
        }
      }
      if (!Sha256.of(new ByteArrayInputStream(found)).equals(sha256)) {
        throw new IllegalStateException(
            "The library "
                + resource
                + " in the artifact actgrad-native is missing or damaged; get the artifact anew.");
      }
      content = found;
    }
    return content;
  }

  /**
   * Loads the library if this class loader has not got it yet.
   *
   * @throws IllegalStateException if that cannot be done; the message says why and what to do
   */
  static synchronized void load() throws IOException {
    if (loaded) {
      return;
    }
    Properties build = build();
    String installed = System.getProperty(PATH_PROPERTY);
    try {
      NativeLibrary library = new NativeLibrary(build);
      if (installed == null) {
        library.loadBundled();
      } else {
        library.loadInstalled(installed);
      }
    } catch (IllegalCallerException e) {
      Module module = NativeLibrary.class.getModule();
      throw new IllegalStateException(
          "This JVM denies access to native code; allow it with --enable-native-access="
              + (module.isNamed() ? module.getName() : "ALL-UNNAMED")
              + ".",
          e);
    }
    // Loading can succeed and leave the methods unbound; only calling shows that they are there.
    String found = NativeKernels.version();
    if (!found.equals(build.getProperty("version"))) {
      throw new IllegalStateException(
          "The native library is of version "
              + found
              + " and the classes are of version "
              + build.getProperty("version")
              + "; get the artifact actgrad-native anew.");
    }
    loaded = true;
  }

  /** What the build recorded, if it was made for this platform and its classes kept their names. */
  private static Properties build() throws IOException {
    Properties build = new Properties();
    try (InputStream in = NativeLibrary.class.getResourceAsStream(RECORD)) {
      if (in == null) {
        throw new UnsupportedOperationException(
            "This build of actgrad-native has no library; build it on this platform, without"
                + " -Dactgrad.native.skip.");
      }
      build.load(in);
    }
    String here = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    String there = build.getProperty("os") + " " + build.getProperty("arch");
    if (!here.equals(there)) {
      throw new UnsupportedOperationException(
          "This build of actgrad-native is for "
              + there
              + " and this JVM runs on "
              + here
              + "; build it on this platform.");
    }
    String binding = build.getProperty("binding");
    if (!NativeKernels.class.getName().equals(binding)) {
      throw new UnsupportedOperationException(
          "The class "
              + binding
              + " was renamed to "
              + NativeKernels.class.getName()
              + ", and native methods are bound by name; exclude org.actgrad from relocation.");
    }
    return build;
  }

  private void loadInstalled(String installed) throws IOException {
    Path file = Path.of(installed);
    String why;
    UnsatisfiedLinkError cause = null;
    if (!file.isAbsolute()) {
      why = "it is not an absolute path";
    } else if (!Files.isRegularFile(file)) {
      why = "there is no such file";
    } else if (!sha256(file).equals(sha256)) {
      // Whatever else it is: in a file that was cut short, dlopen dies of a SIGBUS.
      why = "it is not the library of this version, " + version + ", whose SHA-256 is " + sha256;
    } else {
      try {
        System.load(installed);
        return;
      } catch (UnsatisfiedLinkError e) {
        why = LoadFailure.reason(e, file, 0);
        cause = e;
      }
    }
    throw new IllegalStateException(
        "The library -D"
            + PATH_PROPERTY
            + "="
            + installed
            + " cannot be loaded: "
            + why
            + ". Correct the property or do not set it.",
        cause);
  }

  private void loadBundled() {
    String configured = System.getProperty(DIRECTORY_PROPERTY);
    List<Path> directories = new ArrayList<>();
    if (configured != null) {
      directories.add(Path.of(configured));
    } else {
      Path cache = userCache();
      if (cache != null) {
        directories.add(cache);
      }
      directories.add(Path.of(System.getProperty("java.io.tmpdir")));
    }
    List<String> reasons = new ArrayList<>();
    List<Throwable> causes = new ArrayList<>();
    for (Path directory : directories) {
      try {
        loadFrom(directory.toAbsolutePath());
        return;
      } catch (IOException | UnsatisfiedLinkError | UnsupportedOperationException e) {
        int size = content == null ? 0 : content.length;
        reasons.add(LoadFailure.reason(e, directory.toAbsolutePath(), size));
        causes.add(e);
      }
    }
    IllegalStateException failure =
        new IllegalStateException(
            "The native library cannot be loaded: "
                + String.join("; ", reasons)
                + ". Set -D"
                + DIRECTORY_PROPERTY
                + " to a directory of this user's where files can be written and executed, or -D"
                + PATH_PROPERTY
                + " to an installed copy.",
            causes.get(0));
    causes.stream().skip(1).forEach(failure::addSuppressed);
    throw failure;
  }

  private void loadFrom(Path directory) throws IOException {
    boolean shared = Files.isDirectory(directory) && (mode(directory.toRealPath()) & STICKY) != 0;
    if (shared) {
      loadCopy(directory.toRealPath());
    } else {
      loadCached(directory);
    }
  }

  /** From a file that stays for the next process, in a directory that only this user writes to. */
  private void loadCached(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      content(); // if that is damaged, there is nothing to make a directory for
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path real = directory.toRealPath();
    checkUnchangeable(real, false);
    Path file =
        real.resolve(System.mapLibraryName("actgrad-" + version + "-" + sha256.substring(0, 16)));
    if (!isRight(file)) {
      sweep(real);
      install(file);
    }
    try {
      System.load(file.toString());
    } catch (UnsatisfiedLinkError e) {
      // A JVM loads a file for one class loader only; another one gets a copy.
      try {
        loadCopy(real);
      } catch (IOException | UnsatisfiedLinkError again) {
        again.addSuppressed(e);
        throw again;
      }
    }
  }

  /** From a file that is gone as soon as it is loaded, in a new directory of its own. */
  private void loadCopy(Path parent) throws IOException {
    checkUnchangeable(parent, true);
    Path directory = Files.createTempDirectory(parent, "actgrad-");
    Path file = directory.resolve(System.mapLibraryName("actgrad-" + version));
    try {
      Files.write(file, content());
      checkRight(file);
      System.load(file.toString());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private void install(Path file) throws IOException {
    Path part = Files.createTempFile(file.getParent(), PART_PREFIX, PART_SUFFIX);
    try {
      Files.write(part, content());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    checkRight(file);
  }

  /** Deletes what processes left behind that were killed while they wrote. */
  private static void sweep(Path directory) {
    FileTime old = FileTime.from(Instant.now().minus(PART_LIFETIME));
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(directory, PART_PREFIX + "*" + PART_SUFFIX)) {
      for (Path part : parts) {
        if (Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS).compareTo(old) < 0) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException e) {
      // Another process was faster, or nothing can be written here; neither stands in the way.
    }
  }

  /** Compares what was written with the content, which has the right hash. */
  private void checkRight(Path file) throws IOException {
    if (!isOurs(file) || !Arrays.equals(Files.readAllBytes(file), content())) {
      throw new IOException("what was written to " + file + " is not what is read from it");
    }
  }

  /** Whether it is a file of ours with the content that the build recorded. */
  private boolean isRight(Path file) throws IOException {
    return isOurs(file) && sha256(file).equals(sha256);
  }

  /** Whether it is a file, of this user's or of root's, that nobody else may write to. */
  private static boolean isOurs(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && changer(file, false) == null;
  }

  // ---- who could have changed a file ----

  /** Refuses a directory in which, or above which, another user could exchange files. */
  private static void checkUnchangeable(Path real, boolean stickyWillDo) throws IOException {
    for (Path path = real; path != null; path = path.getParent()) {
      String changer = changer(path, stickyWillDo || !path.equals(real));
      if (changer != null) {
        throw new IOException(path + " can be changed by " + changer);
      }
    }
  }

  /** Who besides this user and root can change it; null if nobody. */
  private static String changer(Path path, boolean stickyWillDo) throws IOException {
    int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != 0 && owner != (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")) {
      return "its owner, user " + owner;
    }
    int mode = mode(path);
    boolean sticky = stickyWillDo && (mode & STICKY) != 0;
    return (mode & WRITABLE_BY_OTHERS) == 0 || sticky ? null : "others who may write to it";
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  /** Null where there is none: a container may give "?" as the user's home. */
  private static Path userCache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    if (cache != null && Path.of(cache).isAbsolute()) {
      return Path.of(cache, "actgrad");
    }
    Path home = Path.of(System.getProperty("user.home", ""));
    return home.isAbsolute() && Files.isDirectory(home)
        ? home.resolve(".cache").resolve("actgrad")
        : null;
  }

  private static String sha256(Path file) throws IOException {
    // Not by a channel, whose classes a JVM that has just started would have to load.
    try (InputStream in = new FileInputStream(file.toFile())) {
      return Sha256.of(in);
    }
  }
}
