// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;

/** Chooses a provider, and tells what there is to choose from. */
final class Providers {

  /** Held, because the logging system forgets the level of a logger that nobody holds. */
  private static final Logger LOG = Logger.getLogger("org.actgrad");

  private Providers() {}

  /**
   * The provider of that name, or the fastest if it is null.
   *
   * @throws UserError if it cannot be had
   */
  static ActivationDerivative choose(String name) {
    if (name == null) {
      return fastest();
    }
    for (ActivationDerivative provider : ActivationDerivatives.installed()) {
      if (provider.name().equals(name)) {
        String cause = whyNot(provider);
        if (cause != null) {
          throw new UserError(
              "The provider '"
                  + name
                  + "' is not available: "
                  + cause
                  + " Leave out --provider to"
                  + " have the fastest available one.");
        }
        return provider;
      }
    }
    throw new UserError(
        "There is no provider '"
            + name
            + "' (installed: "
            + ActivationDerivatives.installed().stream()
                .map(ActivationDerivative::name)
                .collect(Collectors.joining(", "))
            + "); choose one of these with --provider, or leave it out to have the fastest.");
  }

  private static ActivationDerivative fastest() {
    if (LOG.getLevel() == null) {
      // What was passed over is for --diagnose to tell; a message here would look like an error.
      LOG.setLevel(Level.OFF);
    }
    try {
      return ActivationDerivatives.fastest();
    } catch (IllegalStateException e) {
      throw new UserError(e.getMessage() + " See actgrad --diagnose.", e);
    }
  }

  /** Why the provider is not available, or null if it is. */
  private static String whyNot(ActivationDerivative provider) {
    try {
      return provider.unavailabilityCause().map(Providers::message).orElse(null);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      return message(e);
    }
  }

  private static String message(Throwable cause) {
    return cause instanceof UnsupportedOperationException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }

  static void diagnose(PrintWriter out) {
    String row = "%-12s %-14s %-18s %s%n";
    out.printf(row, "provider", "available", "instruction set", "why not, and what to do");
    for (ActivationDerivative provider : ActivationDerivatives.installed()) {
      String cause = whyNot(provider);
      out.printf(
          row,
          provider.name(),
          cause == null ? "yes" : "no",
          cause == null ? provider.instructionSet() : "-",
          cause == null ? "-" : Main.oneLine(cause));
    }
    for (Throwable failure : ActivationDerivatives.failures()) {
      out.printf(
          row,
          "?",
          "broken",
          "-",
          Main.oneLine(failure.toString()) + " Remove the artifact that names it, or repair it.");
    }
    out.println();
    String line = "%-12s %s%n";
    try {
      out.printf(line, "chosen", choose(null));
    } catch (UserError e) {
      out.printf(line, "chosen", "none: " + Main.oneLine(e.getMessage()));
    }
    out.printf(
        line,
        "java",
        System.getProperty("java.version")
            + ", "
            + System.getProperty("java.vm.name")
            + ", "
            + System.getProperty("java.vendor"));
    out.printf(
        line,
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
  }
}
