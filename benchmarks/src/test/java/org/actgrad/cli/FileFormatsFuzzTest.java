// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a file holds, it is read to an array of its shape or refused with a sentence, in time
 * and memory that its size accounts for; and what was read is the same once it was written and read
 * again. {@code mvn test} runs the inputs that are kept; to search for more, see README.md.
 */
@Tag("fuzz")
class FileFormatsFuzzTest {

  /** What reading takes at any size, with what the JVM needs for first uses. */
  private static final long BUFFERS = 1 << 24;

  private static final long BYTES_PER_BYTE = 256;
  private static final long SECONDS = 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Progress NONE = new Progress(null);

  @TempDir private static Path temp;

  @FuzzTest(maxDuration = "5m")
  void npyIsReadOrRefused(byte[] content) throws IOException {
    Numbers read = readOrRefused(new NpyFormat(), content);
    if (read != null) {
      byte[] data = bytes(read);
      byte[] end = Arrays.copyOfRange(content, content.length - data.length, content.length);
      assertArrayEquals(end, data);
      assertReadAsWritten(new NpyFormat(), read);
    }
  }

  @FuzzTest(maxDuration = "5m")
  void csvIsReadOrRefused(byte[] content) throws IOException {
    Numbers read = readOrRefused(new CsvFormat(), content);
    if (read != null) {
      assertEquals(2, read.shape().length);
      assertReadAsWritten(new CsvFormat(), read);
    }
  }

  /** Null if it was refused. */
  private static Numbers readOrRefused(FileFormat format, byte[] content) throws IOException {
    Path file = temp.resolve("file");
    Files.write(file, content);
    long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    Numbers read = null;
    String refusal = null;
    try (InputFile input = new InputFile(file, NONE)) {
      read = format.read(input, NONE);
    } catch (UserError e) {
      refusal = e.getMessage();
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
    assertTrue(bytes <= BUFFERS + BYTES_PER_BYTE * content.length, bytes + " bytes");
    long nanos = THREADS.getCurrentThreadCpuTime() - cpuBefore;
    assertTrue(nanos <= TimeUnit.SECONDS.toNanos(SECONDS), nanos + " ns of CPU time");
    if (refusal != null) {
      assertTrue(refusal.startsWith("INPUT " + file) && refusal.endsWith("."), refusal);
    } else {
      long count = Arrays.stream(read.shape()).asLongStream().reduce(1, Math::multiplyExact);
      assertEquals(count, read.length());
    }
    return read;
  }

  private static void assertReadAsWritten(FileFormat format, Numbers numbers) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    format.write(numbers, Channels.newChannel(written), NONE);
    Numbers again = readOrRefused(format, written.toByteArray());
    assertNotNull(again, "what was written is refused");
    assertArrayEquals(numbers.shape(), again.shape());
    assertEquals(numbers.type(), again.type());
    assertEquals(numbers.order(), again.order());
    assertArrayEquals(bytes(numbers), bytes(again));
  }

  /** The numbers as in a file. */
  private static byte[] bytes(Numbers numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length() * numbers.itemSize()).order(numbers.order());
    if (numbers.array() instanceof float[] floats) {
      bytes.asFloatBuffer().put(floats);
    } else {
      bytes.asDoubleBuffer().put((double[]) numbers.array());
    }
    return bytes.array();
  }
}
