// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Smooth functions on vectors have the bits that plain Java computes, and leave no garbage. */
class ColumnsTest {

  private static final ActivationDerivative JAVA = new JavaActivationDerivative();
  private static final ActivationDerivative VECTOR = new VectorActivationDerivative(false);

  static Stream<Activation> activations() {
    return Stream.concat(
        SmoothTest.activations(),
        Stream.of(
            Activation.sigmoid().fromOutput(),
            Activation.tanh().fromOutput(),
            Activation.elu(0.5).fromOutput()));
  }

  /** Any bits at all, numbers of moderate size, and where formulas change their ways. */
  private static double[] inputs() {
    SplittableRandom random = new SplittableRandom(7);
    double[] special = {
      0.0,
      -0.0,
      1,
      -1,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN,
      Double.longBitsToDouble(-1)
    };
    double[] x = new double[3 * 1024 + 5];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextDouble(-4, 4);
            case 2 -> random.nextDouble(-800, 800);
            default -> i < 1024 ? special[i / 4 % special.length] : random.nextInt(-9, 9) / 2.0;
          };
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void doublesHaveTheBitsOfPlainJava(Activation activation) {
    double[] x = inputs();
    int n = x.length;
    double[] gradOut = new double[n];
    for (int i = 0; i < n; i++) {
      gradOut[i] = x[n - 1 - i];
    }
    double[][] expected = new double[4][n];
    JAVA.derivative(activation, x, 0, expected[0], 0, n);
    JAVA.backward(activation, x, 0, gradOut, 0, expected[1], 0, n);
    JAVA.forwardAndDerivative(activation, x, 0, expected[2], 0, expected[3], 0, n);
    double[][] actual = new double[4][n];
    VECTOR.derivative(activation, x, 0, actual[0], 0, n);
    VECTOR.backward(activation, x, 0, gradOut, 0, actual[1], 0, n);
    VECTOR.forwardAndDerivative(activation, x, 0, actual[2], 0, actual[3], 0, n);
    assertSame(activation, x, gradOut, expected, actual);
    double[][] inPlace = {x.clone(), gradOut.clone(), x.clone(), new double[n]};
    VECTOR.derivative(activation, inPlace[0], 0, inPlace[0], 0, n);
    VECTOR.backward(activation, x, 0, inPlace[1], 0, inPlace[1], 0, n);
    VECTOR.forwardAndDerivative(activation, inPlace[2], 0, inPlace[2], 0, inPlace[3], 0, n);
    assertSame(activation, x, gradOut, expected, inPlace);
  }

  private static void assertSame(
      Activation activation, double[] x, double[] gradOut, double[][] expected, double[][] actual) {
    for (int k = 0; k < 4; k++) {
      for (int i = 0; i < x.length; i++) {
        if (Double.doubleToRawLongBits(expected[k][i])
            != Double.doubleToRawLongBits(actual[k][i])) {
          assertEquals(
              Long.toHexString(Double.doubleToRawLongBits(expected[k][i])),
              Long.toHexString(Double.doubleToRawLongBits(actual[k][i])),
              activation + ", result " + k + ", x = " + x[i] + ", gradient " + gradOut[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void floatsHaveTheBitsOfPlainJava(Activation activation) {
    double[] doubles = inputs();
    int n = doubles.length;
    float[] x = new float[n];
    float[] gradOut = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          i % 4 == 0
              ? Float.intBitsToFloat((int) Double.doubleToRawLongBits(doubles[i]))
              : (float) doubles[i];
      gradOut[n - 1 - i] = x[i];
    }
    float[][] expected = new float[4][n];
    JAVA.derivative(activation, x, 0, expected[0], 0, n);
    JAVA.backward(activation, x, 0, gradOut, 0, expected[1], 0, n);
    JAVA.forwardAndDerivative(activation, x, 0, expected[2], 0, expected[3], 0, n);
    float[][] actual = new float[4][n];
    VECTOR.derivative(activation, x, 0, actual[0], 0, n);
    VECTOR.backward(activation, x, 0, gradOut, 0, actual[1], 0, n);
    VECTOR.forwardAndDerivative(activation, x, 0, actual[2], 0, actual[3], 0, n);
    assertSame(activation, x, gradOut, expected, actual);
    float[][] inPlace = {x.clone(), gradOut.clone(), x.clone(), new float[n]};
    VECTOR.derivative(activation, inPlace[0], 0, inPlace[0], 0, n);
    VECTOR.backward(activation, x, 0, inPlace[1], 0, inPlace[1], 0, n);
    VECTOR.forwardAndDerivative(activation, inPlace[2], 0, inPlace[2], 0, inPlace[3], 0, n);
    assertSame(activation, x, gradOut, expected, inPlace);
  }

  private static void assertSame(
      Activation activation, float[] x, float[] gradOut, float[][] expected, float[][] actual) {
    for (int k = 0; k < 4; k++) {
      for (int i = 0; i < x.length; i++) {
        if (Float.floatToRawIntBits(expected[k][i]) != Float.floatToRawIntBits(actual[k][i])) {
          assertEquals(
              Integer.toHexString(Float.floatToRawIntBits(expected[k][i])),
              Integer.toHexString(Float.floatToRawIntBits(actual[k][i])),
              activation + ", result " + k + ", x = " + x[i] + ", gradient " + gradOut[i]);
        }
      }
    }
  }

  @Test
  void plainJavaDoesTheWorkUntilVectorsAreFaster() {
    Probation probation = new Probation();
    assertEquals(0, probation.share(10_000), "plain Java has taken no time yet");
    probation.record(0, 0, 10_000, 10_000_000);
    int share = probation.share(10_000);
    assertTrue(share > 0 && share <= ColumnLoops.BLOCK, share + " elements");
    assertEquals(0, share % VectorFormula.FLOATS.length());
    probation.record(share, 20_000_000, 10_000, 1_000_000);
    assertEquals(0, probation.share(10_000), "vectors have taken longer than plain Java in all");
    for (int i = 0; i < 100 && !probation.isOver(); i++) {
      probation.record(ColumnLoops.BLOCK, 1000, 10_000, 1_000_000);
    }
    assertTrue(probation.isOver());
  }

  @Test
  void vectorsAreNotFasterBecausePlainJavaWasHeldUpOnce() {
    Probation probation = new Probation();
    probation.record(0, 0, 10_000, 1_000_000);
    probation.record(0, 0, 16, 100_000_000);
    for (int i = 0; i < 100; i++) {
      probation.record(16, 16 * 10_000, 0, 0);
    }
    assertFalse(probation.isOver());
  }

  @Test
  void onProbationTheResultsAreTheSame() {
    Activation activation = Activation.swish(0.75);
    ActivationDerivative provider = new VectorActivationDerivative();
    float[] x = new float[1001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 500) / 64f;
    }
    float[] expected = new float[x.length];
    float[] actual = new float[x.length];
    JAVA.derivative(activation, x, 0, expected, 0, x.length);
    for (int call = 0; call < 2000; call++) {
      Arrays.fill(actual, -1);
      provider.derivative(activation, x, 0, actual, 0, x.length);
      assertArrayEquals(expected, actual, "call " + call);
    }
  }

  /** Lookups are other code there. */
  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void narrowVectorsHaveTheBitsOfPlainJava(int bytes) throws Exception {
    List<String> jvmArgs =
        List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:MaxVectorSize=" + bytes,
            // Where the CPU's vectors are shorter, it warns.
            "-XX:+DisplayVMOutputToStderr");
    ChildJvm result = ChildJvm.run(null, jvmArgs, Narrow.class);
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertTrue(Integer.parseInt(result.out()) <= bytes, result.out());
  }

  /**
   * In a JVM that has done nothing else: other tests leave C2 profiles that no user has. With
   * narrow vectors, too, of which a lookup takes two; those of two doubles are to be left to plain
   * Java.
   */
  @ParameterizedTest
  @CsvSource({
    "float, smooth, 64",
    "float, smooth, 32",
    "double, smooth, 64",
    "double, smooth, 32",
    "double, linear, 16"
  })
  void leavesNoGarbage(String type, String kind, int bytes) throws Exception {
    List<String> jvmArgs =
        List.of("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=" + bytes);
    ChildJvm result = ChildJvm.run(null, jvmArgs, Garbage.class, type, kind);
    assertEquals(0, result.exitCode(), result.out() + result.err());
  }
}
