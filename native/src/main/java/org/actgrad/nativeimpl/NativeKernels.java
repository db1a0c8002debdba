// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.nio.Buffer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.Namespace;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Raw;

/**
 * The binding of {@code binding.h}: arrays and primitives only, since JavaCPP's glue for buffers
 * can abort the JVM or keep the collector locked for ever. The arrays are used where they are
 * ({@link CriticalRegion}) instead of being copied.
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

  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Cast("jboolean") boolean isDouble,
      long in0,
      long in1,
      long out0,
      long out1,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const float[] in,
      int inOffset,
      float[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const float[] in,
      int inOffset,
      int[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const float[] in,
      int inOffset,
      boolean[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const float[] in,
      int inOffset,
      long[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const float[] in,
      int inOffset,
      float[] out0,
      int out0Offset,
      float[] out1,
      int out1Offset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const float[] in,
      int inOffset,
      float[] out0,
      int out0Offset,
      long[] out1,
      int out1Offset,
      int length);

  @CriticalRegion
  static native void backward(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const float[] in0,
      int in0Offset,
      @Const float[] in1,
      int in1Offset,
      float[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void backward(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const long[] in0,
      int in0Offset,
      @Const float[] in1,
      int in1Offset,
      float[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const double[] in,
      int inOffset,
      double[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const double[] in,
      int inOffset,
      int[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const double[] in,
      int inOffset,
      boolean[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const double[] in,
      int inOffset,
      long[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const double[] in,
      int inOffset,
      double[] out0,
      int out0Offset,
      double[] out1,
      int out1Offset,
      int length);

  @CriticalRegion
  static native void run(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const double[] in,
      int inOffset,
      double[] out0,
      int out0Offset,
      long[] out1,
      int out1Offset,
      int length);

  @CriticalRegion
  static native void backward(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const double[] in0,
      int in0Offset,
      @Const double[] in1,
      int in1Offset,
      double[] out,
      int outOffset,
      int length);

  @CriticalRegion
  static native void backward(
      long implementation,
      int function,
      int nan,
      double atZero,
      int operation,
      @Const long[] in0,
      int in0Offset,
      @Const double[] in1,
      int in1Offset,
      double[] out,
      int outOffset,
      int length);
}
