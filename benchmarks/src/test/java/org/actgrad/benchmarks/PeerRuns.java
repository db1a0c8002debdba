// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Every benchmark method of peers with every combination of their parameters. */
final class PeerRuns {

  /** Odd lengths, and more than the pool that short ranges are taken from. */
  private static final int[] LENGTHS = {16, 1001, Data.POOL + 1};

  private PeerRuns() {}

  record Run(Class<? extends PeerBenchmark> peer, String operation, Map<Field, Object> parameters) {

    void check() throws ReflectiveOperationException {
      PeerBenchmark benchmark = peer.getConstructor().newInstance();
      for (Map.Entry<Field, Object> parameter : parameters.entrySet()) {
        parameter.getKey().set(benchmark, parameter.getValue());
      }
      benchmark.setUpAndCheck(operation);
    }

    @Override
    public String toString() {
      return peer.getSimpleName() + "." + operation + parameters.values();
    }
  }

  @SafeVarargs
  static List<Run> of(Class<? extends PeerBenchmark>... peers) throws ReflectiveOperationException {
    List<Run> runs = new ArrayList<>();
    for (Class<? extends PeerBenchmark> peer : peers) {
      int before = runs.size();
      for (Method method : peer.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Benchmark.class)) {
          for (int length : LENGTHS) {
            Map<Field, Object> parameters = new LinkedHashMap<>();
            parameters.put(peer.getField("length"), length);
            add(runs, peer, method.getName(), parameters, peer.getDeclaredFields(), 0);
          }
        }
      }
      if (runs.size() == before) {
        throw new AssertionError(peer + " has no benchmark method.");
      }
    }
    return runs;
  }

  private static void add(
      List<Run> runs,
      Class<? extends PeerBenchmark> peer,
      String operation,
      Map<Field, Object> parameters,
      Field[] fields,
      int next) {
    if (next == fields.length) {
      runs.add(new Run(peer, operation, new LinkedHashMap<>(parameters)));
      return;
    }
    Param param = fields[next].getAnnotation(Param.class);
    if (param == null) {
      add(runs, peer, operation, parameters, fields, next + 1);
      return;
    }
    for (Object value : values(fields[next], param)) {
      parameters.put(fields[next], value);
      add(runs, peer, operation, parameters, fields, next + 1);
    }
  }

  private static List<Object> values(Field field, Param param) {
    boolean all = param.value()[0].equals(Param.BLANK_ARGS);
    List<Object> values = new ArrayList<>();
    if (field.getType() == Formula.class) {
      for (Formula formula : Formula.values()) {
        if (all || List.of(param.value()).contains(formula.name())) {
          values.add(formula);
        }
      }
    } else {
      values.addAll(List.of(param.value()));
    }
    return values;
  }
}
