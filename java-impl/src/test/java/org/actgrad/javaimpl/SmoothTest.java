// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The bits of every smooth function, scalar and on vectors, against those that the C++ kernels
 * give: smooth.bin is the output of {@code smooth_test vectors}.
 */
class SmoothTest {

  /** One function in one order, for results in float ({@code single}) or double. */
  private record Formula(DoubleUnaryOperator scalar, UnaryOperator<DoubleVector> vector) {}

  private record Expected(
      String name, int order, double p, double q, float[] floats, double[] doubles) {}

  private record Vectors(float[] floats, double[] doubles, List<Expected> expected) {}

  private static Formula formula(String name, int order, boolean single, double p, double q) {
    return switch (name + ' ' + order) {
      case "sigmoid 0" ->
          new Formula(
              x -> Smooth.sigmoidValue(single, x), v -> VectorSmooth.sigmoidValue(single, v));
      case "sigmoid 1" ->
          new Formula(
              x -> Smooth.sigmoidDerivative(single, x),
              v -> VectorSmooth.sigmoidDerivative(single, v));
      case "sigmoid 2" ->
          new Formula(
              x -> Smooth.sigmoidSecondDerivative(single, x),
              v -> VectorSmooth.sigmoidSecondDerivative(single, v));
      case "tanh 0" ->
          new Formula(x -> Smooth.tanhValue(single, x), v -> VectorSmooth.tanhValue(single, v));
      case "tanh 1" ->
          new Formula(
              x -> Smooth.tanhDerivative(single, x), v -> VectorSmooth.tanhDerivative(single, v));
      case "tanh 2" ->
          new Formula(
              x -> Smooth.tanhSecondDerivative(single, x),
              v -> VectorSmooth.tanhSecondDerivative(single, v));
      case "softplus 0" -> {
        SmoothParameters.Softplus k = new SmoothParameters.Softplus(single, p);
        yield new Formula(
            x -> Smooth.softplusValue(single, k, x), v -> VectorSmooth.softplusValue(single, k, v));
      }
      case "softplus 1" -> {
        SmoothParameters.Softplus k = new SmoothParameters.Softplus(single, p);
        yield new Formula(
            x -> Smooth.softplusDerivative(single, k, x),
            v -> VectorSmooth.softplusDerivative(single, k, v));
      }
      case "softplus 2" -> {
        SmoothParameters.Softplus k = new SmoothParameters.Softplus(single, p);
        yield new Formula(
            x -> Smooth.softplusSecondDerivative(single, k, x),
            v -> VectorSmooth.softplusSecondDerivative(single, k, v));
      }
      case "log_sigmoid 0" ->
          new Formula(
              x -> Smooth.logSigmoidValue(single, x), v -> VectorSmooth.logSigmoidValue(single, v));
      case "log_sigmoid 1" ->
          new Formula(
              x -> Smooth.logSigmoidDerivative(single, x),
              v -> VectorSmooth.logSigmoidDerivative(single, v));
      case "log_sigmoid 2" ->
          new Formula(
              x -> Smooth.logSigmoidSecondDerivative(single, x),
              v -> VectorSmooth.logSigmoidSecondDerivative(single, v));
      case "swish 0" -> {
        SmoothParameters.Swish k = new SmoothParameters.Swish(single, p);
        yield new Formula(
            x -> Smooth.swishValue(single, k, x), v -> VectorSmooth.swishValue(single, k, v));
      }
      case "swish 1" -> {
        SmoothParameters.Swish k = new SmoothParameters.Swish(single, p);
        yield new Formula(
            x -> Smooth.swishDerivative(single, k, x),
            v -> VectorSmooth.swishDerivative(single, k, v));
      }
      case "swish 2" -> {
        SmoothParameters.Swish k = new SmoothParameters.Swish(single, p);
        yield new Formula(
            x -> Smooth.swishSecondDerivative(single, k, x),
            v -> VectorSmooth.swishSecondDerivative(single, k, v));
      }
      case "gelu 0" ->
          new Formula(x -> Smooth.geluValue(single, x), v -> VectorSmooth.geluValue(single, v));
      case "gelu 1" ->
          new Formula(
              x -> Smooth.geluDerivative(single, x), v -> VectorSmooth.geluDerivative(single, v));
      case "gelu 2" ->
          new Formula(
              x -> Smooth.geluSecondDerivative(single, x),
              v -> VectorSmooth.geluSecondDerivative(single, v));
      case "gelu_tanh 0" ->
          new Formula(
              x -> Smooth.geluTanhValue(single, x), v -> VectorSmooth.geluTanhValue(single, v));
      case "gelu_tanh 1" ->
          new Formula(
              x -> Smooth.geluTanhDerivative(single, x),
              v -> VectorSmooth.geluTanhDerivative(single, v));
      case "mish 0" ->
          new Formula(x -> Smooth.mishValue(single, x), v -> VectorSmooth.mishValue(single, v));
      case "mish 1" ->
          new Formula(
              x -> Smooth.mishDerivative(single, x), v -> VectorSmooth.mishDerivative(single, v));
      case "elu 0" -> {
        SmoothParameters.Elu k = new SmoothParameters.Elu(p, q);
        yield new Formula(
            x -> Smooth.eluValue(single, k, x), v -> VectorSmooth.eluValue(single, k, v));
      }
      case "elu 1" -> {
        SmoothParameters.Elu k = new SmoothParameters.Elu(p, q);
        yield new Formula(
            x -> Smooth.eluDerivative(single, k, x), v -> VectorSmooth.eluDerivative(single, k, v));
      }
      case "elu 2" -> {
        SmoothParameters.Elu k = new SmoothParameters.Elu(p, q);
        yield new Formula(
            x -> Smooth.eluSecondDerivative(single, k, x),
            v -> VectorSmooth.eluSecondDerivative(single, k, v));
      }
      case "celu 0" -> {
        SmoothParameters.Celu k = new SmoothParameters.Celu(single, p);
        yield new Formula(
            x -> Smooth.celuValue(single, k, x), v -> VectorSmooth.celuValue(single, k, v));
      }
      case "celu 1" -> {
        SmoothParameters.Celu k = new SmoothParameters.Celu(single, p);
        yield new Formula(
            x -> Smooth.celuDerivative(single, k, x),
            v -> VectorSmooth.celuDerivative(single, k, v));
      }
      case "celu 2" -> {
        SmoothParameters.Celu k = new SmoothParameters.Celu(single, p);
        yield new Formula(
            x -> Smooth.celuSecondDerivative(single, k, x),
            v -> VectorSmooth.celuSecondDerivative(single, k, v));
      }
      case "softsign 0" ->
          new Formula(
              x -> Smooth.softsignValue(single, x), v -> VectorSmooth.softsignValue(single, v));
      case "softsign 1" ->
          new Formula(
              x -> Smooth.softsignDerivative(single, x),
              v -> VectorSmooth.softsignDerivative(single, v));
      case "softsign 2" ->
          new Formula(
              x -> Smooth.softsignSecondDerivative(single, x),
              v -> VectorSmooth.softsignSecondDerivative(single, v));
      case "tanhshrink 0" ->
          new Formula(
              x -> Smooth.tanhshrinkValue(single, x), v -> VectorSmooth.tanhshrinkValue(single, v));
      case "tanhshrink 1" ->
          new Formula(
              x -> Smooth.tanhshrinkDerivative(single, x),
              v -> VectorSmooth.tanhshrinkDerivative(single, v));
      case "squareplus 0" -> {
        SmoothParameters.Squareplus k = new SmoothParameters.Squareplus(p);
        yield new Formula(
            x -> Smooth.squareplusValue(single, k, x),
            v -> VectorSmooth.squareplusValue(single, k, v));
      }
      case "squareplus 1" -> {
        SmoothParameters.Squareplus k = new SmoothParameters.Squareplus(p);
        yield new Formula(
            x -> Smooth.squareplusDerivative(single, k, x),
            v -> VectorSmooth.squareplusDerivative(single, k, v));
      }
      case "sparse_plus 0" ->
          new Formula(
              x -> Smooth.sparsePlusValue(single, x), v -> VectorSmooth.sparsePlusValue(single, v));
      case "sparse_plus 1" ->
          new Formula(
              x -> Smooth.sparsePlusDerivative(single, x),
              v -> VectorSmooth.sparsePlusDerivative(single, v));
      case "lisht 0" ->
          new Formula(x -> Smooth.lishtValue(single, x), v -> VectorSmooth.lishtValue(single, v));
      case "lisht 1" ->
          new Formula(
              x -> Smooth.lishtDerivative(single, x), v -> VectorSmooth.lishtDerivative(single, v));
      case "logcosh 0" ->
          new Formula(
              x -> Smooth.logCoshValue(single, x), v -> VectorSmooth.logCoshValue(single, v));
      case "logcosh 1" ->
          new Formula(
              x -> Smooth.logCoshDerivative(single, x),
              v -> VectorSmooth.logCoshDerivative(single, v));
      case "hard_swish 0" -> {
        SmoothParameters.HardSwish k = new SmoothParameters.HardSwish(p, q);
        yield new Formula(
            x -> Smooth.hardSwishValue(single, k, x),
            v -> VectorSmooth.hardSwishValue(single, k, v));
      }
      case "hard_swish 1" -> {
        SmoothParameters.HardSwish k = new SmoothParameters.HardSwish(p, q);
        yield new Formula(
            x -> Smooth.hardSwishDerivative(single, k, x),
            v -> VectorSmooth.hardSwishDerivative(single, k, v));
      }
      case "rectified_tanh 0" -> {
        SmoothParameters.RectifiedTanh k = new SmoothParameters.RectifiedTanh();
        yield new Formula(
            x -> Smooth.rectifiedTanhValue(single, k, x),
            v -> VectorSmooth.rectifiedTanhValue(single, k, v));
      }
      case "rectified_tanh 1" -> {
        SmoothParameters.RectifiedTanh k = new SmoothParameters.RectifiedTanh();
        yield new Formula(
            x -> Smooth.rectifiedTanhDerivative(single, k, x),
            v -> VectorSmooth.rectifiedTanhDerivative(single, k, v));
      }
      case "rational_tanh 0" ->
          new Formula(
              x -> Smooth.rationalTanhValue(single, x),
              v -> VectorSmooth.rationalTanhValue(single, v));
      case "rational_tanh 1" ->
          new Formula(
              x -> Smooth.rationalTanhDerivative(single, x),
              v -> VectorSmooth.rationalTanhDerivative(single, v));
      case "erf 0" ->
          new Formula(x -> Smooth.erfValue(single, x), v -> VectorSmooth.erfValue(single, v));
      case "erf 1" ->
          new Formula(
              x -> Smooth.erfDerivative(single, x), v -> VectorSmooth.erfDerivative(single, v));
      case "exp 0" ->
          new Formula(x -> Smooth.expValue(single, x), v -> VectorSmooth.expValue(single, v));
      case "exp 1" ->
          new Formula(
              x -> Smooth.expDerivative(single, x), v -> VectorSmooth.expDerivative(single, v));
      case "log 0" ->
          new Formula(x -> Smooth.logValue(single, x), v -> VectorSmooth.logValue(single, v));
      case "log 1" ->
          new Formula(
              x -> Smooth.logDerivative(single, x), v -> VectorSmooth.logDerivative(single, v));
      case "sqrt 0" ->
          new Formula(x -> Smooth.sqrtValue(single, x), v -> VectorSmooth.sqrtValue(single, v));
      case "sqrt 1" ->
          new Formula(
              x -> Smooth.sqrtDerivative(single, x), v -> VectorSmooth.sqrtDerivative(single, v));
      case "square 0" ->
          new Formula(x -> Smooth.squareValue(single, x), v -> VectorSmooth.squareValue(single, v));
      case "square 1" ->
          new Formula(
              x -> Smooth.squareDerivative(single, x),
              v -> VectorSmooth.squareDerivative(single, v));
      case "cube 0" ->
          new Formula(x -> Smooth.cubeValue(single, x), v -> VectorSmooth.cubeValue(single, v));
      case "cube 1" ->
          new Formula(
              x -> Smooth.cubeDerivative(single, x), v -> VectorSmooth.cubeDerivative(single, v));
      case "pow 0" -> {
        SmoothParameters.Pow k = new SmoothParameters.Pow(p, q);
        yield new Formula(
            x -> Smooth.powValue(single, k, x), v -> VectorSmooth.powValue(single, k, v));
      }
      case "pow 1" -> {
        SmoothParameters.Pow k = new SmoothParameters.Pow(p, q);
        yield new Formula(
            x -> Smooth.powDerivative(single, k, x), v -> VectorSmooth.powDerivative(single, k, v));
      }
      default -> throw new IllegalArgumentException(name + " of order " + order + " is not known");
    };
  }

  @TestFactory
  Stream<DynamicTest> sameBitsAsTheNativeKernels() throws IOException {
    Vectors vectors = read();
    return vectors.expected().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.name() + " " + e.p() + " " + e.q() + " order " + e.order(),
                    () -> check(vectors, e)));
  }

  @Test
  void vectorsCoverEveryFunction() throws IOException {
    assertEquals(26, read().expected().stream().map(Expected::name).distinct().count());
  }

  private static void check(Vectors vectors, Expected e) {
    Formula single = formula(e.name(), e.order(), true, e.p(), e.q());
    float[] x = vectors.floats();
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = x[i];
    }
    double[] onVectors = onVectors(single, wide);
    for (int i = 0; i < x.length; i++) {
      int bits = Float.floatToRawIntBits(e.floats()[i]);
      assertBits(bits, Smooth.canonical(x[i], single.scalar().applyAsDouble(wide[i])), x[i]);
      assertBits(bits, (float) onVectors[i], x[i]);
    }

    Formula twice = formula(e.name(), e.order(), false, e.p(), e.q());
    double[] y = onVectors(twice, vectors.doubles());
    for (int i = 0; i < y.length; i++) {
      double at = vectors.doubles()[i];
      long bits = Double.doubleToRawLongBits(e.doubles()[i]);
      assertBits(bits, Smooth.canonical(at, twice.scalar().applyAsDouble(at)), at);
      assertBits(bits, y[i], at);
    }
  }

  private static double[] onVectors(Formula formula, double[] x) {
    double[] y = new double[x.length];
    int lanes = VectorElementary.SPECIES.length();
    assertEquals(0, x.length % lanes, "whole vectors");
    for (int i = 0; i < x.length; i += lanes) {
      DoubleVector at = DoubleVector.fromArray(VectorElementary.SPECIES, x, i);
      VectorSmooth.canonical(at, formula.vector().apply(at)).intoArray(y, i);
    }
    return y;
  }

  private static void assertBits(int bits, float y, float x) {
    assertEquals(
        Integer.toHexString(bits),
        Integer.toHexString(Float.floatToRawIntBits(y)),
        () -> "at " + Float.toHexString(x));
  }

  private static void assertBits(long bits, double y, double x) {
    assertEquals(
        Long.toHexString(bits),
        Long.toHexString(Double.doubleToRawLongBits(y)),
        () -> "at " + Double.toHexString(x));
  }

  private static Vectors read() throws IOException {
    InputStream resource = SmoothTest.class.getResourceAsStream("smooth.bin");
    assertNotNull(resource, "smooth.bin is missing from the test resources");
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(resource))) {
      int count = in.readInt();
      float[] floats = floats(in, count);
      double[] doubles = doubles(in, count);
      List<Expected> expected = new ArrayList<>();
      for (int c = in.read(); c >= 0; c = in.read()) {
        StringBuilder name = new StringBuilder();
        for (; c != '\n'; c = in.readByte()) {
          name.append((char) c);
        }
        int order = in.readByte();
        double p = in.readDouble();
        double q = in.readDouble();
        expected.add(
            new Expected(name.toString(), order, p, q, floats(in, count), doubles(in, count)));
      }
      return new Vectors(floats, doubles, expected);
    }
  }

  private static float[] floats(DataInputStream in, int count) throws IOException {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.readFloat();
    }
    return numbers;
  }

  private static double[] doubles(DataInputStream in, int count) throws IOException {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.readDouble();
    }
    return numbers;
  }
}
