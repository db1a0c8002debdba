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

  private final String isaCap;

  /** The C++ implementation in use; 0 until the library is loaded and has answered. */
  private volatile long implementation;

  /** Whether this JVM copies whole arrays where it is asked to pin them; set before the above. */
  private boolean arraysAreCopied;

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
    this.arraysAreCopied = NativeKernels.copies(new double[1]);
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
    NativeActivationDerivative trusted = new NativeActivationDerivative(found);
    trusted.probe();
    arraysAreCopied = trusted.arraysAreCopied;
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

  /** Where the work that is saved outweighs the call; see {@code docs/cutovers.md}. */
  @Override
  protected int cutover(
      Activation.Function function,
      Operation operation,
      boolean isDouble,
      ActivationDerivative below) {
    boolean belowAreVectors = below.name().equals("vector");
    if (!function.isPiecewiseLinear()) {
      return switch (function) {
        // In float these are in float arithmetic, which vectors do as fast as the kernels.
        case SIGMOID, LOG_SIGMOID, TANH, SOFTPLUS, SWISH, GELU, GELU_TANH, MISH ->
            isDouble
                ? 8
                : belowAreVectors && operation != Operation.FORWARD_AND_DERIVATIVE ? 64 : 16;
        // Without an exponential or the like, which is most of what the others take.
        case HARD_SWISH,
            SOFTSIGN,
            SQUAREPLUS,
            SPARSE_PLUS,
            RATIONAL_TANH,
            LOG,
            SQRT,
            SQUARE,
            CUBE ->
            16;
        default -> 8;
      };
    }
    if (!belowAreVectors) {
      return 128;
    }
    // Masks of lanes are slow before JDK 19 (JDK-8282162).
    if (Runtime.version().feature() >= 19) {
      return isDouble ? 8192 : 16384;
    }
    return switch (operation) {
      // The provider below hands booleans down itself.
      case BOOLEAN_DERIVATIVE -> 128;
      case MASK, BACKWARD_FROM_MASK, FORWARD_AND_MASK -> 1024;
      case DERIVATIVE -> 4096;
      case INT_DERIVATIVE -> isDouble ? 4096 : 8192;
      case BACKWARD, FORWARD_AND_DERIVATIVE -> 8192;
    };
  }

  @Override
  protected void kernel(
      Operation operation,
      boolean isDouble,
      Activation activation,
      Object in0,
      int in0Offset,
      Object in1,
      int in1Offset,
      Object out0,
      int out0Offset,
      Object out1,
      int out1Offset,
      int length) {
    double[] numbers = kernelParameters(activation);
    NativeKernels.run(
        numbers,
        numbers.length,
        code(activation.function()),
        activation.nan().ordinal(),
        activation.upstream().ordinal(),
        activation.form().ordinal(),
        implementation(),
        operation.ordinal(),
        isDouble,
        arraysAreCopied,
        in0,
        in0Offset,
        in1,
        in1Offset,
        out0,
        out0Offset,
        out1,
        out1Offset,
        length);
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
    double[] numbers = kernelParameters(activation);
    NativeKernels.run(
        numbers,
        numbers.length,
        code(activation.function()),
        activation.nan().ordinal(),
        activation.upstream().ordinal(),
        activation.form().ordinal(),
        implementation(),
        operation.ordinal(),
        isDouble,
        in0,
        in1,
        out0,
        out1,
        length);
    return true;
  }

  /** The C++ enumerator: one for all piecewise-linear functions, the others in the same order. */
  private static int code(Activation.Function function) {
    return function.isPiecewiseLinear()
        ? 0
        : 1 + function.ordinal() - Activation.Function.HARD_SWISH.ordinal();
  }

  @Override
  protected long address(Buffer buffer) {
    implementation(); // loads the library
    return NativeKernels.address(buffer);
  }
}
