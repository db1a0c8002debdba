// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.actgrad.report.Measurement.Task;

/**
 * How fast memory lets a task be: the rate at which as many bytes are copied, interpolated between
 * the measured sizes.
 */
final class CopyLimit {

  static final String ARRAYCOPY = "System.arraycopy";

  /** For each way of copying: bytes read and written to bytes per nanosecond. */
  private final Map<String, NavigableMap<Double, Double>> rates = new TreeMap<>();

  CopyLimit(List<Measurement> measurements) {
    for (Measurement copy : measurements) {
      if (copy.task().activation().equals(Task.COPY)) {
        double bytes = copy.length() * copy.task().bytes();
        rates
            .computeIfAbsent(copy.what(), what -> new TreeMap<>())
            .merge(bytes, bytes / copy.nanos(), Math::max);
      }
    }
  }

  /** Elements per nanosecond by {@code System.arraycopy}; NaN where nothing near was measured. */
  double lower(Task task, int length) {
    return rate(ARRAYCOPY, task.bytes() * length) / task.bytes();
  }

  /** Elements per nanosecond by the fastest copy; NaN where nothing near was measured. */
  double upper(Task task, int length) {
    return rates.keySet().stream()
            .mapToDouble(copy -> rate(copy, task.bytes() * length))
            .filter(rate -> !Double.isNaN(rate))
            .max()
            .orElse(Double.NaN)
        / task.bytes();
  }

  private double rate(String copy, double bytes) {
    NavigableMap<Double, Double> measured = rates.getOrDefault(copy, new TreeMap<>());
    Map.Entry<Double, Double> below = measured.floorEntry(bytes);
    Map.Entry<Double, Double> above = measured.ceilingEntry(bytes);
    if (above == null) {
      // Beyond the largest copy, which is far beyond the caches, the rate stays the same.
      return below != null && bytes <= 4 * below.getKey() ? below.getValue() : Double.NaN;
    }
    if (below == null) {
      return Double.NaN;
    }
    if (below.getKey().equals(above.getKey())) {
      return below.getValue();
    }
    double share = Math.log(bytes / below.getKey()) / Math.log(above.getKey() / below.getKey());
    return below.getValue() * Math.pow(above.getValue() / below.getValue(), share);
  }
}
