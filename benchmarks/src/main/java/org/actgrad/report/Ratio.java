// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.actgrad.report.Measurement.Task;

/** The throughput of one thing over that of another, at the same task and length. */
record Ratio(Task task, int length, double value, String other) {

  /** One for each length of {@code what}: to the fastest of the others that are measured there. */
  static List<Ratio> toBest(
      SortedMap<String, NavigableMap<Integer, Measurement>> lines,
      String what,
      Predicate<Measurement> others) {
    return lines.getOrDefault(what, new TreeMap<>()).values().stream()
        .flatMap(ours -> toBest(ours, lines, others).stream())
        .toList();
  }

  /** To the fastest of the others that are measured at the same length. */
  static Optional<Ratio> toBest(
      Measurement ours,
      SortedMap<String, NavigableMap<Integer, Measurement>> lines,
      Predicate<Measurement> others) {
    return lines.values().stream()
        .map(line -> line.get(ours.length()))
        .filter(other -> other != null && others.test(other))
        .max(Comparator.comparingDouble(Measurement::throughput))
        .map(best -> of(ours, best.throughput(), best.what()));
  }

  static Ratio of(Measurement ours, double throughput, String other) {
    return new Ratio(ours.task(), ours.length(), ours.throughput() / throughput, other);
  }

  static Optional<Ratio> worst(List<Ratio> ratios) {
    return ratios.stream().min(Comparator.comparingDouble(Ratio::value));
  }

  @Override
  public String toString() {
    return Numbers.of(value) + " × " + other + " at " + Numbers.length(length);
  }
}
