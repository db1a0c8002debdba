// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlca.npy.Npy;
import org.openlca.npy.NpyFormatException;
import org.openlca.npy.NpyHeader;
import org.openlca.npy.dict.NpyHeaderDict;

/**
 * NumPy's format. The library reads it, but it fills what a truncated file lacks with zeros, trusts
 * the length of the header, cuts lengths and their product to 32 bits, and fails on versions 2 and
 * 3: all this is dealt with here. It writes other headers than NumPy does, which are therefore made
 * here too.
 */
final class NpyFormat implements FileFormat {

  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
  private static final int ALIGNMENT = 64;

  /** NumPy leaves room for the first length to grow to this many digits. */
  private static final int GROWTH_DIGITS = 21;

  /** NumPy's limit. */
  private static final int MAX_DIMENSIONS = 64;

  /** What version 1 can express; no header of an array of numbers needs more. */
  private static final int MAX_HEADER = (1 << 16) - 1;

  private static final int CHUNK = 1 << 16;

  private static final BigInteger MAX_LENGTH = BigInteger.valueOf(Numbers.MAX_LENGTH);

  private static final Pattern TYPE = Pattern.compile("['\"]descr['\"]\\s*:\\s*([^,}]*)");
  private static final Pattern FLOAT = Pattern.compile("(['\"])[<>=|]?f[48]\\1");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");

  @Override
  public Numbers read(InputFile file, Progress progress) throws IOException {
    String text = headerText(file);
    String type = only(TYPE, text, file, "dtype");
    if (!FLOAT.matcher(type).matches()) {
      throw new UserError(
          file
              + " has elements of dtype "
              + type
              + ", and only float32 and float64 are read;"
              + " convert it with x.astype('float64').");
    }
    long count = count(file, only(SHAPE, text, file, "shape"));
    NpyHeaderDict header = parse(file, text);
    if (header.hasFortranOrder()) {
      throw new UserError(
          file
              + " is in Fortran order, and only C order is read; save it again with"
              + " numpy.save(name, numpy.ascontiguousarray(x)).");
    }
    long size = file.size() - file.position();
    long needed = count * header.dataType().size();
    if (needed != size) {
      throw new UserError(
          file
              + (size < needed ? " is truncated" : " is too long")
              + ": its shape "
              + Numbers.shapeText(header.shape())
              + " needs "
              + needed
              + " bytes of data and it has "
              + size
              + "; save or copy it again.");
    }
    progress.start("read", size);
    Object array = Npy.read(new Version1(text, file)).data();
    if (file.position() != file.size()) {
      throw new UserError(file + " became shorter while it was read; try again.");
    }
    return new Numbers(array, header.shape(), header.byteOrder().toJava());
  }

  /** The header as text; leaves the file at the first byte of the data. */
  private static String headerText(InputFile file) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    file.read(start);
    start.flip();
    if (start.remaining() < MAGIC.length
        || !Arrays.equals(start.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new UserError(
          file
              + " is not a .npy file, for it does not start with NumPy's magic bytes; save it with"
              + " numpy.save.");
    }
    if (start.remaining() < start.capacity()) {
      throw truncatedHeader(file);
    }
    int version = Byte.toUnsignedInt(start.get(MAGIC.length));
    if (version < 1 || version > 3) {
      throw new UserError(
          file
              + " has version "
              + version
              + " of the .npy format, and only 1, 2 and 3 are read; save"
              + " it with another version of NumPy.");
    }
    int lengthAt = MAGIC.length + 2;
    int headerAt = lengthAt + (version == 1 ? 2 : 4);
    long length =
        version == 1
            ? Short.toUnsignedLong(start.getShort(lengthAt))
            : Integer.toUnsignedLong(start.getInt(lengthAt));
    if (length > file.size() - headerAt) {
      throw truncatedHeader(file);
    }
    if (length > MAX_HEADER) {
      throw corrupt(file, "it is " + length + " bytes long");
    }
    file.rewind();
    ByteBuffer all = ByteBuffer.allocate(headerAt + (int) length);
    file.read(all);
    return new String(all.array(), headerAt, (int) length, StandardCharsets.ISO_8859_1);
  }

  private static UserError truncatedHeader(InputFile file) {
    return new UserError(file + " is truncated: it ends within the header; save or copy it again.");
  }

  private static UserError corrupt(InputFile file, String why) {
    return new UserError(file + " has a corrupt header: " + why + "; save it again.");
  }

  /** What the pattern finds, once. */
  private static String only(Pattern pattern, String header, InputFile file, String what) {
    Matcher match = pattern.matcher(header);
    if (!match.find()) {
      throw corrupt(file, "it has no " + what + " such as NumPy writes");
    }
    String found = match.group(1).strip();
    if (match.find()) {
      throw corrupt(file, "it has more than one " + what);
    }
    return found;
  }

  /** The number of elements, from the lengths as they are written. */
  private static long count(InputFile file, String shape) {
    String[] lengths = shape.isEmpty() ? new String[0] : shape.split("\\s*,\\s*");
    if (lengths.length > MAX_DIMENSIONS) {
      throw corrupt(file, "it has " + lengths.length + " dimensions");
    }
    BigInteger count = BigInteger.ONE;
    boolean empty = false;
    boolean tooLong = false;
    for (String digits : lengths) {
      if (!digits.matches("[0-9]+")) {
        throw corrupt(file, "'" + digits + "' is no length");
      }
      BigInteger length = new BigInteger(digits);
      empty |= length.signum() == 0;
      count = count.multiply(length.max(BigInteger.ONE));
      tooLong |= length.compareTo(MAX_LENGTH) > 0;
    }
    if (tooLong || !empty && count.compareTo(MAX_LENGTH) > 0) {
      throw new UserError(
          file
              + " has the shape ("
              + shape
              + "), more than the "
              + Numbers.MAX_LENGTH
              + " elements that one Java array can hold; split it.");
    }
    return empty ? 0 : count.longValueExact();
  }

  private static NpyHeaderDict parse(InputFile file, String text) throws IOException {
    try {
      return NpyHeader.read(new Version1(text, file)).dict();
    } catch (NpyFormatException e) {
      throw corrupt(file, e.getMessage());
    } catch (StackOverflowError e) {
      throw corrupt(file, "it is nested too deeply");
    }
  }

  @Override
  public void write(Numbers numbers, WritableByteChannel file, Progress progress)
      throws IOException {
    file.write(header(numbers));
    int length = numbers.length();
    progress.start("write", length);
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * numbers.itemSize()).order(numbers.order());
    for (int done = 0, step; (step = Math.min(CHUNK, length - done)) > 0; done += step) {
      buffer.clear().limit(step * numbers.itemSize());
      if (numbers.array() instanceof float[] floats) {
        buffer.asFloatBuffer().put(floats, done, step);
      } else if (numbers.array() instanceof double[] doubles) {
        buffer.asDoubleBuffer().put(doubles, done, step);
      } else if (numbers.array() instanceof int[] ints) {
        buffer.asIntBuffer().put(ints, done, step);
      } else {
        boolean[] booleans = (boolean[]) numbers.array();
        for (int i = 0; i < step; i++) {
          buffer.put(i, (byte) (booleans[done + i] ? 1 : 0));
        }
      }
      file.write(buffer);
      progress.advance(step);
    }
  }

  /** The same bytes as numpy.save. */
  private static ByteBuffer header(Numbers numbers) {
    String type =
        switch (numbers.type()) {
          case "float32" -> "f4";
          case "float64" -> "f8";
          case "int32" -> "i4";
          default -> "b1";
        };
    String order = type.equals("b1") ? "|" : numbers.order() == ByteOrder.BIG_ENDIAN ? ">" : "<";
    StringBuilder text =
        new StringBuilder("{'descr': '" + order + type + "', 'fortran_order': False, 'shape': ")
            .append(Numbers.shapeText(numbers.shape()))
            .append(", }");
    if (numbers.shape().length > 0) {
      text.append(" ".repeat(GROWTH_DIGITS - Integer.toString(numbers.shape()[0]).length()));
    }
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    text.append(" ".repeat(ALIGNMENT - unpadded % ALIGNMENT)).append('\n');
    return preamble(text.toString());
  }

  /** What precedes the data in version 1. */
  private static ByteBuffer preamble(String header) {
    return ByteBuffer.allocate(MAGIC.length + 4 + header.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) header.length())
        .put(header.getBytes(StandardCharsets.ISO_8859_1))
        .flip();
  }

  /** The file with its header as that of version 1, the only one that the library gets right. */
  private static final class Version1 implements ReadableByteChannel {

    private final ByteBuffer header;
    private final InputFile file;

    Version1(String text, InputFile file) {
      header = preamble(text);
      this.file = file;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      if (!header.hasRemaining()) {
        return file.read(buffer);
      }
      int count = Math.min(buffer.remaining(), header.remaining());
      buffer.put(header.slice(header.position(), count));
      header.position(header.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
