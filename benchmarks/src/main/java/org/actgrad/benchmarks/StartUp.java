// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivatives;

/**
 * Measures the time from the start of a process to the first derivative, each time in a JVM of its
 * own: with plain Java, with native code whose library is in the user's cache already, and with
 * native code whose library is not. One after the other, so that whatever else the machine does
 * befalls all of them. The arguments are those of the JVMs.
 */
public final class StartUp {

  private static final int STARTS = 20;
  private static final String RESULT = "result";

  private StartUp() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 1 && args[0].equals(RESULT)) {
      float[] derivatives =
          ActivationDerivatives.fastest().derivative(Activation.relu(), new float[1000]);
      System.out.write('0' + (int) derivatives[0]);
      System.out.flush();
      return;
    }
    Path warm = Files.createTempDirectory("start-up");
    String inWarm = "-Dactgrad.native.dir=" + warm;
    start(args, "-Dactgrad.provider=native", inWarm);
    double[] java = new double[STARTS];
    double[] cached = new double[STARTS];
    double[] copied = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      java[i] = start(args, "-Dactgrad.provider=java");
      cached[i] = start(args, "-Dactgrad.provider=native", inWarm);
      Path cold = Files.createTempDirectory("start-up");
      copied[i] = start(args, "-Dactgrad.provider=native", "-Dactgrad.native.dir=" + cold);
      delete(cold);
    }
    delete(warm);
    System.out.println("ms to the first result, " + STARTS + " starts     least  median");
    print("plain Java", java);
    print("native, library in the cache", cached);
    print("native, library not in the cache", copied);
  }

  private static void print(String what, double[] millis) {
    Arrays.sort(millis);
    System.out.printf("%-41s %6.1f %7.1f%n", what, millis[0], millis[STARTS / 2]);
  }

  private static double start(String[] jvmArgs, String... properties)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmArgs));
    command.addAll(List.of(properties));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(StartUp.class.getName());
    command.add(RESULT);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    long start = System.nanoTime();
    Process process = builder.start();
    int printed = process.getInputStream().read();
    double millis = (System.nanoTime() - start) / 1e6;
    if (printed != '0' || process.waitFor() != 0) {
      throw new IllegalStateException(
          "The JVM gave no result; its own message is above. Its command: "
              + String.join(" ", command));
    }
    return millis;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
