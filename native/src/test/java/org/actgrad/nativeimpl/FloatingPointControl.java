// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/** The floating-point control register of this thread. */
@Platform(include = "floating_point_control.h")
@NoException
final class FloatingPointControl {

  private FloatingPointControl() {}

  @Name("get_control")
  static native int get();

  @Name("set_control")
  static native void set(int control);

  @Name("flush_to_zero_bits")
  static native int flushToZero();
}
