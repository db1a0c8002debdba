// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a file holds.
 *
 * @param array a {@code float[]}, {@code double[]}, {@code int[]} or {@code boolean[]} in C order
 * @param shape the length of every dimension
 * @param order the byte order in the file
 */
record Numbers(Object array, int[] shape, ByteOrder order) {

  /** The longest array that every JVM can make. */
  static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  int length() {
    return Array.getLength(array);
  }

  /** The bytes of one element. */
  int itemSize() {
    return array instanceof double[] ? 8 : array instanceof boolean[] ? 1 : 4;
  }

  /** The element type as NumPy calls it. */
  String type() {
    if (array instanceof float[]) {
      return "float32";
    } else if (array instanceof double[]) {
      return "float64";
    }
    return array instanceof int[] ? "int32" : "bool";
  }

  /** The shape as Python writes a tuple. */
  static String shapeText(int[] shape) {
    String lengths =
        Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return shape.length == 1 ? "(" + lengths + ",)" : "(" + lengths + ")";
  }
}
