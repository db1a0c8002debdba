// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.actgrad.Activation;
import org.actgrad.Operation;
import org.actgrad.contract.ChildJvm;
import org.bytedeco.javacpp.tools.Builder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The conformance suite on a library that the compiler made to check every access to memory, and
 * every operation for undefined behaviour. AddressSanitizer knows the bounds of direct buffers; of
 * arrays in the JVM's heap it does not, for which there are CheckJniTest and, with the same
 * sanitizers, the tests of the kernels alone.
 */
@Tag("hostile")
class SanitizersTest {

  /** The JVM uses signals itself, and frees little of its memory when it ends. */
  private static final String ASAN_OPTIONS =
      "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:detect_leaks=0:exitcode=99";

  @TempDir private static Path temp;

  private static Path classes;
  private static String preloaded;

  /** This artifact with a library of the same sources. */
  @BeforeAll
  static void build() throws Exception {
    Path root = Path.of("").toAbsolutePath().getParent();
    Path jdk = Path.of(System.getProperty("java.home"));
    ChildJvm generated =
        ChildJvm.run(
            null,
            List.of(),
            Builder.class,
            "-nocompile",
            "-d",
            temp.toString(),
            NativeKernels.class.getName());
    assertEquals(0, generated.exitCode(), generated.err());
    Path library = temp.resolve("sanitized.so");
    command(
        "g++",
        "-std=c++17",
        "-O1",
        "-g",
        "-fsanitize=address,undefined",
        "-fno-sanitize-recover=all",
        "-ffp-contract=off",
        "-fno-math-errno",
        "-fno-trapping-math",
        "-fPIC",
        "-shared",
        "-Wl,--version-script=" + root.resolve("native/src/main/cpp/exports.map"),
        "-DMODIFIED_UTF8_STRING",
        "-DACTGRAD_VERSION=" + Build.record().getProperty("version"),
        "-I" + root.resolve("cpp/include"),
        "-I" + root.resolve("native/src/main/cpp"),
        "-I" + jdk.resolve("include"),
        "-I" + jdk.resolve("include/linux"),
        temp.resolve("jniNativeKernels.cpp").toString(),
        root.resolve("cpp/src/actgrad.cpp").toString(),
        "-o",
        library.toString());
    classes = temp.resolve("classes");
    Build.copyWithLibrary(Files.readAllBytes(library), classes);
    preloaded =
        command("g++", "-print-file-name=libasan.so").strip()
            + ":"
            + command("g++", "-print-file-name=libubsan.so").strip();
  }

  private static String command(String... command) throws IOException, InterruptedException {
    ChildJvm done = ChildJvm.run(temp, List.of(command), 20);
    assertEquals(0, done.exitCode(), done.err());
    return done.out();
  }

  private static ChildJvm run(Class<?> main, String... args) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + temp.resolve("cache"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classes + ":" + System.getProperty("java.class.path"),
                main.getName()));
    arguments.addAll(List.of(args));
    List<String> environment =
        List.of("env", "LD_PRELOAD=" + preloaded, "ASAN_OPTIONS=" + ASAN_OPTIONS);
    return ChildJvm.run(environment, temp, arguments);
  }

  @Test
  void theConformanceSuiteMakesThemSayNothing() throws Exception {
    ChildJvm child = run(RunSuite.class, NativeActivationDerivativeTest.class.getName());
    assertEquals("", child.err());
    assertTrue(child.out().matches("(\\d+) of \\1 succeeded\n"), child.out());
    assertTrue(Integer.parseInt(child.out().split(" ")[0]) >= 400, child.out());
    assertEquals(0, child.exitCode());
  }

  /** Shows that the test above can fail, and that it is this library that was loaded. */
  @Test
  void aKernelThatReadsBeyondABufferIsFound() throws Exception {
    ChildJvm child = run(OverRead.class);
    assertTrue(child.err().contains("heap-buffer-overflow"), child.out() + child.err());
    assertTrue(child.err().contains("READ of size"), child.err());
    assertNotEquals(0, child.exitCode());
  }

  /** Asks for one element more than there is. */
  static final class OverRead {
    public static void main(String[] args) {
      NativeActivationDerivative provider = new NativeActivationDerivative("baseline");
      System.out.println(provider.unavailabilityCause());
      int n = 64;
      long in = provider.address(ByteBuffer.allocateDirect(4 * n));
      long out = provider.address(ByteBuffer.allocateDirect(8 * n));
      provider.addressKernel(Operation.DERIVATIVE, false, Activation.relu(), in, 0, out, 0, n + 1);
      System.out.println("nothing was found");
    }
  }
}
