// SPDX-License-Identifier: Apache-2.0
package org.actgrad.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own, for what can be tested only at start-up. */
public record ChildJvm(int exitCode, String out, String err) {

  /**
   * Runs with the JDK and the class path of this JVM and nothing else of it.
   *
   * @param classPathFirst put before the class path, or null
   */
  public static ChildJvm run(
      Path classPathFirst, List<String> jvmArgs, Class<?> main, String... args)
      throws IOException, InterruptedException {
    String classPath = System.getProperty("java.class.path");
    List<String> arguments = new ArrayList<>(jvmArgs);
    arguments.add("-cp");
    arguments.add(
        classPathFirst == null
            ? classPath
            : classPathFirst + System.getProperty("path.separator") + classPath);
    arguments.add(main.getName());
    arguments.addAll(List.of(args));
    return run(Path.of("").toAbsolutePath(), arguments);
  }

  /** Runs the java of this JVM in a directory, with these arguments and nothing else. */
  public static ChildJvm run(Path workingDirectory, List<String> arguments)
      throws IOException, InterruptedException {
    return run(List.of(), workingDirectory, arguments);
  }

  /**
   * The same by another command.
   *
   * @param starter a command that runs the one in its last arguments
   */
  public static ChildJvm run(List<String> starter, Path workingDirectory, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(starter);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return run(workingDirectory, command, 10);
  }

  /** Runs a command, for instance the java of another JVM. */
  public static ChildJvm run(Path workingDirectory, List<String> command, int minutes)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("child", ".out");
    Path err = Files.createTempFile("child", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.directory(workingDirectory.toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().remove("XDG_CACHE_HOME");
      Process process = builder.start();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + minutes + " minutes: " + command);
      }
      return new ChildJvm(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
