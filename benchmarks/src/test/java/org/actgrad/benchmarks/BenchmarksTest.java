// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** No benchmark measures a wrong answer: every method is run once per parameter and checked. */
class BenchmarksTest {

  static List<Arguments> benchmarks() throws ReflectiveOperationException {
    List<Arguments> all = new ArrayList<>();
    for (String type : Data.class.getField("type").getAnnotation(Param.class).value()) {
      for (int length : new int[] {1, 100, 5000, Data.POOL + 1}) {
        for (Method method : BaselineBenchmark.class.getDeclaredMethods()) {
          add(all, method, null, type, length);
        }
        for (Method method : OperationBenchmark.class.getDeclaredMethods()) {
          for (String provider :
              OperationBenchmark.class.getField("provider").getAnnotation(Param.class).value()) {
            boolean withoutNative = Boolean.getBoolean("actgrad.native.skip");
            if (!(provider.equals("native") && withoutNative)) {
              add(all, method, provider, type, length);
            }
          }
        }
      }
    }
    assertTrue(all.size() > 100);
    return all;
  }

  private static void add(
      List<Arguments> all, Method method, String provider, String type, int length) {
    if (method.isAnnotationPresent(Benchmark.class)) {
      all.add(Arguments.of(method, provider, type, length));
    }
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void givesTheRightAnswer(Method benchmark, String provider, String type, int length)
      throws ReflectiveOperationException {
    Data data = new Data();
    data.type = type;
    data.length = length;
    data.setUp();
    Object instance = benchmark.getDeclaringClass().getConstructor().newInstance();
    if (instance instanceof OperationBenchmark operations) {
      operations.provider = provider;
      operations.activation = "RELU";
      operations.setUp();
    }
    for (int call = 0; call < 3; call++) {
      benchmark.invoke(instance, data);
      for (int i = 0; i < length; i++) {
        check(benchmark.getName(), data, i);
      }
    }
  }

  private static void check(String benchmark, Data data, int i) {
    int to = data.shift + i;
    int from = data.offset + (benchmark.equals("backwardFromMask") ? i : to);
    double x = data.isDouble ? data.doubleX[from] : data.x[from];
    double gradOut = data.isDouble ? data.doubleGradOut[from] : data.gradOut[from];
    double out = data.isDouble ? data.doubleOut[to] : data.out[to];
    double out1 = data.isDouble ? data.doubleOut1[to] : data.out1[to];
    boolean bit = (data.bits[i / Long.SIZE] >>> i & 1) != 0;
    boolean positive = x > 0;
    switch (benchmark) {
      case "derivative", "ternaryDerivative" -> assertEquals(positive ? 1 : 0, out);
      case "intDerivative" -> assertEquals(positive ? 1 : 0, data.ints[to]);
      case "booleanDerivative" -> assertEquals(positive, data.booleans[to]);
      case "mask" -> assertEquals(positive, bit);
      case "backward", "backwardFromMask", "ternaryBackward" ->
          assertEquals(positive ? gradOut : 0, out);
      case "forwardAndDerivative" -> {
        assertEquals(positive ? x : 0, out);
        assertEquals(positive ? 1 : 0, out1);
      }
      case "forwardAndMask" -> {
        assertEquals(positive ? x : 0, out);
        assertEquals(positive, bit);
      }
      case "arraycopy" -> assertEquals(x, out);
      default -> throw new AssertionError("no check for " + benchmark);
    }
  }
}
