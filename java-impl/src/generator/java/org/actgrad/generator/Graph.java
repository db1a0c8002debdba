// SPDX-License-Identifier: Apache-2.0
package org.actgrad.generator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.actgrad.generator.Value.Constant;
import org.actgrad.generator.Value.Node;
import org.actgrad.generator.Value.Numeric;
import org.actgrad.generator.Value.Scalar;
import org.actgrad.generator.Value.Type;

/** The operations of a formula on the input, each once, in the order in which they were found. */
final class Graph {

  static final String INPUT = "input";

  private record Key(String operator, Type type, List<Numeric> operands) {}

  private final Map<Key, Node> known = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  final Node input;

  Graph(Type type) {
    input = node(INPUT, type, List.of());
  }

  /** Those that the results need, in order. */
  List<Node> neededFor(List<Node> results) {
    boolean[] needed = new boolean[nodes.size()];
    results.forEach(node -> needed[node.number()] = true);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (needed[i]) {
        nodes.get(i).nodes().forEach(node -> needed[node.number()] = true);
      }
    }
    return nodes.stream().filter(node -> needed[node.number()]).toList();
  }

  private Node node(String operator, Type type, List<Numeric> operands) {
    return known.computeIfAbsent(
        new Key(operator, type, operands),
        key -> {
          Node node = new Node(nodes.size(), type, operator, operands);
          nodes.add(node);
          return node;
        });
  }

  /** A method of Arithmetic, java.lang.Math or the wrapper classes. */
  Numeric call(String method, Type type, List<Numeric> operands) {
    return operands.stream().anyMatch(Node.class::isInstance)
        ? node(method.substring(method.lastIndexOf('.') + 1), type, operands)
        : new Scalar(
            type,
            method
                + operands.stream()
                    .map(Writer::expression)
                    .collect(Collectors.joining(", ", "(", ")")));
  }

  Numeric negate(Numeric a) {
    if (a instanceof Constant c) {
      return new Constant(
          switch (c.type()) {
            case INT -> -c.number().intValue();
            case LONG -> -c.number().longValue();
            case FLOAT -> -c.number().floatValue();
            case DOUBLE -> -c.number().doubleValue();
          });
    }
    return a instanceof Node
        ? node("-", a.type(), List.of(a))
        : new Scalar(a.type(), "-" + Writer.expression(a));
  }

  Numeric binary(String operator, Numeric left, Numeric right) {
    boolean shift = operator.equals("<<") || operator.equals(">>");
    Type type = shift || left.type().compareTo(right.type()) > 0 ? left.type() : right.type();
    Numeric a = convert(left, type);
    Numeric b = shift ? right : convert(right, type);
    if (a instanceof Constant c && b instanceof Constant d) {
      return new Constant(fold(operator, type, c.number(), d.number()));
    }
    if (isNeutral(operator, b)) {
      return a;
    }
    if (operator.equals("*") && isNeutral(operator, a)) {
      return b;
    }
    if (a instanceof Node || b instanceof Node) {
      return node(operator, type, List.of(a, b));
    }
    return new Scalar(
        type, "(" + Writer.expression(a) + " " + operator + " " + Writer.expression(b) + ")");
  }

  /** Whether a operator b is a, whatever a is, to the bit. */
  private static boolean isNeutral(String operator, Numeric b) {
    return b instanceof Constant c
        && switch (operator) {
          case "*", "/" -> c.number().doubleValue() == 1;
          case "-" -> Double.doubleToRawLongBits(c.number().doubleValue()) == 0;
          default -> false;
        };
  }

  /** An assignment, a cast or a promotion. */
  Numeric convert(Numeric a, Type type) {
    if (a.type() == type) {
      return a;
    }
    if (a instanceof Constant c) {
      return new Constant(
          switch (type) {
            case INT -> c.number().intValue();
            case LONG -> c.number().longValue();
            case FLOAT -> c.number().floatValue();
            case DOUBLE -> c.number().doubleValue();
          });
    }
    String cast = "(" + type.name().toLowerCase() + ")";
    return a instanceof Node
        ? node(cast, type, List.of(a))
        : new Scalar(type, "(" + cast + " " + Writer.expression(a) + ")");
  }

  private static Number fold(String operator, Type type, Number a, Number b) {
    return switch (type) {
      case INT -> (int) integer(operator, a.intValue(), b.intValue());
      case LONG -> integer(operator, a.longValue(), b.longValue());
      case FLOAT -> real(operator, a.floatValue(), b.floatValue());
      case DOUBLE -> real(operator, a.doubleValue(), b.doubleValue());
    };
  }

  /** Of ints, too: the low bits are the same, and >> and % of numbers without overflow. */
  private static long integer(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "%" -> a % b;
      case "&" -> a & b;
      case "|" -> a | b;
      case "<<" -> a << b;
      case ">>" -> a >> b;
      default -> throw unknown(operator);
    };
  }

  private static float real(String operator, float a, float b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      default -> throw unknown(operator);
    };
  }

  private static double real(String operator, double a, double b) {
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      default -> throw unknown(operator);
    };
  }

  private static IllegalArgumentException unknown(String operator) {
    return new IllegalArgumentException(
        "The operator " + operator + " is not among those that formulas may use; see Graph.");
  }
}
