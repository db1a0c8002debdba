// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.util.Optional;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.Operation;

/**
 * The provider {@code vector}: the Vector API, for piecewise-linear functions vector by vector, for
 * smooth ones column by column, those in plain Java until the JVM has warmed up.
 *
 * <p>Available where the incubator module was added to the JVM and C2 compiles vectors: without C2
 * the API is interpreted object by object, up to 1000 times slower than plain Java
 * (apache/lucene#12765).
 */
public final class VectorActivationDerivative extends JavaActivationDerivative {

  /**
   * So short that one long call, too, has many of them, and has vectors compiled before it ends.
   */
  private static final int PROBATION_PIECE = 1 << 12;

  private final boolean onProbation;

  /** For {@link java.util.ServiceLoader}. */
  public VectorActivationDerivative() {
    this(true);
  }

  /**
   * For tests.
   *
   * @param onProbation false to have vectors compute smooth functions from the first call on
   */
  VectorActivationDerivative(boolean onProbation) {
    this.onProbation = onProbation;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 200;
  }

  @Override
  public String instructionSet() {
    return Availability.CAUSE == null ? VectorFormula.instructionSet() : "none";
  }

  @Override
  public Optional<Throwable> unavailabilityCause() {
    return Optional.ofNullable(Availability.CAUSE);
  }

  /** One vector, where the function is piecewise linear; see {@code docs/cutovers.md}. */
  @Override
  protected int cutover(
      Activation.Function function,
      Operation operation,
      boolean isDouble,
      ActivationDerivative below) {
    // Storing a mask as booleans is a call for each lane before JDK 19 (JDK-8282162).
    boolean slowMasks =
        operation == Operation.BOOLEAN_DERIVATIVE && Runtime.version().feature() < 19;
    if (slowMasks || !isDouble && hasSlowLookups(function)) {
      return Integer.MAX_VALUE;
    }
    return function.isPiecewiseLinear() ? Math.max(8, VectorFormula.shortest(isDouble)) : 16;
  }

  /** C2 of JDK 17 makes objects of the vectors where a lookup takes four shuffles. */
  private static boolean hasSlowLookups(Activation.Function function) {
    boolean hasLookups =
        function == Activation.Function.GELU_TANH || function == Activation.Function.MISH;
    return hasLookups && VectorFormula.INTS.length() < 8 && Runtime.version().feature() < 25;
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
    if (!activation.function().isPiecewiseLinear()) {
      smooth(
          operation,
          isDouble,
          activation,
          in0,
          in0Offset,
          in1,
          in1Offset,
          out0,
          out0Offset,
          out1,
          out1Offset,
          length);
      return;
    }
    // No probation: these are compiled within a second. If they are called with a few elements at a
    // time until then, C2 of JDK 17 makes objects of their vectors for good; and short calls do not
    // win by more than it takes to read the clock.
    int done =
        Availability.LINEAR.run(
            operation,
            isDouble,
            activation,
            in0,
            in0Offset,
            in1,
            in1Offset,
            out0,
            out0Offset,
            out1,
            out1Offset,
            length);
    if (done < length) {
      super.kernel(
          operation,
          isDouble,
          activation,
          in0,
          in0Offset + operation.in0Length(done),
          in1,
          in1Offset + done,
          out0,
          out0Offset + operation.out0Length(done),
          out1,
          out1Offset + operation.out1Length(done),
          length - done);
    }
  }

  private void smooth(
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
    Probation probation =
        onProbation ? Availability.probation(operation, isDouble, activation) : null;
    int done = 0;
    while (done < length) {
      boolean measured = probation != null && !probation.isOver();
      int piece = measured ? Math.min(PROBATION_PIECE, length - done) : length - done;
      long start = measured ? System.nanoTime() : 0;
      int byVectors =
          Availability.SMOOTH.run(
              operation,
              isDouble,
              activation,
              in0,
              in0Offset + operation.in0Length(done),
              in1,
              in1Offset + done,
              out0,
              out0Offset + operation.out0Length(done),
              out1,
              out1Offset + operation.out1Length(done),
              measured ? probation.share(piece) : piece);
      long middle = measured ? System.nanoTime() : 0;
      done += byVectors;
      int byPlainJava = piece - byVectors;
      if (byPlainJava > 0) {
        super.kernel(
            operation,
            isDouble,
            activation,
            in0,
            in0Offset + operation.in0Length(done),
            in1,
            in1Offset + done,
            out0,
            out0Offset + operation.out0Length(done),
            out1,
            out1Offset + operation.out1Length(done),
            byPlainJava);
        done += byPlainJava;
      }
      if (measured) {
        probation.record(byVectors, middle - start, byPlainJava, System.nanoTime() - middle);
      }
    }
  }

  /** Decided when first asked for: loading the provider must not touch the Vector API. */
  private static final class Availability {
    static final Throwable CAUSE = find();
    static final Plans<VectorFormula> LINEAR =
        CAUSE != null
            ? null
            : new Plans<>(
                new VectorLoops(),
                (activation, operation, isDouble) ->
                    VectorFormula.of(
                        activation, kernelParameters(activation), operation, isDouble));
    static final Plans<ColumnProgram> SMOOTH =
        new Plans<>(
            new ColumnLoops(),
            (activation, operation, isDouble) ->
                ColumnProgram.of(activation, kernelParameters(activation), operation, isDouble));

    private static final int FORMS = Activation.Form.values().length;
    private static final int OPERATIONS = Operation.values().length;

    /**
     * One for what is compiled as one: a parameter that is learned is another at every step. Made
     * as they are asked for; of two threads that make the same, one starts its probation anew.
     */
    private static final Probation[] PROBATIONS =
        new Probation[2 * OPERATIONS * FORMS * Activation.Function.values().length];

    static Probation probation(Operation operation, boolean isDouble, Activation activation) {
      int form = activation.function().ordinal() * FORMS + activation.form().ordinal();
      int i = 2 * (form * OPERATIONS + operation.ordinal()) + (isDouble ? 1 : 0);
      Probation probation = PROBATIONS[i];
      if (probation == null) {
        probation = new Probation();
        PROBATIONS[i] = probation;
      }
      return probation;
    }

    private static Throwable find() {
      try {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
          return new UnsupportedOperationException(
              "The module jdk.incubator.vector is not loaded; start the JVM with --add-modules jdk.incubator.vector.");
        }
        return VectorFormula.unavailabilityCause();
      } catch (Throwable e) {
        return e;
      }
    }
  }
}
