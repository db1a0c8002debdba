// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes files in NumPy's format by hand, right and wrong ones. */
final class NpyBytes {

  static final String MAGIC = "\u0093NUMPY";

  private NpyBytes() {}

  static String header(String type, String shape) {
    return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
  }

  static byte[] file(int version, String header, byte[] data) {
    ByteBuffer file =
        ByteBuffer.allocate(12 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(MAGIC.getBytes(StandardCharsets.ISO_8859_1)).put((byte) version).put((byte) 0);
    if (version == 1) {
      file.putShort((short) header.length());
    } else {
      file.putInt(header.length());
    }
    file.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(data).flip();
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return bytes;
  }

  static byte[] doubles(double... numbers) {
    ByteBuffer data = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(numbers);
    return data.array();
  }

  static int dataOffset(byte[] npy) {
    return 10 + ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
  }

  static byte[] data(byte[] npy) {
    return java.util.Arrays.copyOfRange(npy, dataOffset(npy), npy.length);
  }

  /** The file as NumPy would have written it with the other byte order. */
  static byte[] bigEndian(byte[] npy, int itemSize) {
    byte[] swapped = npy.clone();
    int offset = dataOffset(npy);
    String header = new String(npy, 0, offset, StandardCharsets.ISO_8859_1);
    swapped[header.indexOf("'<f") + 1] = '>';
    for (int i = offset; i < npy.length; i += itemSize) {
      for (int b = 0; b < itemSize; b++) {
        swapped[i + b] = npy[i + itemSize - 1 - b];
      }
    }
    return swapped;
  }

  /** The int64 file as NumPy would have written it as int32. */
  static byte[] int32(byte[] npy) {
    int offset = dataOffset(npy);
    ByteBuffer from = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).position(offset);
    ByteBuffer to =
        ByteBuffer.allocate(offset + (npy.length - offset) / 2).order(ByteOrder.LITTLE_ENDIAN);
    to.put(npy, 0, offset);
    while (from.hasRemaining()) {
      to.putInt(Math.toIntExact(from.getLong()));
    }
    String header = new String(npy, 0, offset, StandardCharsets.ISO_8859_1);
    to.put(header.indexOf("'<i8'") + 3, (byte) '4');
    return to.array();
  }
}
