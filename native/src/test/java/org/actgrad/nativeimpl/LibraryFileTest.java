// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The library as a file: what it may need, offer and contain. Read with binutils. */
class LibraryFileTest {

  private static Path library;

  @BeforeAll
  static void find() throws Exception {
    library = Build.library();
  }

  /** The lines that a tool prints about the library. */
  private static List<String> lines(String... command) throws Exception {
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = library.toString();
    ProcessBuilder builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), String.join(" ", all));
    assertFalse(out.isEmpty());
    return out.lines().collect(Collectors.toList());
  }

  private static List<String> lines(List<String> lines, String regex) {
    return lines.stream().filter(line -> line.matches(".*(" + regex + ").*")).toList();
  }

  /** No other library, of whatever version, and no place to look for one. */
  @Test
  void needsNothing() throws Exception {
    List<String> dynamic = lines("readelf", "-dW");
    assertEquals(1, lines(dynamic, "\\(SYMTAB\\)").size()); // so this is what was printed
    assertEquals(List.of(), lines(dynamic, "\\((NEEDED|RPATH|RUNPATH|TEXTREL|VERNEED)\\)"));
    List<String> undefined = lines(lines("readelf", "--dyn-syms", "-W"), " UND ");
    assertEquals(1, undefined.size(), undefined.toString()); // symbol 0, which ELF demands
  }

  @Test
  void exportsTheNativeMethodsAndNoMore() throws Exception {
    List<String> exported =
        lines(lines("readelf", "--dyn-syms", "-W"), " GLOBAL | WEAK ").stream()
            .map(line -> line.replaceFirst(".* ", ""))
            .toList();
    long methods =
        Arrays.stream(NativeKernels.class.getDeclaredMethods())
            .filter(method -> Modifier.isNative(method.getModifiers()))
            .count();
    assertEquals(methods, exported.size(), exported.toString());
    for (String name : exported) {
      assertTrue(name.startsWith("Java_org_actgrad_nativeimpl_NativeKernels_"), name);
    }
  }

  @Test
  void nothingIsWritableAndExecutable() throws Exception {
    List<String> segments = lines("readelf", "-lW");
    List<String> stack = lines(segments, "GNU_STACK");
    assertEquals(1, stack.size());
    assertTrue(stack.get(0).contains(" RW "), stack.get(0));
    assertEquals(List.of(), lines(segments, " RWE "));
    assertEquals(1, lines(segments, "GNU_RELRO").size());
    assertEquals(1, lines(lines("readelf", "-dW"), "BIND_NOW").size());
  }

  /** At most libgcc's, which runs CPUID for __builtin_cpu_supports. */
  @Test
  void runsNoCodeWhenLoaded() throws Exception {
    List<String> dynamic = lines("readelf", "-dW");
    assertEquals(List.of(), lines(dynamic, "\\((INIT|FINI|FINI_ARRAY|PREINIT_ARRAY)\\)"));
    for (String size : lines(dynamic, "\\(INIT_ARRAYSZ\\)")) {
      assertTrue(size.contains(" 8 (bytes)"), size);
    }
  }

  /** The instructions that could leave a thread with another rounding or flush-to-zero mode. */
  @Test
  void leavesTheFloatingPointControlAlone() throws Exception {
    List<String> code = lines("objdump", "-d", "--no-show-raw-insn");
    assertTrue(lines(code, "\\sret").size() > 10);
    assertEquals(
        List.of(), lines(code, "\\s(v?ldmxcsr|fldcw|fldenv|frstor|fxrstor|xrstor|msr\\s+fpcr)"));
  }

  @Test
  void holdsNoPathOfTheMachineItWasBuiltOn() throws Exception {
    String content = Files.readString(library, StandardCharsets.ISO_8859_1);
    String project = Path.of("").toAbsolutePath().getParent().toString();
    assertFalse(content.contains(project), project);
    assertFalse(content.contains(System.getProperty("user.home") + "/"));
  }

  /** Without debug information, and with an identity for whoever kept it. */
  @Test
  void isStrippedAndHasABuildId() throws Exception {
    List<String> sections = lines("readelf", "-SW");
    assertEquals(1, lines(sections, "\\.note\\.gnu\\.build-id").size());
    assertEquals(List.of(), lines(sections, "\\.symtab|\\.debug"));
  }
}
