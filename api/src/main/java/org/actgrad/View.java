// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Where the numbers of one operand lie when they are not simply a range of an array: a NIO buffer,
 * a matrix of row arrays, or rows at a stride in one array. A view copies nothing and sees later
 * changes of the numbers; it is immutable itself.
 *
 * <p>A view has rows, and every row has a length; a plain array and a buffer are one row. All
 * operands of an operation must have the same shape: equally many rows, each as long as its
 * counterpart.
 *
 * <pre>{@code
 * float[][] x = ..., d = ...;
 * provider.derivative(RELU, View.of(x), View.of(d));
 *
 * // columns 10 to 19 of a 100 × 64 matrix that lies in one array, row after row
 * View block = View.rows(matrix, 10, 100, 10, 64);
 * }</pre>
 */
public final class View {

  enum Element {
    FLOAT(Float.BYTES),
    DOUBLE(Double.BYTES),
    INT(Integer.BYTES),
    BOOLEAN(1),
    BIT(Long.BYTES);

    /** Bytes an element, or a word of 64 bits. */
    final int size;

    Element(int size) {
      this.size = size;
    }

    String words() {
      return this == BIT ? "bits" : name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Element element;

  /** An array, an array of row arrays, or a buffer that has no accessible array. */
  private final Object storage;

  /** Index of the first element or word of the first row. */
  private final int offset;

  private final int rows;

  /** Elements a row; unused where the storage is an array of row arrays. */
  private final int columns;

  /** Elements or words from the start of a row to the start of the next. */
  private final int stride;

  private View(Element element, Object storage, int offset, int rows, int columns, int stride) {
    this.element = element;
    this.storage = storage;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  /**
   * A whole array.
   *
   * @param array the numbers
   * @return a view of one row
   */
  public static View of(float[] array) {
    return rows(array, 0, 1, array.length, array.length);
  }

  /**
   * A whole array.
   *
   * @param array the numbers
   * @return a view of one row
   */
  public static View of(double[] array) {
    return rows(array, 0, 1, array.length, array.length);
  }

  /**
   * A whole array, to write integers to.
   *
   * @param array the integers
   * @return a view of one row
   */
  public static View of(int[] array) {
    return rows(array, 0, 1, array.length, array.length);
  }

  /**
   * A whole array, to write booleans to.
   *
   * @param array the booleans
   * @return a view of one row
   */
  public static View of(boolean[] array) {
    return rows(array, 0, 1, array.length, array.length);
  }

  /**
   * A matrix of row arrays. The rows may differ in length.
   *
   * @param matrix the rows; no two of them the same array if the view is written to
   * @return a view of {@code matrix.length} rows
   * @throws NullPointerException if {@code matrix} or a row is null
   */
  public static View of(float[][] matrix) {
    return matrix(Element.FLOAT, matrix);
  }

  /**
   * A matrix of row arrays. The rows may differ in length.
   *
   * @param matrix the rows; no two of them the same array if the view is written to
   * @return a view of {@code matrix.length} rows
   * @throws NullPointerException if {@code matrix} or a row is null
   */
  public static View of(double[][] matrix) {
    return matrix(Element.DOUBLE, matrix);
  }

  /**
   * A matrix of row arrays, to write integers to. The rows may differ in length.
   *
   * @param matrix the rows, no two of them the same array
   * @return a view of {@code matrix.length} rows
   * @throws NullPointerException if {@code matrix} or a row is null
   */
  public static View of(int[][] matrix) {
    return matrix(Element.INT, matrix);
  }

  /**
   * A matrix of row arrays, to write booleans to. The rows may differ in length.
   *
   * @param matrix the rows, no two of them the same array
   * @return a view of {@code matrix.length} rows
   * @throws NullPointerException if {@code matrix} or a row is null
   */
  public static View of(boolean[][] matrix) {
    return matrix(Element.BOOLEAN, matrix);
  }

  /**
   * What remains in a buffer, from its position to its limit as they are now; the buffer's own
   * position does not move. Heap and direct, in both byte orders; fastest where the memory is
   * direct and the order native.
   *
   * @param buffer the numbers
   * @return a view of one row
   */
  public static View of(FloatBuffer buffer) {
    return buffer.hasArray()
        ? rows(buffer.array(), start(buffer), 1, buffer.remaining(), buffer.remaining())
        : buffer(Element.FLOAT, buffer, buffer.remaining());
  }

  /**
   * What remains in a buffer, from its position to its limit as they are now; the buffer's own
   * position does not move. Heap and direct, in both byte orders; fastest where the memory is
   * direct and the order native.
   *
   * @param buffer the numbers
   * @return a view of one row
   */
  public static View of(DoubleBuffer buffer) {
    return buffer.hasArray()
        ? rows(buffer.array(), start(buffer), 1, buffer.remaining(), buffer.remaining())
        : buffer(Element.DOUBLE, buffer, buffer.remaining());
  }

  /**
   * What remains in a buffer, from its position to its limit as they are now, to write integers to;
   * the buffer's own position does not move.
   *
   * @param buffer the integers
   * @return a view of one row
   */
  public static View of(IntBuffer buffer) {
    return buffer.hasArray()
        ? rows(buffer.array(), start(buffer), 1, buffer.remaining(), buffer.remaining())
        : buffer(Element.INT, buffer, buffer.remaining());
  }

  /**
   * Rows at a stride in one array: element (r, c) is {@code array[offset + r * rowStride + c]}.
   *
   * @param array the numbers
   * @param offset index of the first row's first element
   * @param rows how many rows; 0 or more
   * @param columns how many elements a row; 0 or more
   * @param rowStride elements from one row's start to the next, at least {@code columns}
   * @return the view
   * @throws IndexOutOfBoundsException if the rows do not lie within the array
   * @throws IllegalArgumentException if {@code rowStride} is less than {@code columns}
   */
  public static View rows(float[] array, int offset, int rows, int columns, int rowStride) {
    return rows(Element.FLOAT, array, array.length, offset, rows, columns, columns, rowStride);
  }

  /**
   * Rows at a stride in one array: element (r, c) is {@code array[offset + r * rowStride + c]}.
   *
   * @param array the numbers
   * @param offset index of the first row's first element
   * @param rows how many rows; 0 or more
   * @param columns how many elements a row; 0 or more
   * @param rowStride elements from one row's start to the next, at least {@code columns}
   * @return the view
   * @throws IndexOutOfBoundsException if the rows do not lie within the array
   * @throws IllegalArgumentException if {@code rowStride} is less than {@code columns}
   */
  public static View rows(double[] array, int offset, int rows, int columns, int rowStride) {
    return rows(Element.DOUBLE, array, array.length, offset, rows, columns, columns, rowStride);
  }

  /**
   * Rows at a stride in one array, to write integers to: element (r, c) is {@code array[offset + r
   * * rowStride + c]}.
   *
   * @param array the integers
   * @param offset index of the first row's first element
   * @param rows how many rows; 0 or more
   * @param columns how many elements a row; 0 or more
   * @param rowStride elements from one row's start to the next, at least {@code columns}
   * @return the view
   * @throws IndexOutOfBoundsException if the rows do not lie within the array
   * @throws IllegalArgumentException if {@code rowStride} is less than {@code columns}
   */
  public static View rows(int[] array, int offset, int rows, int columns, int rowStride) {
    return rows(Element.INT, array, array.length, offset, rows, columns, columns, rowStride);
  }

  /**
   * Rows at a stride in one array, to write booleans to: element (r, c) is {@code array[offset + r
   * * rowStride + c]}.
   *
   * @param array the booleans
   * @param offset index of the first row's first element
   * @param rows how many rows; 0 or more
   * @param columns how many elements a row; 0 or more
   * @param rowStride elements from one row's start to the next, at least {@code columns}
   * @return the view
   * @throws IndexOutOfBoundsException if the rows do not lie within the array
   * @throws IllegalArgumentException if {@code rowStride} is less than {@code columns}
   */
  public static View rows(boolean[] array, int offset, int rows, int columns, int rowStride) {
    return rows(Element.BOOLEAN, array, array.length, offset, rows, columns, columns, rowStride);
  }

  /**
   * A packed mask of one row: element i is bit i % 64 of word i / 64, as {@link java.util.BitSet}
   * reads it.
   *
   * @param words the bits
   * @param wordOffset index of the first word
   * @param length how many bits
   * @return a view of one row
   * @throws IndexOutOfBoundsException if the bits do not lie within the array
   */
  public static View bits(long[] words, int wordOffset, int length) {
    return bits(words, wordOffset, 1, length);
  }

  /**
   * A packed mask of a matrix. Every row starts at a word of its own and takes ⌈columns / 64⌉
   * words.
   *
   * @param words the bits
   * @param wordOffset index of the first word
   * @param rows how many rows; 0 or more
   * @param columns how many bits a row; 0 or more
   * @return the view
   * @throws IndexOutOfBoundsException if the rows do not lie within the array
   */
  public static View bits(long[] words, int wordOffset, int rows, int columns) {
    int wordsARow = ActivationDerivative.maskWords(columns);
    return rows(Element.BIT, words, words.length, wordOffset, rows, columns, wordsARow, wordsARow);
  }

  /**
   * A packed mask of one row in a buffer, from the buffer's position; element i is bit i % 64 of
   * word i / 64.
   *
   * @param words the bits
   * @param length how many bits
   * @return a view of one row
   * @throws IndexOutOfBoundsException if fewer than ⌈length / 64⌉ words remain
   */
  public static View bits(LongBuffer words, int length) {
    checkRange("mask", words.remaining(), 0, ActivationDerivative.maskWords(length));
    if (words.hasArray()) {
      return bits(words.array(), start(words), length);
    }
    return buffer(Element.BIT, words, length);
  }

  private static int start(Buffer buffer) {
    return buffer.arrayOffset() + buffer.position();
  }

  private static View matrix(Element element, Object[] matrix) {
    Object[] rows = matrix.clone();
    for (int r = 0; r < rows.length; r++) {
      if (rows[r] == null) {
        throw new NullPointerException("Row " + r + " of the matrix is null.");
      }
    }
    return new View(element, rows, 0, rows.length, 0, 0);
  }

  private static View buffer(Element element, Buffer buffer, int columns) {
    return new View(element, buffer.duplicate(), buffer.position(), 1, columns, 0);
  }

  private static View rows(
      Element element,
      Object array,
      int arrayLength,
      int offset,
      int rows,
      int columns,
      int width,
      int stride) {
    if (rows < 0 || columns < 0 || offset < 0) {
      throw new IndexOutOfBoundsException(
          "A view cannot have offset " + offset + ", " + rows + " rows, " + columns + " columns.");
    }
    if (stride < width) {
      throw new IllegalArgumentException(
          "The row stride "
              + stride
              + " is less than the "
              + width
              + " elements of a row: the rows would overlap.");
    }
    long end = rows == 0 ? offset : offset + (rows - 1L) * stride + width;
    if (end > arrayLength) {
      throw new IndexOutOfBoundsException(
          "The view ends at index " + end + " of an array of " + arrayLength + " elements.");
    }
    return new View(element, array, offset, rows, columns, stride);
  }

  /** Throws unless elements {@code offset} to {@code offset + length - 1} exist. */
  static void checkRange(String name, int size, int offset, int length) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IndexOutOfBoundsException(
          "The range of "
              + length
              + " elements from offset "
              + offset
              + " does not lie within "
              + name
              + ", which has "
              + size
              + ".");
    }
  }

  Element element() {
    return element;
  }

  int rows() {
    return rows;
  }

  /** The array or buffer that holds row r. */
  Object storage(int r) {
    return storage instanceof Object[] matrix ? matrix[r] : storage;
  }

  /** Index of row r's first element or word in its storage. */
  int start(int r) {
    return storage instanceof Object[] ? 0 : offset + r * stride;
  }

  int length(int r) {
    return storage instanceof Object[] matrix
        ? java.lang.reflect.Array.getLength(matrix[r])
        : columns;
  }

  boolean isReadOnly() {
    return storage instanceof Buffer buffer && buffer.isReadOnly();
  }

  /** Whether the storage is memory outside the heap that a kernel can use as it is. */
  boolean isNativeMemory() {
    return storage instanceof Buffer buffer
        && buffer.isDirect()
        && order() == ByteOrder.nativeOrder();
  }

  private ByteOrder order() {
    return switch (element) {
      case FLOAT -> ((FloatBuffer) storage).order();
      case DOUBLE -> ((DoubleBuffer) storage).order();
      case INT -> ((IntBuffer) storage).order();
      case BIT -> ((LongBuffer) storage).order();
      case BOOLEAN -> throw new AssertionError("there is no buffer of booleans");
    };
  }

  /** Throws unless the other view has the same rows of the same lengths. */
  void checkSameShape(String name, View other, String otherName) {
    if (rows != other.rows) {
      throw new IllegalArgumentException(
          name
              + " has "
              + rows
              + " rows and "
              + otherName
              + " "
              + other.rows
              + "; all operands must have the same shape.");
    }
    for (int r = 0; r < rows; r++) {
      if (length(r) != other.length(r)) {
        throw new IllegalArgumentException(
            "Row "
                + r
                + " of "
                + name
                + " has "
                + length(r)
                + " elements and of "
                + otherName
                + " "
                + other.length(r)
                + "; all operands must have the same shape.");
      }
    }
  }

  /**
   * Throws where this view, which will be written, shares memory with another operand otherwise
   * than row for row at the same place.
   *
   * @param samePlaceAllowed whether the same row may lie at the same place in both
   * @param address the address of a direct buffer's element 0, or 0 if it cannot be told
   */
  void checkOverlap(
      String name,
      View other,
      String otherName,
      boolean samePlaceAllowed,
      ToLongFunction<Buffer> address) {
    if (rows == 1 && other.rows == 1) {
      Extent mine = extent(0, address);
      Extent theirs = other.extent(0, address);
      if (mine.intersects(theirs) && !(samePlaceAllowed && mine.sameAs(theirs))) {
        throw overlap(name, otherName, samePlaceAllowed);
      }
      return;
    }
    Map<Object, TreeMap<Long, Extent>> extents = new IdentityHashMap<>();
    for (int r = 0; r < rows; r++) {
      Extent mine = extent(r, address);
      if (mine.start < mine.end && mine.place(extents).put(mine.start, mine) != null) {
        throw new IllegalArgumentException(
            "Two rows of " + name + " are the same array; every output row needs its own.");
      }
    }
    for (int r = 0; r < rows; r++) {
      Extent theirs = other.extent(r, address);
      Map.Entry<Long, Extent> before = theirs.place(extents).lowerEntry(theirs.end);
      if (before != null
          && before.getValue().intersects(theirs)
          && !(samePlaceAllowed && before.getValue().sameAs(theirs))) {
        throw overlap(name, otherName, samePlaceAllowed);
      }
    }
  }

  static IllegalArgumentException overlap(String name, String otherName, boolean samePlaceAllowed) {
    return new IllegalArgumentException(
        name
            + " overlaps "
            + otherName
            + "; they must be "
            + (samePlaceAllowed ? "exactly the same range or disjoint." : "disjoint."));
  }

  private Extent extent(int r, ToLongFunction<Buffer> address) {
    Object where = storage(r);
    long start = (long) start(r) * element.size;
    int elements = element == Element.BIT ? ActivationDerivative.maskWords(length(r)) : length(r);
    if (where instanceof Buffer buffer && buffer.isDirect()) {
      long base = address.applyAsLong(buffer);
      if (base != 0) {
        where = Extent.NATIVE_MEMORY;
        start += base;
      }
    }
    return new Extent(where, r, start, start + (long) elements * element.size);
  }

  /** The bytes of one row. */
  private record Extent(Object storage, int row, long start, long end) {
    static final Object NATIVE_MEMORY = new Object();

    TreeMap<Long, Extent> place(Map<Object, TreeMap<Long, Extent>> extents) {
      return extents.computeIfAbsent(storage, key -> new TreeMap<>());
    }

    boolean intersects(Extent other) {
      return storage == other.storage && Math.max(start, other.start) < Math.min(end, other.end);
    }

    boolean sameAs(Extent other) {
      return row == other.row && start == other.start && end == other.end;
    }
  }
}
