// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * A file that appears under its name only when it is complete: until {@link #commit()}, the bytes
 * are in a temporary file beside it, which is removed on every other way out, signals included.
 */
final class OutputFile implements WritableByteChannel {

  private final Path target;
  private final Path temporary;
  private final Thread removal = new Thread(this::discard);
  private FileChannel channel;
  private boolean discarded;

  /** Fails early, before the work, if nothing could be written there. */
  static void check(Path path) throws IOException {
    Path directory = resolve(path).getParent();
    if (!Files.isDirectory(directory)) {
      throw new UserError(
          "The directory "
              + directory
              + " for OUTPUT "
              + path
              + " does not exist; create it or choose another.");
    }
    if (!Files.isWritable(directory)) {
      throw new UserError(
          "The directory "
              + directory
              + " for OUTPUT "
              + path
              + " is not writable; change its permissions or choose another.");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UserError(
          "OUTPUT "
              + path
              + (Files.isDirectory(path) ? " is a directory" : " is not a regular file")
              + "; choose another name.");
    }
  }

  /** Where the bytes go: the file itself where the path is a link to one, so that links stay. */
  private static Path resolve(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
  }

  OutputFile(Path path) throws IOException {
    target = resolve(path);
    temporary = target.resolveSibling(".actgrad-" + UUID.randomUUID() + ".tmp");
    Runtime.getRuntime().addShutdownHook(removal);
    try {
      open();
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private synchronized void open() throws IOException {
    if (discarded) {
      throw interrupted();
    }
    // Not createTempFile, whose files nobody else may read.
    channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    PosixFileAttributeView old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (old != null && Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
    }
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    int count = buffer.remaining();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (ClosedChannelException e) {
      throw interrupted();
    }
    return count;
  }

  private UserError interrupted() {
    return new UserError("Interrupted; OUTPUT " + target + " was left as it was, so run it again.");
  }

  /** Puts the complete file in its place. */
  synchronized void commit() throws IOException {
    if (discarded) {
      throw interrupted();
    }
    // Some file systems report a full disk only now, and the rename must not outlive the bytes.
    channel.force(true);
    channel.close();
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    discarded = true;
  }

  private synchronized void discard() {
    if (discarded) {
      return;
    }
    discarded = true;
    try {
      if (channel != null) {
        channel.close();
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // There is no more that could be done, and the failure that led here is what counts.
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException e) {
      // The hook is running.
    }
  }
}
