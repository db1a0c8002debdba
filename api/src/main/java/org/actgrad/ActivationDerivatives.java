// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The entry point: finds the installed providers and chooses.
 *
 * <p>Providers are found once, with {@link ServiceLoader}, by the class loader of this class or, if
 * that sees none, by the caller's context class loader. Those of this project are found even where
 * their service files were lost when many jars were made one. The choice is made once and kept;
 * keep it in a {@code static final} field of your own as well, so that the JIT compiler sees a
 * constant.
 */
public final class ActivationDerivatives {

  /**
   * The system property that forces a provider by name: {@code native}, {@code vector} or {@code
   * java}. A forced provider is never replaced by another, not even for short ranges.
   */
  public static final String PROVIDER_PROPERTY = "actgrad.provider";

  /** Errors in a row after which a class path that yields nothing but errors is given up. */
  private static final int MAX_ERRORS_IN_A_ROW = 100;

  /** The providers of this project, which need no service file to be found. */
  private static final List<String> OWN =
      List.of(
          "org.actgrad.nativeimpl.NativeActivationDerivative",
          "org.actgrad.javaimpl.VectorActivationDerivative",
          "org.actgrad.javaimpl.JavaActivationDerivative");

  private static volatile Discovery discovery;
  private static volatile ActivationDerivative fastest;

  private ActivationDerivatives() {}

  /**
   * The provider to use: what {@link #PROVIDER_PROPERTY} names if it is set when this is first
   * called, and otherwise all available providers as one, which hands every call to the
   * highest-ranked one whose {@link ActivationDerivative#cutover cut-over} the length has reached.
   * A provider that is broken or unavailable is passed over, with one line in the log {@code
   * org.actgrad} unless a higher-ranked one is available.
   *
   * @return the provider, always the same once one has been returned
   * @throws IllegalStateException if the property names a provider that is not installed or not
   *     available, or if no provider is available at all; the message says what to do
   */
  public static ActivationDerivative fastest() {
    ActivationDerivative chosen = fastest;
    if (chosen == null) {
      // Not a static initialiser: that would throw its exception once and NoClassDefFoundError
      // ever after.
      synchronized (ActivationDerivatives.class) {
        chosen = fastest;
        if (chosen == null) {
          chosen = select(discovery(), System.getProperty(PROVIDER_PROPERTY));
          fastest = chosen;
        }
      }
    }
    return chosen;
  }

  /**
   * Every installed provider, available or not, highest priority first.
   *
   * @return an unmodifiable list
   */
  public static List<ActivationDerivative> installed() {
    return discovery().providers();
  }

  /**
   * What went wrong with entries in service files that gave no provider at all: a class that is
   * missing, or whose constructor threw.
   *
   * @return an unmodifiable list, empty if all is well
   */
  public static List<Throwable> failures() {
    return discovery().failures();
  }

  /**
   * One provider by name.
   *
   * @param name the provider's {@link ActivationDerivative#name()}
   * @return the provider, which is available
   * @throws IllegalStateException if it is not installed or not available; the message says what to
   *     do
   */
  public static ActivationDerivative named(String name) {
    return named(discovery(), name);
  }

  private static Discovery discovery() {
    Discovery found = discovery;
    if (found == null) {
      synchronized (ActivationDerivatives.class) {
        found = discovery;
        if (found == null) {
          found = discover();
          discovery = found;
        }
      }
    }
    return found;
  }

  private static Discovery discover() {
    ClassLoader loader = ActivationDerivatives.class.getClassLoader();
    Discovery own =
        withLost(discover(ServiceLoader.load(ActivationDerivative.class, loader)), loader);
    return own.providers().isEmpty() && own.failures().isEmpty()
        ? discover(ServiceLoader.load(ActivationDerivative.class))
        : own;
  }

  /** What the service files gave. */
  record Discovery(List<ActivationDerivative> providers, List<Throwable> failures) {}

  static Discovery discover(Iterable<ActivationDerivative> services) {
    List<ActivationDerivative> providers = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    Iterator<ActivationDerivative> iterator = services.iterator();
    int errorsInARow = 0;
    while (errorsInARow < MAX_ERRORS_IN_A_ROW) {
      try {
        if (!iterator.hasNext()) {
          break;
        }
        ActivationDerivative provider = iterator.next();
        provider.name();
        provider.priority(); // a provider that cannot even answer this is broken as well
        providers.add(provider);
        errorsInARow = 0;
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        // hasNext or next throws for a broken entry; the one after it may still be good.
        failures.add(e);
        errorsInARow++;
      }
    }
    return sorted(providers, failures);
  }

  private static Discovery sorted(List<ActivationDerivative> providers, List<Throwable> failures) {
    providers.sort(
        Comparator.comparingInt(ActivationDerivative::priority)
            .reversed()
            .thenComparing(provider -> provider.getClass().getName()));
    return new Discovery(List.copyOf(providers), List.copyOf(failures));
  }

  /**
   * Adds those of this project that are there although no service file names them: of files of one
   * name in several jars, a tool that makes one jar of them may keep one, or none.
   */
  private static Discovery withLost(Discovery found, ClassLoader loader) {
    List<ActivationDerivative> providers = new ArrayList<>(found.providers());
    List<Throwable> failures = new ArrayList<>(found.failures());
    for (String name : OWN) {
      if (found.providers().stream().anyMatch(p -> p.getClass().getName().equals(name))
          || found.failures().stream().anyMatch(e -> String.valueOf(e).contains(name))) {
        continue;
      }
      try {
        Class<?> type = Class.forName(name, true, loader);
        providers.add((ActivationDerivative) type.getConstructor().newInstance());
      } catch (ClassNotFoundException e) {
        // Its artifact is not part of the application.
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        failures.add(e);
      }
    }
    return sorted(providers, failures);
  }

  static ActivationDerivative select(Discovery discovery, String forced) {
    Logger log = System.getLogger("org.actgrad");
    if (forced != null) {
      ActivationDerivative provider = named(discovery, forced);
      log.log(Level.DEBUG, "Using {0}, forced by -D{1}", provider, PROVIDER_PROPERTY);
      return provider;
    }
    for (Throwable failure : discovery.failures()) {
      log.log(
          Level.WARNING,
          "Passed over a provider of derivatives that cannot be created: " + failure);
    }
    List<ActivationDerivative> available = new ArrayList<>();
    for (ActivationDerivative provider : discovery.providers()) {
      Throwable cause = cause(provider);
      if (cause == null) {
        available.add(provider);
      } else {
        // What would not have been used for long ranges anyway is not worth a line by default.
        log.log(
            available.isEmpty() ? Level.INFO : Level.DEBUG,
            "Passed over the " + provider.name() + " provider of derivatives: " + cause);
      }
    }
    if (available.isEmpty()) {
      IllegalStateException none =
          new IllegalStateException(
              "No provider of derivatives is available; add the artifact org.actgrad:actgrad-java,"
                  + " which works everywhere, to the class path or module path.");
      discovery.failures().forEach(none::addSuppressed);
      discovery.providers().forEach(provider -> none.addSuppressed(cause(provider)));
      throw none;
    }
    ActivationDerivative chosen = available.size() == 1 ? available.get(0) : new Fastest(available);
    log.log(Level.DEBUG, "Using {0}; force one with -D{1}", chosen, PROVIDER_PROPERTY);
    return chosen;
  }

  static ActivationDerivative named(Discovery discovery, String name) {
    for (ActivationDerivative provider : discovery.providers()) {
      if (provider.name().equals(name)) {
        Throwable cause = cause(provider);
        if (cause != null) {
          throw new IllegalStateException(
              "The provider '"
                  + name
                  + "' is installed but not available: "
                  + cause.getMessage()
                  + " To have one chosen, do not set -D"
                  + PROVIDER_PROPERTY
                  + ".",
              cause);
        }
        return provider;
      }
    }
    IllegalStateException unknown =
        new IllegalStateException(
            "There is no provider '"
                + name
                + "'. Installed: "
                + discovery.providers().stream()
                    .map(ActivationDerivative::name)
                    .collect(Collectors.joining(", "))
                + ". Choose one of them with -D"
                + PROVIDER_PROPERTY
                + ", do not set it, or add the provider's artifact.");
    discovery.failures().forEach(unknown::addSuppressed);
    throw unknown;
  }

  /** The provider's own answer, or what it threw instead of one; null if it is available. */
  private static Throwable cause(ActivationDerivative provider) {
    try {
      return provider.unavailabilityCause().orElse(null);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      return e;
    }
  }
}
