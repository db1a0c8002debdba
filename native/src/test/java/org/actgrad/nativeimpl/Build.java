// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;

/** What the build made, and copies of it that are not as they should be. */
final class Build {

  private static final String RECORD = "org/actgrad/nativeimpl/native-library.properties";

  private Build() {}

  /** Where the classes and resources of a class's artifact are. */
  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static Path classes() {
    return location(NativeKernels.class);
  }

  static Properties record() throws IOException {
    Properties record = new Properties();
    try (InputStream in = Files.newInputStream(classes().resolve(RECORD))) {
      record.load(in);
    }
    return record;
  }

  static Path library() throws IOException {
    return library(classes());
  }

  private static Path library(Path classes) throws IOException {
    return classes.resolve(RECORD).resolveSibling(record().getProperty("resource"));
  }

  /** The name that the loader gives to the library of this build. */
  static String fileName() throws IOException {
    return "libactgrad-"
        + record().getProperty("version")
        + "-"
        + record().getProperty("sha256").substring(0, 16)
        + ".so";
  }

  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The library with another version in it, of the same length. */
  static byte[] libraryOfVersion(String version) throws IOException {
    String content = Files.readString(library(), StandardCharsets.ISO_8859_1);
    String ours = record().getProperty("version");
    if (version.length() != ours.length() || !content.contains(ours + "\0")) {
      throw new AssertionError(version);
    }
    return content.replace(ours + "\0", version + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Another version of this artifact: the same classes with a library and a record of their own.
   */
  static void copyAsVersion(String version, Path to) throws Exception {
    copyWithLibrary(libraryOfVersion(version), to);
    replaceInRecord(to, "version", version);
  }

  /** This artifact with another library, and a record of it. */
  static void copyWithLibrary(byte[] library, Path to) throws Exception {
    copy(classes(), to);
    Files.write(library(to), library);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(library));
    replaceInRecord(to, "sha256", sha256);
  }

  /** This artifact, with a record that says another version than the library does. */
  static void copyWithRecordOfVersion(String version, Path to) throws IOException {
    copy(classes(), to);
    replaceInRecord(to, "version", version);
  }

  private static void replaceInRecord(Path classes, String key, String value) throws IOException {
    Path file = classes.resolve(RECORD);
    String line = key + "=" + record().getProperty(key);
    Files.writeString(file, Files.readString(file).replace(line, key + "=" + value));
  }

  /** This artifact with a library that was damaged on its way. */
  static void copyDamaged(Path to) throws IOException {
    copy(classes(), to);
    byte[] content = Files.readAllBytes(library(to));
    content[content.length / 2] ^= 1;
    Files.write(library(to), content);
  }
}
