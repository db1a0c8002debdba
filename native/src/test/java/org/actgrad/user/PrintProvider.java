// SPDX-License-Identifier: Apache-2.0
package org.actgrad.user;

import java.nio.file.Files;
import java.nio.file.Path;

/** Prints which provider computes long ranges, or the message of the exception. */
public final class PrintProvider {

  private PrintProvider() {}

  public static void main(String[] args) throws Exception {
    String signals = handledSignals();
    try {
      System.out.println(new Use().apply("fastest"));
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    if (!handledSignals().equals(signals)) {
      throw new AssertionError("signal handlers changed");
    }
  }

  /** The set of signals that this process handles. */
  private static String handledSignals() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigCgt"))
        .findFirst()
        .orElseThrow();
  }
}
