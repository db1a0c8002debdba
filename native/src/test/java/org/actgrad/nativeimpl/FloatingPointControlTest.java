// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.NaNPolicy;
import org.actgrad.View;
import org.actgrad.user.Use;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rounding and flush-to-zero modes of a thread are after a call what they were before. A library
 * that leaves them changed spoils the arithmetic of all that runs in that thread later.
 */
class FloatingPointControlTest {

  /** MXCSR without its sticky flags, which any arithmetic sets; there are none such in FPCR. */
  private static final int CONTROL = System.getProperty("os.arch").equals("amd64") ? ~0x3f : ~0;

  @BeforeEach
  void loadWhatReadsTheRegister() {
    Loader.load(FloatingPointControl.class);
  }

  private static void assertControlIsKept(Runnable call) {
    int before = FloatingPointControl.get();
    call.run();
    int after = FloatingPointControl.get();
    FloatingPointControl.set(before);
    assertEquals(before & CONTROL, after & CONTROL);
  }

  @Test
  void everyOperationKeepsTheControlBits() {
    for (String cap : new String[] {"", "avx2", "baseline"}) {
      ActivationDerivative provider = new NativeActivationDerivative(cap);
      for (Activation activation :
          List.of(
              Activation.relu(),
              Activation.relu().withNaN(NaNPolicy.ONE).withDerivativeAtZero(1))) {
        for (int n : new int[] {1, 64, 1000}) {
          operations(provider, activation, n)
              .forEach(FloatingPointControlTest::assertControlIsKept);
        }
      }
    }
  }

  private static Stream<Runnable> operations(ActivationDerivative p, Activation a, int n) {
    float[] x = new float[n];
    float[] y = new float[n];
    double[] dx = new double[n];
    double[] dy = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 2 == 0 ? Float.MIN_VALUE * (i - 3) : Float.NaN;
      dx[i] = i % 2 == 0 ? Double.MIN_VALUE * (i - 3) : Double.NaN;
    }
    int[] ints = new int[n];
    boolean[] booleans = new boolean[n];
    long[] mask = new long[ActivationDerivative.maskWords(n)];
    FloatBuffer direct =
        ByteBuffer.allocateDirect(4 * n).order(ByteOrder.nativeOrder()).asFloatBuffer();
    return Stream.of(
        () -> p.derivative(a, x, 0, y, 0, n),
        () -> p.derivative(a, x, 0, ints, 0, n),
        () -> p.derivative(a, x, 0, booleans, 0, n),
        () -> p.mask(a, x, 0, mask, 0, n),
        () -> p.backward(a, x, 0, x, 0, y, 0, n),
        () -> p.backwardFromMask(a, mask, 0, x, 0, y, 0, n),
        () -> p.forwardAndDerivative(a, x, 0, new float[n], 0, y, 0, n),
        () -> p.forwardAndMask(a, x, 0, y, 0, mask, 0, n),
        () -> p.derivative(a, dx, 0, dy, 0, n),
        () -> p.derivative(a, dx, 0, ints, 0, n),
        () -> p.derivative(a, dx, 0, booleans, 0, n),
        () -> p.mask(a, dx, 0, mask, 0, n),
        () -> p.backward(a, dx, 0, dx, 0, dy, 0, n),
        () -> p.backwardFromMask(a, mask, 0, dx, 0, dy, 0, n),
        () -> p.forwardAndDerivative(a, dx, 0, new double[n], 0, dy, 0, n),
        () -> p.forwardAndMask(a, dx, 0, dy, 0, mask, 0, n),
        () -> p.derivative(a, View.of(direct), View.of(direct)));
  }

  @Test
  @SuppressWarnings("unchecked")
  void loadingKeepsTheControlBits() throws Exception {
    String[] classPath = System.getProperty("java.class.path").split(":");
    URL[] urls = new URL[classPath.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = Path.of(classPath[i]).toUri().toURL();
    }
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      UnaryOperator<String> user =
          (UnaryOperator<String>)
              loader.loadClass(Use.class.getName()).getConstructor().newInstance();
      assertControlIsKept(() -> assertEquals("native", user.apply("native")));
    }
  }

  /** The twin that leaks: were a kernel to do this, the tests above would fail. */
  @Test
  void aLeakIsSeen() {
    ActivationDerivative provider = new NativeActivationDerivative("");
    float[] x = {1, 2, 3};
    Runnable leaking =
        () -> {
          provider.derivative(Activation.relu(), x);
          FloatingPointControl.set(FloatingPointControl.get() | FloatingPointControl.flushToZero());
        };
    AssertionError seen = assertThrows(AssertionError.class, () -> assertControlIsKept(leaking));
    assertTrue(seen.getMessage().contains("expected"), seen.getMessage());
    assertTrue(Float.MIN_NORMAL / divisor() > 0, "the leak outlived the test");
  }

  /** Not a constant, which the compiler would divide by at compile time. */
  private static float divisor() {
    return (System.nanoTime() >>> 63) + 2;
  }
}
