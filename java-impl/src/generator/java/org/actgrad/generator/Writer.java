// SPDX-License-Identifier: Apache-2.0
package org.actgrad.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.actgrad.generator.Value.Constant;
import org.actgrad.generator.Value.Node;
import org.actgrad.generator.Value.Numeric;
import org.actgrad.generator.Value.Scalar;
import org.actgrad.generator.Value.Type;

/** Java for the loops of one class of functions. Equal loops are written once. */
final class Writer {

  /** Where values are between loops: columns of a type, used again when nobody reads them. */
  private static final class Slots {

    private final List<Integer> freeFrom = new ArrayList<>();

    int take(int now, int lastReader) {
      int slot = 0;
      while (slot < freeFrom.size() && freeFrom.get(slot) > now) {
        slot++;
      }
      if (slot == freeFrom.size()) {
        freeFrom.add(0);
      }
      freeFrom.set(slot, lastReader);
      return slot;
    }
  }

  /**
   * Nodes that C2 makes of a load, of a store, of another call of the Vector API, and of a number
   * where a vector is wanted, about: on JDK 25, by -XX:+LogCompilation.
   */
  static final int LOAD = 440;

  static final int STORE = 230;
  private static final int CALL = 410;
  private static final int NUMBER = 210;

  /**
   * Of {@code ColumnSteps.lookup} in vectors of 8 lanes, with its part of the shuffle: with four of
   * them in a loop C2 of JDK 17 makes objects of the vectors.
   */
  private static final int LOOKUP_WEIGHT = 4_200;

  private static final String LOOKUP = "lookup";

  private final Map<String, String> loops = new LinkedHashMap<>();
  private final Map<Value.Table, String> tables = new LinkedHashMap<>();
  private int columns;

  /** The most columns of one type that a program needs. */
  int columns() {
    return columns;
  }

  /** The loops of all programs so far, and the tables that they use, as bits. */
  String loops() {
    StringBuilder text = new StringBuilder();
    tables.forEach(
        (table, name) ->
            text.append("private static final int[] %s = {%s};\n".formatted(name, bits(table))));
    loops.forEach((loop, name) -> text.append(loop.replace("NAME", name)).append('\n'));
    return text.toString();
  }

  private static String bits(Value.Table table) {
    return table.numbers().stream()
        .map(c -> Integer.toString(Float.floatToRawIntBits(c.number().floatValue())))
        .collect(Collectors.joining(", "));
  }

  static boolean isOfDoubles(Node node) {
    return node.type() == Type.DOUBLE
        || node.nodes().stream().anyMatch(operand -> operand.type() == Type.DOUBLE);
  }

  /** The calls of ColumnStep that compute a program, one after the other. */
  List<String> program(
      List<Cut.Loop> cut, Node input, List<Node> results, Map<String, String> scalars) {
    Map<Node, Integer> lastReader = new LinkedHashMap<>();
    for (int k = 0; k < cut.size(); k++) {
      for (Node node : cut.get(k).loaded()) {
        lastReader.put(node, k);
      }
    }
    Map<Type, Slots> slots = new LinkedHashMap<>();
    Map<Node, String> places = new LinkedHashMap<>();
    List<String> calls = new ArrayList<>();
    for (int k = 0; k < cut.size(); k++) {
      Cut.Loop loop = cut.get(k);
      for (Node node : loop.stored()) {
        if (lastReader.containsKey(node)) {
          Type type = node.type() == Type.DOUBLE ? Type.DOUBLE : Type.FLOAT;
          int slot = slots.computeIfAbsent(type, t -> new Slots()).take(k, lastReader.get(node));
          columns = Math.max(columns, slot + 1);
          places.put(node, slot + " * BLOCK");
        }
      }
      calls.add(new LoopText(loop, input, results, places, scalars).call());
    }
    return calls;
  }

  /** One loop: its method and its call. */
  private final class LoopText {

    private final StringBuilder parameters = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private final Map<Node, String> variables = new LinkedHashMap<>();
    private final Map<String, String> scalars;
    private final Map<String, String> known = new LinkedHashMap<>();
    private final boolean doubles;
    private int arrays;

    LoopText(
        Cut.Loop loop,
        Node input,
        List<Node> results,
        Map<Node, String> places,
        Map<String, String> scalars) {
      this.scalars = scalars;
      this.doubles = loop.computed().stream().anyMatch(Writer::isOfDoubles);
      List<Node> computed = new ArrayList<>(loop.computed());
      if (computed.remove(input) || loop.loaded().contains(input)) {
        String type = input.type().name().toLowerCase();
        parameter(type + "[]", "x", "c." + type + "X");
        parameter("int", "xAt", "c.xAt");
        declare(
            input,
            load(input.type() == Type.DOUBLE ? "DOUBLES" : doubles ? "HALF_FLOATS" : "FLOATS")
                .formatted("x", "xAt + i"));
      }
      for (Node node : loop.loaded()) {
        if (node != input) {
          String column = column(node, places.get(node));
          String load = load(node.type() == Type.DOUBLE ? "DOUBLES" : "FLOATS");
          declare(
              node,
              load.formatted(arrayOf(node), column + " + i")
                  + (node.type() == Type.INT ? ".reinterpretAsInts()" : ""));
        }
      }
      for (Node node : computed) {
        if (node.operator().equals(LOOKUP)) {
          declareShuffle(operand(node.operands().get(1)));
        }
        declare(node, operation(node, this::operand));
      }
      for (Node node : loop.stored()) {
        String variable = variables.get(node);
        if (places.containsKey(node)) {
          String column = column(node, places.get(node));
          String floats = node.type() == Type.INT ? ".reinterpretAsFloats()" : "";
          body.append(
              "%s%s.intoArray(%s, %s + i);\n".formatted(variable, floats, arrayOf(node), column));
        }
        for (int k = 0; k < results.size(); k++) {
          if (results.get(k) == node) {
            String type = node.type().name().toLowerCase();
            String name = k == 0 ? "y" : "z";
            parameter(type + "[]", name, "c." + type + name.toUpperCase());
            parameter("int", name + "At", "c." + name + "At");
            body.append("%s.intoArray(%s, %sAt + i);\n".formatted(variable, name, name));
          }
        }
      }
    }

    String call() {
      String step = doubles ? "DOUBLES.length()" : "FLOATS.length()";
      String text =
          "private static void NAME(%sint length) {\nfor (int i = 0; i < length; i += %s) {\n%s}\n}\n"
              .formatted(parameters, step, body);
      String name = loops.computeIfAbsent(text, t -> "loop" + loops.size());
      return "(c, n) -> %s(%sn)".formatted(name, arguments);
    }

    private void parameter(String type, String name, String argument) {
      parameters.append(type).append(' ').append(name).append(", ");
      arguments.append(argument).append(", ");
    }

    /** The array that has all columns of a type. */
    private static String arrayOf(Node node) {
      return node.type() == Type.DOUBLE ? "doubles" : "floats";
    }

    private String column(Node node, String place) {
      String array = arrayOf(node);
      known.computeIfAbsent(
          array,
          name -> {
            parameter(node.type() == Type.DOUBLE ? "double[]" : "float[]", name, "c." + name);
            return name;
          });
      return known.computeIfAbsent(
          array + place,
          p -> {
            String name = "c" + arrays++;
            parameter("int", name, place);
            return name;
          });
    }

    private static String load(String species) {
      String vector = species.equals("DOUBLES") ? "DoubleVector" : "FloatVector";
      return vector + ".fromArray(" + species + ", %s, %s)";
    }

    private void declare(Node node, String expression) {
      String name = "v" + variables.size();
      variables.put(node, name);
      body.append("%s %s = %s;\n".formatted(vectorType(node.type()), name, expression));
    }

    /** What all lookups with an index need of it, once a loop. */
    private void declareShuffle(String index) {
      known.computeIfAbsent(
          LOOKUP + index,
          k -> {
            body.append(
                """
                VectorShuffle<Integer> %1$sPlaces = %1$s.and(INTS.length() - 1).toShuffle();
                VectorMask<Integer> %1$sHas4 = %1$s.and(4).compare(NE, 0);
                VectorMask<Integer> %1$sHas8 = %1$s.and(8).compare(NE, 0);
                """
                    .formatted(index));
            return index;
          });
    }

    private String operand(Numeric operand) {
      if (operand instanceof Node node) {
        return variables.get(node);
      } else if (operand instanceof Value.Table table) {
        return tables.computeIfAbsent(table, t -> "TABLE" + tables.size());
      } else if (operand instanceof Scalar scalar) {
        String argument =
            scalars.computeIfAbsent(
                scalar.type().name().toLowerCase() + " %s = " + scalar.expression() + ";",
                t -> "s" + scalars.size());
        return known.computeIfAbsent(
            argument,
            a -> {
              String name = "s" + known.size();
              parameter(scalar.type().name().toLowerCase(), name, a);
              return name;
            });
      }
      return expression(operand);
    }
  }

  private static String vectorType(Type type) {
    return type.name().charAt(0) + type.name().substring(1).toLowerCase() + "Vector";
  }

  /** A number in Java. */
  static String expression(Numeric number) {
    if (number instanceof Scalar scalar) {
      return scalar.expression();
    }
    Number constant = ((Constant) number).number();
    double value = constant.doubleValue();
    if (constant instanceof Integer || constant instanceof Long) {
      return constant + (constant instanceof Long ? "L" : "");
    } else if (Double.isNaN(value)) {
      return number.type() == Type.FLOAT ? "Float.NaN" : "Double.NaN";
    } else if (Double.isInfinite(value)) {
      return (number.type() == Type.FLOAT ? "Float." : "Double.")
          + (value > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY");
    }
    return constant instanceof Float f ? Float.toHexString(f) + "f" : Double.toHexString(value);
  }

  /** How many nodes C2 makes of one of ours, about. */
  static int weight(Node node) {
    if (node.operator().equals(Graph.INPUT)) {
      return LOAD;
    } else if (node.operator().equals(LOOKUP)) {
      return LOOKUP_WEIGHT;
    }
    String text = operation(node, operand -> operand instanceof Node ? "v" : "s");
    int calls = text.replace("broadcast(", "").replaceAll("[^(]", "").length();
    int numbers = (int) node.operands().stream().filter(o -> !(o instanceof Node)).count();
    return calls * CALL + numbers * NUMBER;
  }

  private interface Operands {
    String text(Numeric operand);
  }

  /** An operation on vectors. Numbers that are the same for all elements are no vectors yet. */
  private static String operation(Node node, Operands operands) {
    List<Numeric> in = node.operands();
    boolean first = !in.isEmpty() && in.get(0) instanceof Node;
    String a = in.isEmpty() ? "" : operands.text(in.get(0));
    String b = in.size() < 2 ? "" : operands.text(in.get(1));
    return switch (node.operator()) {
      case "+" -> first ? a + ".add(" + b + ")" : b + ".add(" + a + ")";
      case "*" -> first ? a + ".mul(" + b + ")" : b + ".mul(" + a + ")";
      case "-" -> in.size() == 1 ? a + ".neg()" : vector(in.get(0), operands) + ".sub(" + b + ")";
      case "/" -> vector(in.get(0), operands) + ".div(" + vector(in.get(1), operands) + ")";
      case "fma" ->
          "%s.fma(%s, %s)".formatted(a, vector(in.get(1), operands), vector(in.get(2), operands));
      case LOOKUP -> "ColumnSteps.lookup(%1$s, %2$sPlaces, %2$sHas4, %2$sHas8)".formatted(a, b);
      case "&" -> a + ".and(" + b + ")";
      case "|" -> a + ".or(" + b + ")";
      case "<<" -> a + ".lanewise(LSHL, " + b + ")";
      case ">>" -> a + ".lanewise(ASHR, " + b + ")";
      case "min" -> a + ".min(" + b + ")";
      case "abs" -> a + ".abs()";
      case "sqrt" -> a + ".sqrt()";
      case "floatToRawIntBits" -> a + ".reinterpretAsInts()";
      case "intBitsToFloat" -> a + ".reinterpretAsFloats()";
      case "(double)" -> "((DoubleVector) " + a + ".convertShape(F2D, DOUBLES, 0))";
      case "(float)" -> "((FloatVector) " + a + ".convertShape(D2F, HALF_FLOATS, 0))";
      case "less" -> choice(in, operands, vector(in.get(0), operands) + ".lt(" + b + ")");
      case "equal" -> choice(in, operands, a + ".eq(" + b + ")");
      case "ifNegative" -> {
        String bits = bits(node.type());
        yield vector(in.get(2), operands)
            + bits
            + ".blend("
            + vector(in.get(1), operands)
            + bits
            + ", "
            + a
            + bits
            + ".lt(0))"
            + fromBits(node.type());
      }
      case "withSignOf" -> onBits(node, a, "or(" + b + bits(node.type()) + ".and(Long.MIN_VALUE))");
      case "bitsAnd" -> onBits(node, a, "and(" + b + ")");
      case "bitsOr" -> onBits(node, a, "or(" + b + ")");
      case "bitsShiftLeft" -> onBits(node, a, "lanewise(LSHL, " + b + ")");
      case "bitsShiftRight" -> onBits(node, a, "lanewise(LSHR, " + b + ")");
      case "nanIfEither" -> {
        String nan = node.type() == Type.FLOAT ? "Float.NaN" : "Double.NaN";
        String where = "%s.blend(%s, %s.compare(NE, %s))";
        yield where.formatted(where.formatted(a, nan, a, a), nan, b, b);
      }
      default ->
          throw new IllegalArgumentException(
              "There are no vectors for " + node.operator() + " yet; add it to Writer.");
    };
  }

  private static String choice(List<Numeric> in, Operands operands, String mask) {
    return vector(in.get(3), operands) + ".blend(" + operands.text(in.get(2)) + ", " + mask + ")";
  }

  private static String bits(Type type) {
    return type == Type.FLOAT ? ".reinterpretAsInts()" : ".reinterpretAsLongs()";
  }

  private static String fromBits(Type type) {
    return type == Type.FLOAT ? ".reinterpretAsFloats()" : ".reinterpretAsDoubles()";
  }

  private static String onBits(Node node, String a, String operation) {
    return a + bits(node.type()) + "." + operation + fromBits(node.type());
  }

  private static String vector(Numeric operand, Operands operands) {
    String text = operands.text(operand);
    if (operand instanceof Node) {
      return text;
    }
    return operand.type() == Type.INT
        ? "IntVector.broadcast(INTS, " + text + ")"
        : operand.type() == Type.FLOAT
            ? "FloatVector.broadcast(FLOATS, " + text + ")"
            : "DoubleVector.broadcast(DOUBLES, " + text + ")";
  }
}
