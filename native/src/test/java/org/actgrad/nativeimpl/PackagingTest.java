// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ChildJvm;
import org.actgrad.user.PrintProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.loader.launch.JarLauncher;

/** An application that brings this project's jars along in other forms. */
class PackagingTest {

  private static final String USER = PrintProvider.class.getName();
  private static final String FORCE = "-Dactgrad.provider=native";

  @TempDir private Path temp;

  private static Map<String, byte[]> api() throws IOException {
    return Jars.entries(Build.location(ActivationDerivative.class));
  }

  private static Map<String, byte[]> javaProviders() throws Exception {
    return Jars.entries(
        Build.location(Class.forName("org.actgrad.javaimpl.JavaActivationDerivative")));
  }

  private static Map<String, byte[]> nativeProvider() throws IOException {
    return Jars.entries(Build.classes());
  }

  /** The application. */
  private static Map<String, byte[]> user() throws IOException {
    Map<String, byte[]> user = Jars.entries(Build.location(PrintProvider.class));
    user.keySet().removeIf(name -> !name.startsWith("org/actgrad/user/"));
    return user;
  }

  /** One jar of all, with these service files in one. */
  private static Map<String, byte[]> shaded(String services) throws Exception {
    Map<String, byte[]> all = new LinkedHashMap<>(api());
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    for (Map<String, byte[]> part : List.of(javaProviders(), nativeProvider())) {
      byte[] lines = part.get(Jars.SERVICES);
      if (services.contains(
          part.containsKey("org/actgrad/nativeimpl/NativeKernels.class") ? "native" : "java")) {
        kept.write(lines);
      }
      all.putAll(part);
    }
    all.putAll(user());
    all.remove("module-info.class");
    all.remove(Jars.SERVICES);
    if (kept.size() > 0) {
      all.put(Jars.SERVICES, kept.toByteArray());
    }
    return all;
  }

  private ChildJvm run(Map<String, byte[]> jar, String... arguments) throws Exception {
    Path file = temp.resolve("application.jar");
    Jars.write(file, jar);
    List<String> all = arguments(file.toString());
    all.addAll(List.of(arguments));
    return ChildJvm.run(temp, all);
  }

  private List<String> arguments(String classPath) {
    return new ArrayList<>(
        List.of(
            "-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + temp.resolve("cache"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath));
  }

  private static void assertNative(ChildJvm child) {
    assertEquals("native\n", child.out(), child.err());
    assertEquals("", child.err());
    assertEquals(0, child.exitCode());
  }

  /** Tools that make one jar of many keep all service files of one name, or one, or none. */
  @ParameterizedTest
  @CsvSource({"java and native", "java", "native", "none"})
  void inAShadedJarNothingIsLostWithTheServiceFiles(String kept) throws Exception {
    Map<String, byte[]> jar = shaded(kept);
    assertNative(run(jar, USER));
    assertNative(run(jar, FORCE, USER));
    ChildJvm vector = run(jar, "--add-modules=jdk.incubator.vector", USER, "vector");
    assertTrue(vector.out().startsWith("vector ("), vector.out() + vector.err());
  }

  @Test
  void inARelocatedJarItIsJavaWithASentence() throws Exception {
    Map<String, byte[]> jar = Jars.relocate(shaded("java and native"), "shadow");
    String why =
        "The class org.actgrad.nativeimpl.NativeKernels was renamed to"
            + " shadow.org.actgrad.nativeimpl.NativeKernels, and native methods are bound by name;"
            + " exclude org.actgrad from relocation.";
    ChildJvm child = run(jar, "shadow." + USER);
    assertEquals("java\n", child.out(), child.err());
    List<String> lines = child.err().lines().filter(line -> line.contains("the native")).toList();
    assertEquals(1, lines.size(), child.err());
    assertTrue(lines.get(0).endsWith(why), lines.get(0));
    assertEquals(0, child.exitCode());

    ChildJvm forced = run(jar, FORCE, "shadow." + USER);
    assertTrue(forced.out().contains(why), forced.out());
    assertEquals("", forced.err());
  }

  /** As Spring Boot packs an application, and with its launcher. */
  @Test
  void fromJarsInAJarItIsNative() throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, JarLauncher.class.getName());
    attributes.put(new Attributes.Name("Start-Class"), USER);
    attributes.put(new Attributes.Name("Spring-Boot-Classes"), "BOOT-INF/classes/");
    attributes.put(new Attributes.Name("Spring-Boot-Lib"), "BOOT-INF/lib/");
    ByteArrayOutputStream manifestBytes = new ByteArrayOutputStream();
    manifest.write(manifestBytes);

    Map<String, byte[]> jar = new LinkedHashMap<>();
    jar.put(JarFile.MANIFEST_NAME, manifestBytes.toByteArray());
    Jars.entries(Build.location(JarLauncher.class)).forEach(jar::putIfAbsent);
    jar.put("BOOT-INF/classes/", new byte[0]);
    user().forEach((name, content) -> jar.put("BOOT-INF/classes/" + name, content));
    jar.put("BOOT-INF/lib/actgrad-api.jar", Jars.bytes(api()));
    jar.put("BOOT-INF/lib/actgrad-java.jar", Jars.bytes(javaProviders()));
    jar.put("BOOT-INF/lib/actgrad-native.jar", Jars.bytes(nativeProvider()));
    assertNative(run(jar, JarLauncher.class.getName()));
    assertNative(run(jar, FORCE, JarLauncher.class.getName()));
  }

  /** A JVM that consists of our modules and what they need. */
  @Test
  void inALinkedImageItIsNative() throws Exception {
    List<String> modules = new ArrayList<>();
    for (Map<String, byte[]> jar : List.of(api(), javaProviders(), nativeProvider())) {
      Path file = temp.resolve("module" + modules.size() + ".jar");
      Jars.write(file, jar);
      modules.add(file.toString());
    }
    Path image = temp.resolve("image");
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int exitCode =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                out,
                out,
                "--module-path",
                String.join(":", modules),
                "--add-modules",
                "org.actgrad.nativeimpl,org.actgrad.javaimpl",
                "--output",
                image.toString());
    assertEquals(0, exitCode, said.toString());

    Path user = temp.resolve("user.jar");
    Jars.write(user, user());
    List<String> command = new ArrayList<>();
    command.add(image.resolve("bin/java").toString());
    command.addAll(arguments(user.toString()));
    command.set(
        command.indexOf("--enable-native-access=ALL-UNNAMED"),
        "--enable-native-access=org.actgrad.nativeimpl");
    command.add(USER);
    assertNative(ChildJvm.run(temp, command, 1));

    command.set(command.size() - 1, "--list-modules");
    ChildJvm list = ChildJvm.run(temp, command, 1);
    TreeSet<String> names = new TreeSet<>();
    list.out().lines().forEach(line -> names.add(line.replaceFirst("@.*", "")));
    assertEquals(
        new TreeSet<>(
            List.of("java.base", "org.actgrad", "org.actgrad.javaimpl", "org.actgrad.nativeimpl")),
        names);
  }
}
