// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import java.util.Locale;
import org.actgrad.Activation;
import org.actgrad.Operation;
import org.actgrad.benchmarks.OperationBenchmark;

/**
 * How long one call took.
 *
 * @param what what was called, as it is named in plots and tables
 * @param task what it was to do
 * @param length how many elements
 * @param nanos the time of a call, the mean of the best iteration
 * @param error half the width of the 99.9 % confidence interval of {@code nanos}, or NaN
 */
record Measurement(String what, Task task, int length, double nanos, double error) {

  /** The prefix of this library's providers. */
  static final String OURS = "actgrad ";

  static final String FASTEST = OURS + "fastest";
  static final String KERNEL = "C++ kernel";
  static final String LOOP = "loop with ?:";
  static final String MATH_LOOP = "loop over Math";
  static final String ALL_CORES = ", all cores";

  /**
   * What a benchmark computes.
   *
   * @param activation the function, or COPY
   * @param operation the name of the benchmark's method
   * @param type float or double
   */
  record Task(String activation, String operation, String type) {

    static final String COPY = "COPY";

    /** Bytes that are read and written for one element. */
    double bytes() {
      double element = isDouble() ? Double.BYTES : Float.BYTES;
      double bit = 1.0 / Byte.SIZE;
      return switch (operation) {
        case "derivative", "copy" -> 2 * element;
        case "intDerivative" -> element + Integer.BYTES;
        case "booleanDerivative" -> element + 1;
        case "mask" -> element + bit;
        case "backward", "forwardAndDerivative" -> 3 * element;
        case "backwardFromMask", "forwardAndMask" -> 2 * element + bit;
        default ->
            throw new IllegalArgumentException(
                "The report does not know how many bytes an element of "
                    + operation
                    + " takes; add it to Measurement.Task.bytes.");
      };
    }

    Activation.Function function() {
      return OperationBenchmark.function(activation);
    }

    /** The operation that the method runs. */
    Operation kernel() {
      return Operation.valueOf(operation.replaceAll("[A-Z]", "_$0").toUpperCase(Locale.ROOT));
    }

    boolean isDouble() {
      return type.equals("double");
    }

    @Override
    public String toString() {
      return activation + " " + operation + " " + type;
    }
  }

  boolean isOurs() {
    return what.startsWith(OURS);
  }

  boolean isPeer() {
    return !isOurs() && !what.startsWith(KERNEL) && !task.activation().equals(Task.COPY);
  }

  /** Whether it is one of our providers by itself. */
  boolean isProvider() {
    return isOurs() && !what.startsWith(FASTEST);
  }

  boolean isOnAllCores() {
    return what.endsWith(ALL_CORES);
  }

  double perElement() {
    return nanos / length;
  }

  /** Elements per nanosecond. */
  double throughput() {
    return length / nanos;
  }
}
