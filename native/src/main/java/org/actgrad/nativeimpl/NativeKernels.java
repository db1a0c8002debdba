// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.nio.Buffer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Namespace;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Raw;

/**
 * The binding of {@code binding.h}. Arrays are passed as they are ({@link Raw}): JavaCPP's glue
 * would need an overload for each combination of array types, and its glue for buffers can abort
 * the JVM or keep the collector locked for ever.
 */
@Platform(include = "binding.h")
@Namespace("actgrad::binding")
@NoException
final class NativeKernels {

  private NativeKernels() {}

  static native String version();

  static native long implementation(String cap);

  static native String isa(long implementation);

  static native long address(@Raw(withEnv = true) Buffer buffer);

  /** Whether the JVM, instead of pinning an array such as this one, copies all of it. */
  static native @Cast("jboolean") boolean copies(@Raw(withEnv = true) double[] numbers);

  /** On addresses; operands that the operation does not have are 0. */
  static native void run(
      @Raw(withEnv = true) double[] numbers,
      int numberCount,
      int function,
      int nan,
      int upstream,
      int form,
      long implementation,
      int operation,
      @Cast("jboolean") boolean isDouble,
      long in0,
      long in1,
      long out0,
      long out1,
      int length);

  /**
   * On arrays; operands that the operation does not have are null.
   *
   * @param copied whether to copy elements instead of pinning arrays
   */
  static native void run(
      @Raw(withEnv = true) double[] numbers,
      int numberCount,
      int function,
      int nan,
      int upstream,
      int form,
      long implementation,
      int operation,
      @Cast("jboolean") boolean isDouble,
      @Cast("jboolean") boolean copied,
      @Raw Object in0,
      int in0Offset,
      @Raw Object in1,
      int in1Offset,
      @Raw Object out0,
      int out0Offset,
      @Raw Object out1,
      int out1Offset,
      int length);
}
