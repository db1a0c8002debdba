// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.actgrad.ActivationDerivative;
import org.actgrad.ActivationDerivatives;
import org.actgrad.report.Measurement.Task;

/**
 * Turns the results of a benchmark run into a page with plots: {@code Report RESULTS OUTPUT}.
 *
 * <p>RESULTS is a folder of JSON files and {@code environment.txt}, a line {@code name: value} for
 * each thing to know about the run; {@code benchmarks/run} makes it. OUTPUT gets {@code README.md}
 * and {@code plots/}.
 */
public final class Report {

  /** Ours first, the fastest provider at their head; then the kernels; then peers by name. */
  private static final Comparator<String> LINES =
      Comparator.<String, Integer>comparing(
              what ->
                  what.equals(Measurement.FASTEST)
                      ? 0
                      : what.startsWith(Measurement.OURS)
                          ? 1
                          : what.startsWith(Measurement.KERNEL) ? 2 : 3)
          .thenComparing(Comparator.naturalOrder());

  /** ReLU first, then as the names go. */
  private static final Comparator<Task> TASKS =
      Comparator.<Task, Boolean>comparing(task -> !task.activation().equals("RELU"))
          .thenComparing(Task::activation)
          .thenComparing(Task::operation)
          .thenComparing(Task::type, Comparator.reverseOrder());

  private static final List<Integer> COST_LENGTHS = List.of(1 << 12, 1 << 16, 1 << 24);

  /** The longest call whose cost is that of calling. */
  private static final int SHORT = 1 << 8;

  private static final List<String> COSTS =
      List.of(
          Measurement.FASTEST,
          Measurement.OURS + "native",
          Measurement.OURS + "vector",
          Measurement.OURS + "java",
          Measurement.LOOP,
          Measurement.MATH_LOOP);

  /** What a call allocates. */
  record Garbage(Measurement measurement, double bytes) {}

  private final SortedMap<Task, SortedMap<String, NavigableMap<Integer, Measurement>>> tasks =
      new TreeMap<>(TASKS);
  private final CopyLimit limit;
  private final ActivationDerivative fastest;
  private final List<Garbage> garbage;
  private final List<String> names;
  private final StringBuilder page = new StringBuilder();

  private Report(
      List<Measurement> measurements, List<Garbage> garbage, ActivationDerivative fastest) {
    this.garbage = garbage;
    this.fastest = fastest;
    limit = new CopyLimit(measurements);
    for (Measurement measurement : measurements) {
      if (!measurement.task().activation().equals(Task.COPY)) {
        tasks
            .computeIfAbsent(measurement.task(), task -> new TreeMap<>(LINES))
            .computeIfAbsent(measurement.what(), what -> new TreeMap<>())
            .put(measurement.length(), measurement);
      }
    }
    names =
        tasks.values().stream()
            .flatMap(lines -> lines.keySet().stream())
            .map(what -> what.replace(Measurement.ALL_CORES, ""))
            .distinct()
            .sorted(LINES)
            .toList();
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println(
          "Two arguments are needed, the folder with the results and the folder for the page, but"
              + " there are "
              + args.length
              + "; benchmarks/run calls this with the right ones.");
      System.exit(2);
    }
    try {
      write(Path.of(args[0]), Path.of(args[1]), ActivationDerivatives.fastest());
    } catch (NoSuchFileException e) {
      System.err.println("There is no " + e.getMessage() + "; run benchmarks/run, which makes it.");
      System.exit(2);
    } catch (ResultFile.FormatException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  /**
   * Writes the page.
   *
   * @param fastest tells which provider it takes for a task
   */
  static void write(Path results, Path output, ActivationDerivative fastest) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(results)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<Measurement> measurements = new ArrayList<>();
    SortedSet<String> settings = new TreeSet<>();
    List<Garbage> garbage = new ArrayList<>();
    for (Path file : files) {
      if (file.getFileName().toString().startsWith("garbage")) {
        // The profiler's overhead is in these times.
        garbage.addAll(ResultFile.garbage(file));
      } else {
        measurements.addAll(ResultFile.read(file));
      }
      settings.addAll(ResultFile.settings(file));
    }
    if (measurements.isEmpty()) {
      throw new NoSuchFileException("result in " + results);
    }
    List<String> environment = Files.readAllLines(results.resolve("environment.txt"));
    new Report(measurements, garbage, fastest).write(environment, settings, output);
  }

  private void write(List<String> environment, Collection<String> settings, Path output)
      throws IOException {
    Path plots = output.resolve("plots");
    Files.createDirectories(plots);
    // Those of an earlier run may be of tasks that this one does not have.
    try (Stream<Path> old = Files.list(plots)) {
      for (Path plot : old.filter(file -> file.toString().endsWith(".png")).toList()) {
        Files.delete(plot);
      }
    }
    line("# Benchmarks");
    line("");
    line(
        "This page is made by a program from the results of one run; see the end for its command.");
    line("");
    line("| | |");
    line("|---|---|");
    for (String fact : environment) {
      String[] parts = fact.split(": ", 2);
      line("| " + parts[0] + " | " + (parts.length > 1 ? parts[1] : "") + " |");
    }
    for (String setting : settings) {
      line("| JMH | " + setting + " |");
    }
    line("");
    text("method.md");
    goals();
    costs();
    calls();
    garbage();
    summary();
    for (var task : tasks.entrySet()) {
      section(task.getKey(), task.getValue(), plots);
    }
    text("peers.md");
    results(output.resolve("results.csv"));
    Files.writeString(output.resolve("README.md"), page);
  }

  private void goals() {
    line("## Goals");
    line("");
    line(
        "Each ratio is one of throughputs in this run, at one task and length; the goal is met where"
            + " all of them are. [Why the committed run misses some](notes.md).");
    line("");
    line("| goal | met | measured |");
    line("|---|---|---|");
    new Goals(tasks, limit, fastest).rows().forEach(this::line);
    if (!garbage.isEmpty()) {
      double most = garbage.stream().mapToDouble(Garbage::bytes).max().orElseThrow();
      line(
          "| no garbage: less than 1 byte allocated by a call | "
              + (most < 1 ? "**yes**" : "**no**")
              + " | at most "
              + Numbers.of(most)
              + " bytes, [below](#garbage) |");
    }
    line("");
  }

  /** The worst length of each task, for whoever has a claim to defend. */
  private void summary() {
    line("## Summary");
    line("");
    line(
        "The worst length of `actgrad fastest` for each task: its throughput divided by that of the"
            + " best single provider of actgrad and by that of the best peer on one thread, and its"
            + " share of the copy limit where that was measured.");
    line("");
    line("| task | to own best | to the best peer | share of the copy limit |");
    line("|---|---|---|---|");
    for (var task : tasks.entrySet()) {
      List<Ratio> copies = new ArrayList<>();
      for (Measurement ours :
          task.getValue().getOrDefault(Measurement.FASTEST, new TreeMap<>()).values()) {
        double copy = limit.upper(task.getKey(), ours.length());
        if (!Double.isNaN(copy)) {
          copies.add(Ratio.of(ours, copy, "copy"));
        }
      }
      line(
          "| "
              + task.getKey()
              + worst(toBest(task, Measurement::isProvider))
              + worst(toBest(task, other -> other.isPeer() && !other.isOnAllCores()))
              + worst(copies)
              + " |");
    }
    line("");
  }

  private static List<Ratio> toBest(
      Map.Entry<Task, SortedMap<String, NavigableMap<Integer, Measurement>>> task,
      Predicate<Measurement> others) {
    return Ratio.toBest(task.getValue(), Measurement.FASTEST, others);
  }

  private static String worst(List<Ratio> ratios) {
    return " | " + Ratio.worst(ratios).map(Ratio::toString).orElse("not measured");
  }

  /** Nanoseconds an element of the derivative, where the cost of the call does not count. */
  private void costs() {
    for (int length : COST_LENGTHS) {
      line("## Cost per element, " + Numbers.length(length) + " elements");
      line("");
      line("Nanoseconds an element of the derivative, one thread.");
      line("");
      line(
          "| function | type |"
              + COSTS.stream().map(what -> " " + what + " |").collect(Collectors.joining()));
      line("|---|---|" + "--:|".repeat(COSTS.size()));
      for (var task : tasks.entrySet()) {
        List<Measurement> costs =
            COSTS.stream()
                .map(what -> task.getValue().getOrDefault(what, new TreeMap<>()).get(length))
                .toList();
        if (task.getKey().operation().equals("derivative")
            && costs.stream().anyMatch(Objects::nonNull)) {
          line(
              "| "
                  + task.getKey().activation()
                  + " | "
                  + task.getKey().type()
                  + " |"
                  + costs.stream()
                      .map(cost -> cost == null ? " |" : " " + Numbers.of(cost.perElement()) + " |")
                      .collect(Collectors.joining()));
        }
      }
      line("");
    }
  }

  /** What the native provider takes longer than its kernel, where the work itself is little. */
  private void calls() {
    List<String> rows = new ArrayList<>();
    for (var task : tasks.entrySet()) {
      var called = task.getValue().getOrDefault(Measurement.OURS + "native", new TreeMap<>());
      for (var kernel : task.getValue().entrySet()) {
        if (!kernel.getKey().startsWith(Measurement.KERNEL)) {
          continue;
        }
        for (Measurement alone : kernel.getValue().headMap(SHORT, true).values()) {
          Measurement call = called.get(alone.length());
          if (call != null) {
            rows.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.0f |",
                    task.getKey(),
                    alone.length(),
                    call.nanos(),
                    alone.nanos(),
                    call.nanos() - alone.nanos()));
          }
        }
      }
    }
    if (!rows.isEmpty()) {
      line("## Cost of a native call");
      line("");
      line("Nanoseconds a call, with Java arrays, and of the kernel without a JVM.");
      line("");
      line("| task | elements | `native` | kernel | difference |");
      line("|---|--:|--:|--:|--:|");
      rows.forEach(this::line);
      line("");
    }
  }

  private void garbage() {
    if (garbage.isEmpty()) {
      return;
    }
    line("## Garbage");
    line("");
    line(
        "Bytes allocated by a call, as `-prof gc` measures them: all that the JVM allocated, JMH's"
            + " own included, divided by the calls. A call that allocates takes at least 16.");
    line("");
    line("| | elements | bytes a call |");
    line("|---|--:|--:|");
    for (Garbage call : garbage) {
      Measurement measurement = call.measurement();
      line(
          "| "
              + measurement.what()
              + ", "
              + measurement.task()
              + " | "
              + Numbers.length(measurement.length())
              + " | "
              + Numbers.of(call.bytes())
              + " |");
    }
    line("");
  }

  /** Every measurement, for other programs. */
  private void results(Path file) throws IOException {
    StringBuilder csv = new StringBuilder("what;activation;operation;type;length;ns a call\n");
    for (var task : tasks.entrySet()) {
      for (var line : task.getValue().values()) {
        for (Measurement m : line.values()) {
          csv.append(
              String.join(
                  ";",
                  m.what(),
                  m.task().activation(),
                  m.task().operation(),
                  m.task().type(),
                  Integer.toString(m.length()),
                  String.format(Locale.ROOT, "%.2f", m.nanos())));
          csv.append('\n');
        }
      }
    }
    Files.writeString(file, csv);
  }

  private void section(
      Task task, SortedMap<String, NavigableMap<Integer, Measurement>> lines, Path plots)
      throws IOException {
    SortedSet<Integer> lengths = new TreeSet<>();
    lines.values().forEach(line -> lengths.addAll(line.keySet()));
    line("## " + task);
    line("");
    // Of two lengths the table tells as much as a plot.
    if (lengths.size() > 2) {
      String plot = task.toString().replace(' ', '-').toLowerCase(Locale.ROOT) + ".png";
      Plot.write(plots.resolve(plot), names, task, lines, limit);
      line("![Throughput of " + task + " over length](plots/" + plot + ")");
      line("");
    }
    line("<details><summary>Elements per nanosecond; the best in bold</summary>");
    line("");
    StringBuilder header = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("|---|");
    for (int length : lengths) {
      header.append(' ').append(Numbers.length(length)).append(" |");
      rule.append("--:|");
    }
    line(header.toString());
    line(rule.toString());
    for (var entry : lines.entrySet()) {
      StringBuilder row = new StringBuilder("| " + entry.getKey() + " |");
      for (int length : lengths) {
        Measurement measurement = entry.getValue().get(length);
        boolean best =
            measurement != null
                && lines.values().stream()
                    .map(other -> other.get(length))
                    .allMatch(o -> o == null || o.throughput() <= measurement.throughput());
        String cell = measurement == null ? "" : Numbers.of(measurement.throughput());
        row.append(' ').append(best ? "**" + cell + "**" : cell).append(" |");
      }
      line(row.toString());
    }
    copyRow("copy limit: System.arraycopy", lengths, length -> limit.lower(task, length));
    copyRow("copy limit: fastest copy", lengths, length -> limit.upper(task, length));
    line("");
    line(Numbers.of(task.bytes()) + " bytes are read and written for an element.");
    line("");
    line("</details>");
    line("");
  }

  private void copyRow(String name, SortedSet<Integer> lengths, ToDoubleFunction<Integer> rate) {
    StringBuilder row = new StringBuilder("| " + name + " |");
    for (int length : lengths) {
      double value = rate.applyAsDouble(length);
      row.append(' ').append(Double.isNaN(value) ? "" : Numbers.of(value)).append(" |");
    }
    line(row.toString());
  }

  private void text(String resource) {
    try (InputStream in = Report.class.getResourceAsStream(resource)) {
      line(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    page.append(line).append('\n');
  }
}
