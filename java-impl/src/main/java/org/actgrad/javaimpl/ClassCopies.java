// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Instances of copies of a class, each with a profile of its own.
 *
 * <p>A profile belongs to a method, whoever calls it, and a JVM that has seen a call go to three
 * classes no longer inlines it. In a copy of the caller, as a hidden class (JEP 371), the same call
 * goes to one.
 */
final class ClassCopies {

  private record Key(Class<?> template, Object purpose) {}

  private static final Map<Key, MethodHandle> CONSTRUCTORS = new ConcurrentHashMap<>();

  private ClassCopies() {}

  /**
   * An instance of the copy that serves a purpose.
   *
   * @param template the class, which has one constructor
   * @param purpose what the copy is for; equal purposes share a copy
   * @param arguments those of the constructor
   */
  static Object instance(Class<?> template, Object purpose, Object... arguments) {
    try {
      return CONSTRUCTORS
          .computeIfAbsent(new Key(template, purpose), key -> constructor(template))
          .invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("No constructor here throws a checked exception.", e);
    }
  }

  private static MethodHandle constructor(Class<?> template) {
    Class<?>[] parameters = template.getDeclaredConstructors()[0].getParameterTypes();
    try {
      return MethodHandles.lookup()
          .findConstructor(copy(template), MethodType.methodType(void.class, parameters));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("A constructor in this package can be called from here.", e);
    }
  }

  private static Class<?> copy(Class<?> template) {
    try (InputStream bytes = template.getResourceAsStream(template.getSimpleName() + ".class")) {
      return MethodHandles.lookup().defineHiddenClass(bytes.readAllBytes(), true).lookupClass();
    } catch (IOException | IllegalAccessException | RuntimeException | LinkageError e) {
      System.getLogger(ClassCopies.class.getName())
          .log(
              System.Logger.Level.DEBUG,
              template + " is shared between activation functions, which is slower",
              e);
      return template;
    }
  }
}
