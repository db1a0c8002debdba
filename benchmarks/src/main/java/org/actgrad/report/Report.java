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
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
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

  private final SortedMap<Task, SortedMap<String, NavigableMap<Integer, Measurement>>> tasks =
      new TreeMap<>(TASKS);
  private final CopyLimit limit;
  private final StringBuilder page = new StringBuilder();

  private Report(List<Measurement> measurements) {
    limit = new CopyLimit(measurements);
    for (Measurement measurement : measurements) {
      if (!measurement.task().activation().equals(Task.COPY)) {
        tasks
            .computeIfAbsent(measurement.task(), task -> new TreeMap<>(LINES))
            .computeIfAbsent(measurement.what(), what -> new TreeMap<>())
            .put(measurement.length(), measurement);
      }
    }
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
      write(Path.of(args[0]), Path.of(args[1]));
    } catch (NoSuchFileException e) {
      System.err.println("There is no " + e.getMessage() + "; run benchmarks/run, which makes it.");
      System.exit(2);
    } catch (ResultFile.FormatException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  static void write(Path results, Path output) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(results)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<Measurement> measurements = new ArrayList<>();
    SortedSet<String> settings = new TreeSet<>();
    for (Path file : files) {
      measurements.addAll(ResultFile.read(file));
      settings.addAll(ResultFile.settings(file));
    }
    if (measurements.isEmpty()) {
      throw new NoSuchFileException("result in " + results);
    }
    List<String> environment = Files.readAllLines(results.resolve("environment.txt"));
    new Report(measurements).write(environment, settings, output);
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
    summary();
    for (var task : tasks.entrySet()) {
      String name = task.getKey().toString().replace(' ', '-').toLowerCase(Locale.ROOT) + ".png";
      Plot.write(plots.resolve(name), task.getKey(), task.getValue(), limit);
      section(task.getKey(), task.getValue(), name);
    }
    text("peers.md");
    Files.writeString(output.resolve("README.md"), page);
  }

  /** The worst length of each task, for whoever has a claim to defend. */
  private void summary() {
    line("## Summary");
    line("");
    line(
        "The worst length of `actgrad fastest` for each task: its throughput divided by that of the"
            + " best other provider of actgrad and by that of the best peer on one thread, and its"
            + " share of the copy limit where that was measured.");
    line("");
    line("| task | to own best | to the best peer | share of the copy limit |");
    line("|---|---|---|---|");
    for (var task : tasks.entrySet()) {
      NavigableMap<Integer, Measurement> fastest =
          task.getValue().getOrDefault(Measurement.FASTEST, new TreeMap<>());
      List<Ratio> own = new ArrayList<>();
      List<Ratio> peers = new ArrayList<>();
      List<Ratio> copies = new ArrayList<>();
      for (Measurement ours : fastest.values()) {
        best(task.getValue(), ours, true)
            .ifPresent(best -> own.add(Ratio.of(ours, best.throughput(), best.what())));
        best(task.getValue(), ours, false)
            .ifPresent(best -> peers.add(Ratio.of(ours, best.throughput(), best.what())));
        double copy = limit.upper(task.getKey(), ours.length());
        if (!Double.isNaN(copy)) {
          copies.add(Ratio.of(ours, copy, "copy"));
        }
      }
      line("| " + task.getKey() + worst(own) + worst(peers) + worst(copies) + " |");
    }
    line("");
  }

  /** The fastest at the same length: another of our providers, or a peer on one thread. */
  private static Optional<Measurement> best(
      SortedMap<String, NavigableMap<Integer, Measurement>> lines, Measurement ours, boolean own) {
    return lines.values().stream()
        .map(line -> line.get(ours.length()))
        .filter(other -> other != null && !other.what().equals(Measurement.FASTEST))
        .filter(other -> own ? other.isOurs() : other.isPeer())
        .filter(other -> !other.what().endsWith(Measurement.ALL_CORES))
        .max(Comparator.comparingDouble(Measurement::throughput));
  }

  /** Our throughput over another's. */
  private record Ratio(double value, String other, int length) {
    static Ratio of(Measurement ours, double other, String what) {
      return new Ratio(ours.throughput() / other, what, ours.length());
    }
  }

  private static String worst(List<Ratio> ratios) {
    return ratios.stream()
        .min(Comparator.comparingDouble(Ratio::value))
        .map(r -> " | " + number(r.value()) + " × " + r.other() + " at " + length(r.length()))
        .orElse(" | not measured");
  }

  private void section(
      Task task, SortedMap<String, NavigableMap<Integer, Measurement>> lines, String plot) {
    SortedSet<Integer> lengths = new TreeSet<>();
    lines.values().forEach(line -> lengths.addAll(line.keySet()));
    line("## " + task);
    line("");
    line("![Throughput of " + task + " over length](plots/" + plot + ")");
    line("");
    line("<details><summary>Elements per nanosecond; the best in bold</summary>");
    line("");
    StringBuilder header = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("|---|");
    for (int length : lengths) {
      header.append(' ').append(length(length)).append(" |");
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
        String cell = measurement == null ? "" : number(measurement.throughput());
        row.append(' ').append(best ? "**" + cell + "**" : cell).append(" |");
      }
      line(row.toString());
    }
    copyRow("copy limit: System.arraycopy", lengths, length -> limit.lower(task, length));
    copyRow("copy limit: fastest copy", lengths, length -> limit.upper(task, length));
    line("");
    line(number(task.bytes()) + " bytes are read and written for an element.");
    line("");
    line("</details>");
    line("");
  }

  private void copyRow(String name, SortedSet<Integer> lengths, ToDoubleFunction<Integer> rate) {
    StringBuilder row = new StringBuilder("| " + name + " |");
    for (int length : lengths) {
      double value = rate.applyAsDouble(length);
      row.append(' ').append(Double.isNaN(value) ? "" : number(value)).append(" |");
    }
    line(row.toString());
  }

  /** Three significant digits. */
  private static String number(double value) {
    int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(value)));
    return String.format(Locale.ROOT, "%." + Math.min(digits, 6) + "f", value);
  }

  private static String length(int length) {
    if (length >= 1 << 20 && length % (1 << 20) == 0) {
      return (length >> 20) + " Mi";
    }
    return length >= 1 << 10 && length % (1 << 10) == 0 ? (length >> 10) + " Ki" : "" + length;
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
