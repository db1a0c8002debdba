// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A regular file that is read from start to end, with progress. Every read but the last fills its
 * buffer: the NumPy reader would silently drop the odd bytes of a short one.
 */
final class InputFile implements ReadableByteChannel {

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final Progress progress;

  InputFile(Path path, Progress progress) throws IOException {
    this.path = path;
    this.progress = progress;
    if (Files.notExists(path)) {
      throw new UserError("INPUT " + path + " does not exist; check the name.");
    }
    if (Files.isDirectory(path)) {
      throw new UserError("INPUT " + path + " is a directory; name a .npy or .csv file in it.");
    }
    if (!Files.isReadable(path)) {
      throw new UserError(
          "INPUT " + path + " cannot be read: permission denied; change its permissions.");
    }
    if (!Files.isRegularFile(path)) {
      throw new UserError("INPUT " + path + " is not a regular file; save the data to one first.");
    }
    channel = FileChannel.open(path);
    size = channel.size();
    if (size == 0) {
      channel.close();
      throw new UserError("INPUT " + path + " is empty; there are no numbers to read.");
    }
  }

  long size() {
    return size;
  }

  long position() throws IOException {
    return channel.position();
  }

  void rewind() throws IOException {
    channel.position(0);
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    int total = 0;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer);
      if (count < 0) {
        break;
      }
      total += count;
    }
    progress.advance(total);
    return total == 0 && buffer.hasRemaining() ? -1 : total;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return "INPUT " + path;
  }
}
