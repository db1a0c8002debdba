// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import java.util.Locale;

/** How numbers are written on the page. */
final class Numbers {

  private Numbers() {}

  /** Three significant digits. */
  static String of(double value) {
    int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(value)));
    return String.format(Locale.ROOT, "%." + Math.min(digits, 6) + "f", value);
  }

  static String length(int length) {
    if (length >= 1 << 20 && length % (1 << 20) == 0) {
      return (length >> 20) + " Mi";
    }
    return length >= 1 << 10 && length % (1 << 10) == 0 ? (length >> 10) + " Ki" : "" + length;
  }
}
