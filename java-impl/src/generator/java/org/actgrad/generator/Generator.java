// SPDX-License-Identifier: Apache-2.0
package org.actgrad.generator;

import com.sun.source.tree.ClassTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.actgrad.generator.Value.Flag;
import org.actgrad.generator.Value.Instance;
import org.actgrad.generator.Value.Node;
import org.actgrad.generator.Value.Numeric;
import org.actgrad.generator.Value.Type;

/**
 * Writes SmoothColumns, the functions of SmoothFunctions on vectors, from the source of the scalar
 * formulas: so a formula is written once in Java, and both have the same operations in the same
 * order. The arguments are the directory of the sources and the file to write.
 */
public final class Generator {

  private static final List<String> FILES =
      List.of(
          "Arithmetic",
          "Coefficients",
          "Elementary",
          "Single",
          "SmoothFunction",
          "SmoothFunctions");

  private static final String HEAD =
      """
      // SPDX-License-Identifier: Apache-2.0
      // Generated from SmoothFunctions: a change here is lost at the next build.
      package org.actgrad.javaimpl;

      import static jdk.incubator.vector.VectorOperators.*;
      import static org.actgrad.javaimpl.ColumnLoops.BLOCK;
      import static org.actgrad.javaimpl.VectorFormula.DOUBLES;
      import static org.actgrad.javaimpl.VectorFormula.FLOATS;
      import static org.actgrad.javaimpl.VectorFormula.HALF_FLOATS;
      import static org.actgrad.javaimpl.VectorFormula.INTS;

      import jdk.incubator.vector.DoubleVector;
      import jdk.incubator.vector.FloatVector;
      import jdk.incubator.vector.IntVector;
      import jdk.incubator.vector.VectorMask;
      import jdk.incubator.vector.VectorShuffle;

      /** The functions of {@link SmoothFunctions} on vectors. */
      final class SmoothColumns {

      private SmoothColumns() {}

      """;

  /** What a program computes: one or two methods of a function. */
  private enum Program {
    DERIVATIVE("derivative"),
    VALUE_AND_DERIVATIVE("value", "derivative"),
    SECOND_DERIVATIVE("secondDerivative"),
    DERIVATIVE_AND_SECOND_DERIVATIVE("derivative", "secondDerivative");

    final List<String> methods;

    Program(String... methods) {
      this.methods = List.of(methods);
    }
  }

  private final Sources sources;
  private final StringBuilder out = new StringBuilder(HEAD);
  private int columns;

  private Generator(Path directory) throws IOException {
    List<Path> files = FILES.stream().map(name -> directory.resolve(name + ".java")).toList();
    sources = new Sources(files);
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]);
    Files.createDirectories(file.getParent());
    Files.writeString(file, new Generator(Path.of(args[0])).write());
  }

  private String write() {
    List<ClassTree> functions =
        Sources.nested(sources.find("SmoothFunctions")).stream().filter(this::isFunction).toList();
    out.append("/** The steps of a program, for float or double. */\n");
    out.append(
        "static ColumnStep[] steps(SmoothFunction function, Program program, boolean isDouble) {\n");
    for (ClassTree function : functions) {
      String name = function.getSimpleName().toString();
      out.append(
          "if (function.getClass() == SmoothFunctions.%s.class) {\nreturn %s.steps((SmoothFunctions.%s) function, program, isDouble);\n}\n"
              .formatted(name, name, name));
    }
    out.append(
        "throw new IllegalArgumentException(function.getClass() + \" has no vectors.\");\n}\n\n");
    functions.forEach(this::write);
    out.append("/** How many columns of a type the steps use at most. */\n");
    out.append("static final int COLUMNS = " + columns + ";\n\n");
    out.append("/** What steps compute. */\nenum Program {\n");
    for (Program program : Program.values()) {
      out.append(program).append(",\n");
    }
    return indented(out.append("}\n}\n").toString());
  }

  private static String indented(String text) {
    StringBuilder indented = new StringBuilder();
    int depth = 0;
    for (String line : text.lines().toList()) {
      depth -= line.startsWith("}") ? 1 : 0;
      indented.append("  ".repeat(line.isEmpty() ? 0 : depth)).append(line).append('\n');
      depth += line.endsWith("{") ? 1 : 0;
    }
    return indented.toString();
  }

  private boolean isFunction(ClassTree tree) {
    ClassTree above = sources.superclass(tree);
    return above != null
        && !tree.getModifiers().getFlags().contains(Modifier.ABSTRACT)
        && (above == sources.find("SmoothFunction") || isFunction(above));
  }

  private void write(ClassTree function) {
    String name = function.getSimpleName().toString();
    Writer writer = new Writer();
    Map<String, String> scalars = new LinkedHashMap<>();
    StringBuilder cases = new StringBuilder();
    for (Program program : Program.values()) {
      List<String> doubles = program(function, program, Type.DOUBLE, writer, scalars);
      if (doubles != null) {
        List<String> floats = program(function, program, Type.FLOAT, writer, scalars);
        cases.append(
            "case %s -> isDouble\n? %s: %s;\n".formatted(program, array(doubles), array(floats)));
      }
    }
    out.append("private static final class %s {\n".formatted(name));
    out.append(
        "static ColumnStep[] steps(SmoothFunctions.%s f, Program program, boolean isDouble) {\n"
            .formatted(name));
    scalars.forEach(
        (declaration, scalar) -> out.append(declaration.formatted(scalar)).append('\n'));
    out.append("return switch (program) {\n").append(cases);
    out.append(
        "default -> throw new UnsupportedOperationException(program + \" is not there.\");\n");
    out.append("};\n}\n\n").append(writer.loops()).append("}\n\n");
    columns = Math.max(columns, writer.columns());
  }

  private static String array(List<String> calls) {
    return "new ColumnStep[] {\n" + String.join(",\n", calls) + "\n}\n";
  }

  /** The calls that compute a program; null if the function has no such method. */
  private List<String> program(
      ClassTree function, Program program, Type type, Writer writer, Map<String, String> scalars) {
    Graph graph = new Graph(type);
    Evaluator evaluator = new Evaluator(sources, graph);
    Instance self = new Instance("f", function);
    List<Node> results = new ArrayList<>();
    for (String method : program.methods) {
      Numeric result = result(evaluator, graph, self, method, type);
      if (result == null) {
        return null;
      }
      results.add((Node) result);
    }
    List<Node> needed = graph.neededFor(results);
    List<Cut.Loop> loops = new ArrayList<>();
    for (boolean doubles : new boolean[] {true, false}) {
      loops.addAll(
          Cut.of(
              Stream.concat(
                      Stream.of(graph.input),
                      needed.stream()
                          .filter(
                              node -> node != graph.input && Writer.isOfDoubles(node) == doubles))
                  .toList(),
              results));
    }
    return writer.program(loops, graph.input, results, scalars);
  }

  /** A float goes through a form in float, if there is one, or through double. */
  private Numeric result(
      Evaluator evaluator, Graph graph, Instance self, String method, Type type) {
    Numeric result = null;
    if (type == Type.FLOAT) {
      result = (Numeric) evaluator.call(self, method, graph.input);
    }
    if (result == null) {
      Numeric x = graph.convert(graph.input, Type.DOUBLE);
      Value y = evaluator.call(self, method, x, new Flag(type == Type.FLOAT));
      if (y == null) {
        return null;
      }
      result = graph.convert((Numeric) y, type);
    }
    return quiet(graph, (Node) result);
  }

  /** The positive quiet NaN where a result or the input is NaN. */
  private static Numeric quiet(Graph graph, Node result) {
    if (result.operator().equals("(float)")) {
      Numeric y = result.operands().get(0);
      Numeric x = graph.convert(graph.input, Type.DOUBLE);
      return graph.convert(graph.call("nanIfEither", Type.DOUBLE, List.of(y, x)), Type.FLOAT);
    }
    return graph.call("nanIfEither", result.type(), List.of(result, graph.input));
  }
}
