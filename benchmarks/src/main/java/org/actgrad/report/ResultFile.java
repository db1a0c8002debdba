// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.actgrad.report.Measurement.Task;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of JMH, and of Google Benchmark for the kernels. */
final class ResultFile {

  private static final Map<String, String> NAMES =
      Map.of(
          "OperationBenchmark", "",
          "BaselineBenchmark", Measurement.LOOP,
          "ReluLoopBenchmark", Measurement.LOOP,
          "LoopBenchmark", Measurement.MATH_LOOP,
          "StreamBenchmark", "IntStream",
          "OneDnnBenchmark", "oneDNN",
          "Nd4jBenchmark", "ND4J",
          "PyTorchBenchmark", "PyTorch",
          "NumPyBenchmark", "NumPy");

  private ResultFile() {}

  /** Thrown with a sentence for the user. */
  static final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FormatException(Path file, String problem, Throwable cause) {
      super(
          file
              + " "
              + problem
              + "; make it again with the command that the report names, or delete it.",
          cause);
    }
  }

  static List<Measurement> read(Path file) {
    JsonNode root = parse(file);
    List<Measurement> measurements = new ArrayList<>();
    if (root.isArray()) {
      for (JsonNode result : root) {
        measurements.add(jmh(file, result));
      }
    } else {
      for (JsonNode result : required(file, root, "benchmarks")) {
        measurements.add(googleBenchmark(file, result));
      }
    }
    return measurements;
  }

  /** What JMH's profiler {@code gc} measured. */
  static List<Report.Garbage> garbage(Path file) {
    List<Report.Garbage> garbage = new ArrayList<>();
    for (JsonNode result : parse(file)) {
      JsonNode bytes =
          required(file, required(file, result, "secondaryMetrics"), "gc.alloc.rate.norm");
      garbage.add(
          new Report.Garbage(jmh(file, result), required(file, bytes, "score").doubleValue()));
    }
    return garbage;
  }

  /** The virtual machines, flags and iterations that JMH used. */
  static SortedSet<String> settings(Path file) {
    SortedSet<String> settings = new TreeSet<>();
    JsonNode root = parse(file);
    for (JsonNode result : root) {
      if (root.isArray() && result.has("vmName")) {
        List<String> flags = new ArrayList<>();
        result.path("jvmArgs").forEach(flag -> flags.add(flag.asString()));
        settings.add(
            String.join(
                " ",
                result.path("vmName").asString(),
                result.path("vmVersion").asString() + ",",
                "`" + String.join(" ", flags) + "`,",
                result.path("forks").asString(),
                "forks, warm-up",
                result.path("warmupIterations").asString(),
                "×",
                result.path("warmupTime").asString() + ",",
                "measured",
                result.path("measurementIterations").asString(),
                "×",
                result.path("measurementTime").asString()));
      }
    }
    return settings;
  }

  private static JsonNode parse(Path file) {
    try {
      return JsonMapper.shared().readTree(file.toFile());
    } catch (JacksonException e) {
      throw new FormatException(file, "is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Measurement jmh(Path file, JsonNode result) {
    String[] name = required(file, result, "benchmark").stringValue("").split("\\.");
    String method = name[name.length - 1];
    String benchmark = name[Math.max(0, name.length - 2)];
    JsonNode params = required(file, result, "params");
    JsonNode metric = required(file, result, "primaryMetric");
    if (!required(file, metric, "scoreUnit").stringValue("").equals("ns/op")) {
      throw new FormatException(file, "has a time of " + method + " in another unit than ns", null);
    }

    String activation = "RELU";
    String type = "float";
    int length = 0;
    StringBuilder what =
        new StringBuilder(NAMES.getOrDefault(benchmark, benchmark.replace("Benchmark", "")));
    for (Map.Entry<String, JsonNode> param : params.properties()) {
      String value = param.getValue().asString();
      switch (param.getKey()) {
        case "activation" -> activation = value;
        case "type" -> type = value;
        case "length" -> length = Integer.parseInt(value);
        case "provider" ->
            what.append(
                value.equals("parallel")
                    ? Measurement.FASTEST + Measurement.ALL_CORES
                    : Measurement.OURS + value);
        case "threads" -> what.append(value.equals("1") ? "" : Measurement.ALL_CORES);
        case "form" -> what.append(' ').append(value);
        default -> what.append(", ").append(param.getKey()).append('=').append(value);
      }
    }
    Task task =
        switch (method) {
          case "arraycopy" -> new Task(Task.COPY, "copy", type);
          case "ternaryDerivative" -> new Task(activation, "derivative", type);
          case "ternaryBackward" -> new Task(activation, "backward", type);
          default -> new Task(activation, method, type);
        };
    // JMH writes "NaN" where there is only one iteration.
    return new Measurement(
        method.equals("arraycopy") ? "System.arraycopy" : what.toString(),
        task,
        length,
        best(file, metric),
        required(file, metric, "scoreError").asDouble(Double.NaN));
  }

  /** Of the iterations, since other work on the machine only adds; the mean if it is alone. */
  private static double best(Path file, JsonNode metric) {
    double mean = required(file, metric, "score").doubleValue();
    return metric.path("scorePercentiles").path("0.0").asDouble(mean);
  }

  /** Names are copy/KIND/LENGTH and kernel/ISA/ACTIVATION/OPERATION/TYPE/ALIGNMENT/LENGTH. */
  private static Measurement googleBenchmark(Path file, JsonNode result) {
    String[] name = required(file, result, "name").stringValue("").split("/");
    double nanos = required(file, result, "real_time").doubleValue();
    if (!required(file, result, "time_unit").stringValue("").equals("ns")) {
      throw new FormatException(file, "has a time in another unit than ns", null);
    }
    if (name.length == 3 && name[0].equals("copy")) {
      return new Measurement(
          name[1],
          new Task(Task.COPY, "copy", "float"),
          Integer.parseInt(name[2]),
          nanos,
          Double.NaN);
    }
    if (name.length == 7 && name[0].equals("kernel")) {
      String alignment = name[5].equals("java") ? "" : ", " + name[5];
      return new Measurement(
          Measurement.KERNEL + " (" + name[1] + alignment + ")",
          new Task(name[2], name[3], name[4]),
          Integer.parseInt(name[6]),
          nanos,
          Double.NaN);
    }
    throw new FormatException(
        file, "has a benchmark of unknown name, " + String.join("/", name), null);
  }

  private static JsonNode required(Path file, JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new FormatException(file, "lacks the field " + field, null);
    }
    return value;
  }
}
