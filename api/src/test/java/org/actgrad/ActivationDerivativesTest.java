// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.actgrad.ActivationDerivatives.Discovery;
import org.actgrad.contract.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of selection, with stub providers and in JVMs of their own. */
class ActivationDerivativesTest {

  private static final Activation RELU = Activation.relu();

  private final StubProvider fast = new StubProvider("fast", 3, null, 100);
  private final StubProvider middle = new StubProvider("middle", 2, null, 10);
  private final StubProvider floor = new StubProvider("floor", 1, null, 5);
  private final UnsupportedOperationException cause =
      new UnsupportedOperationException("The machine is wrong; buy another.");
  private final StubProvider unavailable = new StubProvider("unavailable", 9, cause, 0);

  private static Discovery discovery(ActivationDerivative... providers) {
    return ActivationDerivatives.discover(List.of(providers));
  }

  @Test
  void theHighestRankedAvailableIsChosenFromItsCutoverOnRoundedUpToAPowerOfTwo() {
    ActivationDerivative chosen =
        ActivationDerivatives.select(discovery(floor, unavailable, fast, middle), null);
    for (Operation operation : Operation.values()) {
      for (boolean isDouble : new boolean[] {false, true}) {
        IntFunction<ActivationDerivative> at =
            length -> chosen.provider(Activation.Function.RELU, operation, isDouble, length);
        assertSame(floor, at.apply(0));
        assertSame(floor, at.apply(1));
        assertSame(floor, at.apply(15));
        assertSame(middle, at.apply(16));
        assertSame(middle, at.apply(127));
        assertSame(fast, at.apply(128));
        assertSame(fast, at.apply(Integer.MAX_VALUE));
      }
    }
    chosen.derivative(RELU, new float[16]);
    assertEquals(Operation.DERIVATIVE, middle.called);
    chosen.mask(RELU, new double[128], 0, new long[2], 0, 128);
    assertEquals(Operation.MASK, fast.called);
    assertNull(floor.called);
    assertEquals("fastest", chosen.name());
    assertTrue(chosen.toString().contains("fast (stub), middle (stub), floor (stub)"));
  }

  @Test
  void aLoneProviderIsChosenAsItIs() {
    assertSame(floor, ActivationDerivatives.select(discovery(floor, unavailable), null));
  }

  @Test
  void aForcedProviderIsNeverReplaced() {
    Discovery all = discovery(floor, unavailable, fast);
    assertSame(floor, ActivationDerivatives.select(all, "floor"));
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> ActivationDerivatives.select(all, "unavailable"));
    assertSame(cause, e.getCause());
    assertTrue(e.getMessage().contains("buy another"), e.getMessage());
    for (String unknown : new String[] {"", "FLOOR", "cuda"}) {
      e =
          assertThrows(
              IllegalStateException.class, () -> ActivationDerivatives.select(all, unknown));
      assertTrue(e.getMessage().contains("unavailable, fast, floor"), e.getMessage());
    }
  }

  @Test
  void nothingAvailableNamesTheArtifactToAdd() {
    for (Discovery none : List.of(discovery(), discovery(unavailable))) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> ActivationDerivatives.select(none, null));
      assertTrue(e.getMessage().contains("org.actgrad:actgrad-java"), e.getMessage());
      assertEquals(none.providers().size(), e.getSuppressed().length);
    }
  }

  @Test
  void oneBrokenProviderTakesNoOtherDown() {
    Iterator<Object> entries =
        List.<Object>of(
                new NoClassDefFoundError("gone"),
                floor,
                new UnsatisfiedLinkError("no lib"),
                new StubProvider("rude", 5, null, 0) {
                  @Override
                  public int priority() {
                    throw new IllegalStateException("not telling");
                  }
                },
                fast)
            .iterator();
    Discovery found =
        ActivationDerivatives.discover(
            () ->
                new Iterator<>() {
                  @Override
                  public boolean hasNext() {
                    return entries.hasNext();
                  }

                  @Override
                  public ActivationDerivative next() {
                    Object entry = entries.next();
                    if (entry instanceof Error error) {
                      throw error;
                    }
                    return (ActivationDerivative) entry;
                  }
                });
    assertEquals(List.of(fast, floor), found.providers());
    assertEquals(3, found.failures().size());
  }

  @Test
  void endlessErrorsEnd() {
    Discovery found =
        ActivationDerivatives.discover(
            () ->
                new Iterator<>() {
                  @Override
                  public boolean hasNext() {
                    throw new IllegalStateException("for ever");
                  }

                  @Override
                  public ActivationDerivative next() {
                    throw new AssertionError();
                  }
                });
    assertTrue(found.providers().isEmpty());
    assertTrue(found.failures().size() >= 100);
  }

  @Test
  void aProviderThatThrowsInsteadOfAnsweringIsUnavailable() {
    StubProvider throwing =
        new StubProvider("throwing", 9, null, 0) {
          @Override
          public java.util.Optional<Throwable> unavailabilityCause() {
            throw new ExceptionInInitializerError("bad day");
          }
        };
    assertSame(floor, ActivationDerivatives.select(discovery(throwing, floor), null));
    assertThrows(
        IllegalStateException.class,
        () -> ActivationDerivatives.select(discovery(throwing, floor), "throwing"));
  }

  @Test
  void everyBetterProviderPassedOverIsOneLineInTheLog() {
    List<LogRecord> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("org.actgrad");
    log.addHandler(handler);
    log.setUseParentHandlers(false);
    try {
      ActivationDerivatives.select(discovery(floor, unavailable, fast), null);
      ActivationDerivatives.select(discovery(floor, fast), null);
      StubProvider worse = new StubProvider("worse", 2, cause, 0);
      ActivationDerivatives.select(discovery(floor, worse, fast), null);
    } finally {
      log.removeHandler(handler);
      log.setUseParentHandlers(true);
    }
    assertEquals(1, lines.size());
    assertEquals(Level.INFO, lines.get(0).getLevel());
    assertTrue(lines.get(0).getMessage().contains("buy another"), lines.get(0).getMessage());
  }

  // ---- in JVMs of their own ----

  /** Prints what is chosen, twice: a failure must be the same the second time. */
  public static final class PrintFastest {
    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          System.out.println(ActivationDerivatives.fastest());
        } catch (IllegalStateException e) {
          System.out.println(e.getMessage());
        }
      }
      System.out.println(ActivationDerivatives.failures().size() + " failures");
    }
  }

  public static final class Good extends StubProvider {
    public Good() {
      super("good", 1, null, 0);
    }
  }

  public static final class Better extends StubProvider {
    public Better() {
      super("better", 2, null, 0);
    }
  }

  public static final class Unavailable extends StubProvider {
    public Unavailable() {
      super("unavailable", 3, new UnsupportedOperationException("Not today."), 0);
    }
  }

  public static final class ThrowingConstructor extends StubProvider {
    public ThrowingConstructor() {
      super("throwing", 9, null, 0);
      throw new NoClassDefFoundError("org/example/Gone");
    }
  }

  public static final class ThrowingInitializer extends StubProvider {
    static final int NEVER = fail();

    public ThrowingInitializer() {
      super("throwing", NEVER, null, 0);
    }

    private static int fail() {
      throw new UnsatisfiedLinkError("no library");
    }
  }

  @TempDir private Path directory;

  private ChildJvm child(String serviceFile, String... jvmArgs) throws Exception {
    Path file = directory.resolve("META-INF/services/org.actgrad.ActivationDerivative");
    Files.createDirectories(file.getParent());
    Files.writeString(file, serviceFile);
    ChildJvm child = ChildJvm.run(directory, List.of(jvmArgs), PrintFastest.class);
    assertEquals(0, child.exitCode(), child.err());
    return child;
  }

  private static String lines(Class<?>... providers) {
    StringBuilder lines = new StringBuilder();
    for (Class<?> provider : providers) {
      lines.append(provider.getName()).append('\n');
    }
    return lines.toString();
  }

  @Test
  void withoutThePropertyTheBestIsUsed() throws Exception {
    ChildJvm child = child(lines(Good.class, Better.class));
    assertEquals("fastest of better (stub), good (stub)\n".repeat(2) + "0 failures\n", child.out());
    assertEquals("", child.err());
  }

  @Test
  void thePropertyForces() throws Exception {
    ChildJvm child = child(lines(Good.class, Better.class), "-Dactgrad.provider=good");
    assertEquals("good (stub)\n".repeat(2) + "0 failures\n", child.out());
  }

  @Test
  void thePropertyNamesAnUnknownProvider() throws Exception {
    ChildJvm child = child(lines(Good.class, Better.class), "-Dactgrad.provider=gpu");
    String[] out = child.out().split("\n");
    assertTrue(out[0].contains("no provider 'gpu'. Installed: better, good."), out[0]);
    assertEquals(out[0], out[1]);
  }

  @Test
  void thePropertyNamesAnUnavailableProvider() throws Exception {
    ChildJvm child = child(lines(Unavailable.class, Good.class), "-Dactgrad.provider=unavailable");
    String[] out = child.out().split("\n");
    assertTrue(out[0].contains("not available: Not today."), out[0]);
    assertEquals(out[0], out[1]);
  }

  @Test
  void aBrokenServiceFileLeavesTheGoodProviderStanding() throws Exception {
    ChildJvm child =
        child(
            "org.example.Missing\n"
                + lines(
                    PrintFastest.class,
                    ThrowingConstructor.class,
                    ThrowingInitializer.class,
                    Good.class));
    assertEquals("good (stub)\n".repeat(2) + "4 failures\n", child.out());
    assertEquals(4, child.err().lines().filter(line -> line.startsWith("WARNING")).count());
  }

  @Test
  void aServiceFileOfGarbageIsAFailureAndNoMore() throws Exception {
    ChildJvm child = child("not a class name\n" + lines(Good.class));
    assertTrue(child.out().contains("No provider of derivatives is available"), child.out());
    assertTrue(child.out().contains("1 failures"), child.out());
  }
}
