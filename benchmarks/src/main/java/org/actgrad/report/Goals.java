// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.actgrad.ActivationDerivative;
import org.actgrad.report.Measurement.Task;

/** What the library wants to reach, each beside what was measured. */
final class Goals {

  private static final String SERIAL = Measurement.FASTEST;
  private static final String PARALLEL = Measurement.FASTEST + Measurement.ALL_CORES;
  private static final String NATIVE = Measurement.OURS + "native";
  private static final String VECTOR = Measurement.OURS + "vector";

  /** The longest of the calls in which their fixed cost is what counts. */
  private static final int SMALL = 64;

  /** From here on the fixed cost of a native call does not count. */
  private static final int LONG = 1 << 16;

  /** Exceptions that are told one by one; of more, the worst are. */
  private static final int TOLD = 6;

  private final SortedMap<Task, SortedMap<String, NavigableMap<Integer, Measurement>>> tasks;
  private final CopyLimit limit;
  private final ActivationDerivative fastest;
  private final List<String> rows = new ArrayList<>();

  Goals(
      SortedMap<Task, SortedMap<String, NavigableMap<Integer, Measurement>>> tasks,
      CopyLimit limit,
      ActivationDerivative fastest) {
    this.tasks = tasks;
    this.limit = limit;
    this.fastest = fastest;
  }

  /** Rows of a table with the columns goal, met, measured. */
  List<String> rows() {
    row(
        "`fastest()` has at least 1 / 1.05 of the throughput of the best single provider",
        1 / 1.05,
        ratios(task -> true, SERIAL, Measurement::isProvider));
    row(
        "the provider that `fastest()` takes there, measured by itself, has as much",
        1 / 1.05,
        taken());
    row(
        "`fastest()` is ahead of every peer on one thread",
        1,
        ratios(task -> true, SERIAL, other -> other.isPeer() && !other.isOnAllCores()));
    row(
        "`fastest().parallel()` is ahead of every peer on all cores",
        1,
        ratios(task -> true, PARALLEL, other -> other.isPeer() && other.isOnAllCores()));
    copies();
    row("ReLU: backward from the mask is faster than backward from x", 1, fromMask());
    small();
    row(
        "`parallel()` is never slower than serial (at least 1 / 1.05 of its throughput)",
        1 / 1.05,
        ratios(task -> true, PARALLEL, other -> other.what().equals(SERIAL)));
    row(
        "`parallel()` has at least 1.8 times the throughput on two cores: smooth functions from "
            + Numbers.length(LONG)
            + " elements on",
        1.8,
        isLong(ratios(Goals::isSmooth, PARALLEL, other -> other.what().equals(SERIAL))));
    row(
        "`native` has at least 10 times the throughput of a loop over `Math`: derivatives of smooth"
            + " functions, `float`, from "
            + Numbers.length(LONG)
            + " elements on",
        10,
        isLong(
            ratios(
                task -> isSmooth(task) && isFloatDerivative(task),
                NATIVE,
                other -> other.what().equals(Measurement.MATH_LOOP))));
    row(
        "`vector` has at least 1 / 1.5 of the throughput of `native`: derivatives of smooth"
            + " functions, `float`, from "
            + Numbers.length(LONG)
            + " elements on",
        1 / 1.5,
        isLong(
            ratios(
                task -> isSmooth(task) && isFloatDerivative(task),
                VECTOR,
                other -> other.what().equals(NATIVE))));
    return rows;
  }

  private static boolean isSmooth(Task task) {
    return !task.activation().equals("RELU");
  }

  private static boolean isFloatDerivative(Task task) {
    return task.operation().equals("derivative") && task.type().equals("float");
  }

  private static List<Ratio> isLong(List<Ratio> ratios) {
    return ratios.stream().filter(ratio -> ratio.length() >= LONG).toList();
  }

  private List<Ratio> ratios(Predicate<Task> wanted, String what, Predicate<Measurement> others) {
    return tasks.entrySet().stream()
        .filter(task -> wanted.test(task.getKey()))
        .flatMap(task -> Ratio.toBest(task.getValue(), what, others).stream())
        .toList();
  }

  /**
   * The choice alone: where it is the best provider, the row above compares two JVMs that run the
   * same.
   */
  private List<Ratio> taken() {
    List<Ratio> ratios = new ArrayList<>();
    tasks.forEach(
        (task, lines) -> {
          for (Measurement serial : line(task)) {
            var taken =
                fastest.provider(task.function(), task.kernel(), task.isDouble(), serial.length());
            var line = lines.getOrDefault(Measurement.OURS + taken.name(), new TreeMap<>());
            Optional.ofNullable(line.get(serial.length()))
                .flatMap(ours -> Ratio.toBest(ours, lines, Measurement::isProvider))
                .ifPresent(ratios::add);
          }
        });
    return ratios;
  }

  /** Shares of the copy limit, a row for each length that is not about the cost of a call. */
  private void copies() {
    List<Ratio> fastestCopy = new ArrayList<>();
    List<Ratio> arraycopy = new ArrayList<>();
    TreeSet<Integer> lengths = new TreeSet<>();
    for (var task : tasks.entrySet()) {
      var fastest = task.getValue().get(SERIAL);
      if (isSmooth(task.getKey()) || fastest == null) {
        continue;
      }
      for (Measurement ours : fastest.tailMap(1 << 12).values()) {
        double upper = limit.upper(task.getKey(), ours.length());
        if (!Double.isNaN(upper)) {
          lengths.add(ours.length());
          fastestCopy.add(Ratio.of(ours, upper, "the fastest copy"));
          arraycopy.add(
              Ratio.of(ours, limit.lower(task.getKey(), ours.length()), CopyLimit.ARRAYCOPY));
        }
      }
    }
    for (int length : lengths) {
      row(
          "ReLU, " + Numbers.length(length) + " elements: at least 0.95 of the fastest copy",
          0.95,
          fastestCopy.stream().filter(ratio -> ratio.length() == length).toList());
    }
    if (!lengths.isEmpty()) {
      row(
          "ReLU, "
              + Numbers.length(lengths.last())
              + " elements, far more than the caches hold: at least 1.2 times "
              + CopyLimit.ARRAYCOPY,
          1.2,
          arraycopy.stream().filter(ratio -> ratio.length() == lengths.last()).toList());
    }
  }

  private List<Ratio> fromMask() {
    List<Ratio> ratios = new ArrayList<>();
    for (String type : List.of("float", "double")) {
      var fromMask = line(new Task("RELU", "backwardFromMask", type));
      var fromX = line(new Task("RELU", "backward", type));
      for (Measurement ours : fromMask) {
        fromX.stream()
            .filter(other -> other.length() == ours.length())
            .forEach(x -> ratios.add(Ratio.of(ours, x.throughput(), "backward from x")));
      }
    }
    return ratios;
  }

  private List<Measurement> line(Task task) {
    return Stream.ofNullable(tasks.get(task))
        .flatMap(lines -> Stream.ofNullable(lines.get(SERIAL)))
        .flatMap(line -> line.values().stream())
        .toList();
  }

  /** What a short call takes beside a loop in its place. */
  private void small() {
    List<String> told = new ArrayList<>();
    int met = 0;
    for (var task : tasks.entrySet()) {
      var loop = task.getValue().get(Measurement.LOOP);
      for (Measurement ours : line(task.getKey())) {
        if (loop != null && ours.length() <= SMALL && loop.containsKey(ours.length())) {
          double over = ours.nanos() - loop.get(ours.length()).nanos();
          met += over <= 5 ? 1 : 0;
          told.add(
              String.format(Locale.ROOT, "%+.1f ns: %s at %d", over, task.getKey(), ours.length()));
        }
      }
    }
    add(
        "ReLU, 1 to " + SMALL + " elements: at most 5 ns more than a loop with `?:`",
        met,
        told.size(),
        String.join("; ", told));
  }

  private void row(String goal, double least, List<Ratio> ratios) {
    List<Ratio> missed =
        ratios.stream()
            .filter(ratio -> ratio.value() < least)
            .sorted((a, b) -> Double.compare(a.value(), b.value()))
            .toList();
    String told =
        missed.isEmpty()
            ? Ratio.worst(ratios).map(worst -> "worst: " + worst.task() + ", " + worst).orElse("")
            : "missed by: "
                + missed.stream()
                    .limit(TOLD)
                    .map(ratio -> ratio.task() + ", " + ratio)
                    .collect(Collectors.joining("; "))
                + (missed.size() > TOLD ? "; and " + (missed.size() - TOLD) + " more" : "");
    add(goal, ratios.size() - missed.size(), ratios.size(), told);
  }

  private void add(String goal, int met, int all, String told) {
    if (all == 0) {
      rows.add("| " + goal + " | not measured | |");
    } else {
      String verdict = met == all ? "**yes**" : met == 0 ? "**no**" : "in part";
      rows.add("| " + goal + " | " + verdict + ", " + met + " of " + all + " | " + told + " |");
    }
  }
}
