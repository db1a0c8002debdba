// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.io.IOException;
import java.nio.Buffer;
import java.util.Arrays;
import java.util.Optional;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.Operation;

/** The provider {@code native}: C++ kernels for AVX-512, AVX2 or any CPU, chosen at run time. */
public final class NativeActivationDerivative extends ActivationDerivative {

  /**
   * The system property that caps the instruction set: {@code avx512}, {@code avx2} or {@code
   * baseline}. The best that the CPU and the operating system support and that is not above the cap
   * is used.
   */
  static final String ISA_PROPERTY = "actgrad.isa";

  /**
   * Elements a native call: while a call holds the arrays, most collectors must wait. An estimate,
   * not measured yet, for less than 20 µs at the speed of memory.
   */
  static final int CHUNK = 1 << 15;

  // The C++ enumerators are in the order of the Java ones.
  private static final int DERIVATIVE = Operation.DERIVATIVE.ordinal();
  private static final int INT_DERIVATIVE = Operation.INT_DERIVATIVE.ordinal();
  private static final int BOOLEAN_DERIVATIVE = Operation.BOOLEAN_DERIVATIVE.ordinal();
  private static final int MASK = Operation.MASK.ordinal();
  private static final int BACKWARD = Operation.BACKWARD.ordinal();
  private static final int BACKWARD_FROM_MASK = Operation.BACKWARD_FROM_MASK.ordinal();
  private static final int FORWARD_AND_DERIVATIVE = Operation.FORWARD_AND_DERIVATIVE.ordinal();
  private static final int FORWARD_AND_MASK = Operation.FORWARD_AND_MASK.ordinal();

  private final String isaCap;

  /** The C++ implementation in use; 0 until the library is loaded and has answered. */
  private volatile long implementation;

  private Throwable unavailabilityCause;

  /** For {@link java.util.ServiceLoader}. */
  public NativeActivationDerivative() {
    this(System.getProperty(ISA_PROPERTY, ""));
  }

  NativeActivationDerivative(String isaCap) {
    this.isaCap = isaCap;
  }

  private NativeActivationDerivative(long implementation) {
    this("");
    this.implementation = implementation;
  }

  @Override
  public String name() {
    return "native";
  }

  @Override
  public int priority() {
    return 300;
  }

  @Override
  public String instructionSet() {
    return unavailabilityCause().isEmpty() ? NativeKernels.isa(implementation) : "none";
  }

  @Override
  public synchronized Optional<Throwable> unavailabilityCause() {
    if (implementation == 0 && unavailabilityCause == null) {
      try {
        load();
      } catch (Throwable e) {
        // Whatever goes wrong here must not go wrong in the application.
        unavailabilityCause = e;
      }
    }
    return Optional.ofNullable(unavailabilityCause);
  }

  private void load() throws IOException {
    NativeLibrary.load();
    long found = NativeKernels.implementation(isaCap);
    if (found == 0) {
      throw new IllegalArgumentException(
          "There is no instruction set '"
              + isaCap
              + "'; set -D"
              + ISA_PROPERTY
              + " to avx512, avx2 or baseline, or do not set it.");
    }
    new NativeActivationDerivative(found).probe();
    implementation = found;
  }

  /** Trusts the library only after it has given right results. */
  private void probe() {
    float[] x = {-1, Float.MIN_VALUE, 0, Float.NaN, Float.POSITIVE_INFINITY};
    double[] y = {-1, Double.MIN_VALUE, 0, Double.NaN, Double.POSITIVE_INFINITY};
    long[] mask = {-1};
    mask(Activation.relu(), y, 0, mask, 0, y.length);
    if (!Arrays.equals(derivative(Activation.relu(), x), new float[] {0, 1, 0, 0, 1})
        || !Arrays.equals(derivative(Activation.relu(), y), new double[] {0, 1, 0, 0, 1})
        || mask[0] != 0b10010) {
      throw new IllegalStateException(
          "The native library was loaded and gives wrong results as "
              + this
              + "; get the artifact actgrad-native anew, or cap the instruction set with -D"
              + ISA_PROPERTY
              + ".");
    }
  }

  private long implementation() {
    long loaded = implementation;
    if (loaded == 0) {
      Throwable cause = unavailabilityCause().orElse(null);
      if (cause != null) {
        throw new IllegalStateException(
            "The native provider is not available: " + cause.getMessage(), cause);
      }
      loaded = implementation;
    }
    return loaded;
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          DERIVATIVE,
          x,
          xOffset + done,
          derivative,
          derivativeOffset + done,
          n);
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          INT_DERIVATIVE,
          x,
          xOffset + done,
          derivative,
          derivativeOffset + done,
          n);
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          BOOLEAN_DERIVATIVE,
          x,
          xOffset + done,
          derivative,
          derivativeOffset + done,
          n);
    }
  }

  @Override
  protected void maskKernel(
      Activation activation, float[] x, int xOffset, long[] mask, int maskOffset, int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          MASK,
          x,
          xOffset + done,
          mask,
          maskOffset + done / Long.SIZE,
          n);
    }
  }

  @Override
  protected void backwardKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.backward(
          implementation,
          function,
          nan,
          atZero,
          BACKWARD,
          x,
          xOffset + done,
          gradOut,
          gradOutOffset + done,
          gradIn,
          gradInOffset + done,
          n);
    }
  }

  @Override
  protected void backwardFromMaskKernel(
      Activation activation,
      long[] mask,
      int maskOffset,
      float[] gradOut,
      int gradOutOffset,
      float[] gradIn,
      int gradInOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.backward(
          implementation,
          function,
          nan,
          atZero,
          BACKWARD_FROM_MASK,
          mask,
          maskOffset + done / Long.SIZE,
          gradOut,
          gradOutOffset + done,
          gradIn,
          gradInOffset + done,
          n);
    }
  }

  @Override
  protected void forwardAndDerivativeKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      float[] derivative,
      int derivativeOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          FORWARD_AND_DERIVATIVE,
          x,
          xOffset + done,
          value,
          valueOffset + done,
          derivative,
          derivativeOffset + done,
          n);
    }
  }

  @Override
  protected void forwardAndMaskKernel(
      Activation activation,
      float[] x,
      int xOffset,
      float[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          FORWARD_AND_MASK,
          x,
          xOffset + done,
          value,
          valueOffset + done,
          mask,
          maskOffset + done / Long.SIZE,
          n);
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          DERIVATIVE,
          x,
          xOffset + done,
          derivative,
          derivativeOffset + done,
          n);
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      int[] derivative,
      int derivativeOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          INT_DERIVATIVE,
          x,
          xOffset + done,
          derivative,
          derivativeOffset + done,
          n);
    }
  }

  @Override
  protected void derivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      boolean[] derivative,
      int derivativeOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          BOOLEAN_DERIVATIVE,
          x,
          xOffset + done,
          derivative,
          derivativeOffset + done,
          n);
    }
  }

  @Override
  protected void maskKernel(
      Activation activation, double[] x, int xOffset, long[] mask, int maskOffset, int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          MASK,
          x,
          xOffset + done,
          mask,
          maskOffset + done / Long.SIZE,
          n);
    }
  }

  @Override
  protected void backwardKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.backward(
          implementation,
          function,
          nan,
          atZero,
          BACKWARD,
          x,
          xOffset + done,
          gradOut,
          gradOutOffset + done,
          gradIn,
          gradInOffset + done,
          n);
    }
  }

  @Override
  protected void backwardFromMaskKernel(
      Activation activation,
      long[] mask,
      int maskOffset,
      double[] gradOut,
      int gradOutOffset,
      double[] gradIn,
      int gradInOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.backward(
          implementation,
          function,
          nan,
          atZero,
          BACKWARD_FROM_MASK,
          mask,
          maskOffset + done / Long.SIZE,
          gradOut,
          gradOutOffset + done,
          gradIn,
          gradInOffset + done,
          n);
    }
  }

  @Override
  protected void forwardAndDerivativeKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      double[] derivative,
      int derivativeOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          FORWARD_AND_DERIVATIVE,
          x,
          xOffset + done,
          value,
          valueOffset + done,
          derivative,
          derivativeOffset + done,
          n);
    }
  }

  @Override
  protected void forwardAndMaskKernel(
      Activation activation,
      double[] x,
      int xOffset,
      double[] value,
      int valueOffset,
      long[] mask,
      int maskOffset,
      int length) {
    long implementation = implementation();
    int function = activation.function().ordinal();
    int nan = activation.nan().ordinal();
    double atZero = activation.derivativeAtZero();
    for (int done = 0, n; (n = Math.min(CHUNK, length - done)) > 0; done += n) {
      NativeKernels.run(
          implementation,
          function,
          nan,
          atZero,
          FORWARD_AND_MASK,
          x,
          xOffset + done,
          value,
          valueOffset + done,
          mask,
          maskOffset + done / Long.SIZE,
          n);
    }
  }

  @Override
  protected boolean addressKernel(
      Operation operation,
      boolean isDouble,
      Activation activation,
      long in0,
      long in1,
      long out0,
      long out1,
      int length) {
    NativeKernels.run(
        implementation(),
        activation.function().ordinal(),
        activation.nan().ordinal(),
        activation.derivativeAtZero(),
        operation.ordinal(),
        isDouble,
        in0,
        in1,
        out0,
        out1,
        length);
    return true;
  }

  @Override
  protected long address(Buffer buffer) {
    implementation(); // loads the library
    return NativeKernels.address(buffer);
  }
}
