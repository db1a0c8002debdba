// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

/** What the parameter {@code threads} says. */
final class Threads {

  private Threads() {}

  static int count(String threads) {
    return threads.equals("all")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(threads);
  }
}
