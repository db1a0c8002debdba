// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Says why a library could not be loaded, which the linker and the file system say badly. */
final class LoadFailure {

  /** What the linkers of glibc and musl complain of in a library made for the other one. */
  private static final Pattern OTHER_LIBC =
      Pattern.compile("GLIBC|CXXABI|ld-linux|ld-musl|libc\\.musl|libstdc\\+\\+|symbol not found");

  private LoadFailure() {}

  /**
   * @param e what was thrown
   * @param path the directory or file that was tried
   * @param size the space that the library takes there
   */
  static String reason(Throwable e, Path path, long size) {
    Path existing = path;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    String message = String.valueOf(e.getMessage());
    String known = null;
    try {
      FileStore store = Files.getFileStore(existing);
      if (e instanceof UnsatisfiedLinkError) {
        if (message.contains("another classloader")) {
          known = "another class loader of this JVM has loaded it already";
        } else if (OTHER_LIBC.matcher(message).find()) {
          known = "it was built for another C library, or for a later version of it";
        } else if (isNoexec(existing.toRealPath())) {
          known = existing + " is on a file system that is mounted noexec";
        }
      } else if (store.isReadOnly()) {
        known = existing + " is on a read-only file system";
      } else if (store.getUsableSpace() < size) {
        known = "there is no space left on the file system of " + existing;
      } else if (e instanceof AccessDeniedException) {
        known = "this user may not write to " + existing;
      }
    } catch (IOException unreadable) {
      e.addSuppressed(unreadable);
    }
    return known == null ? message : known + " (" + message + ")";
  }

  /** Format: proc_pid_mountinfo(5). Later mounts hide earlier ones at the same place. */
  private static boolean isNoexec(Path path) throws IOException {
    boolean noexec = false;
    int longest = -1;
    List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo"));
    for (String mount : mounts) {
      String[] fields = mount.split(" ");
      Path point = Path.of(fields[4].replace("\\040", " ").replace("\\134", "\\"));
      if (path.startsWith(point) && point.getNameCount() >= longest) {
        longest = point.getNameCount();
        noexec = List.of(fields[5].split(",")).contains("noexec");
      }
    }
    return noexec;
  }
}
