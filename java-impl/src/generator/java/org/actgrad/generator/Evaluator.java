// SPDX-License-Identifier: Apache-2.0
package org.actgrad.generator;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.actgrad.generator.Value.Array;
import org.actgrad.generator.Value.Constant;
import org.actgrad.generator.Value.Flag;
import org.actgrad.generator.Value.Instance;
import org.actgrad.generator.Value.Numeric;
import org.actgrad.generator.Value.Type;

/**
 * Runs a method with a node in place of a number: what it does to the node is its formula. What
 * decides the way through the method must be known, as whether a result is rounded to float.
 */
final class Evaluator {

  /** Of java.lang, where formulas are not in Arithmetic: on the bits of a float. */
  private static final Map<String, Type> JAVA_LANG =
      Map.of(
          "Float.floatToRawIntBits",
          Type.INT,
          "Float.intBitsToFloat",
          Type.FLOAT,
          "Math.min",
          Type.INT);

  private static final Map<Tree.Kind, String> OPERATORS =
      Map.ofEntries(
          Map.entry(Tree.Kind.PLUS, "+"),
          Map.entry(Tree.Kind.MINUS, "-"),
          Map.entry(Tree.Kind.MULTIPLY, "*"),
          Map.entry(Tree.Kind.DIVIDE, "/"),
          Map.entry(Tree.Kind.REMAINDER, "%"),
          Map.entry(Tree.Kind.AND, "&"),
          Map.entry(Tree.Kind.OR, "|"),
          Map.entry(Tree.Kind.LEFT_SHIFT, "<<"),
          Map.entry(Tree.Kind.RIGHT_SHIFT, ">>"),
          Map.entry(Tree.Kind.PLUS_ASSIGNMENT, "+"),
          Map.entry(Tree.Kind.MINUS_ASSIGNMENT, "-"));

  private final Sources sources;
  private final Graph graph;

  Evaluator(Sources sources, Graph graph) {
    this.sources = sources;
    this.graph = graph;
  }

  /** What a method of an object returns; null if there is no such method. */
  Value call(Instance self, String method, Value... arguments) {
    Sources.Method found = sources.method(self.type(), method, List.of(arguments));
    return found == null ? null : new Frame(found.in(), self).run(found, List.of(arguments));
  }

  /** A method that is running. */
  private final class Frame {

    private final ClassTree in;
    private final Instance self;
    private final Map<String, Value> locals = new HashMap<>();

    Frame(ClassTree in, Instance self) {
      this.in = in;
      this.self = self;
    }

    Value run(Sources.Method method, List<Value> arguments) {
      for (int i = 0; i < arguments.size(); i++) {
        declare(method.tree().getParameters().get(i), arguments.get(i));
      }
      return run(method.tree().getBody());
    }

    private void declare(VariableTree variable, Value value) {
      locals.put(variable.getName().toString(), assigned(variable.getType(), value));
    }

    private Value assigned(Tree type, Value value) {
      return value instanceof Numeric number
          ? graph.convert(number, Type.valueOf(type.toString().toUpperCase()))
          : value;
    }

    /** What is returned, or null at the end of the statement. */
    private Value run(StatementTree statement) {
      if (statement instanceof BlockTree block) {
        for (StatementTree inner : block.getStatements()) {
          Value result = run(inner);
          if (result != null) {
            return result;
          }
        }
      } else if (statement instanceof VariableTree variable) {
        declare(variable, value(variable.getInitializer()));
      } else if (statement instanceof ReturnTree tree) {
        return value(tree.getExpression());
      } else if (statement instanceof IfTree tree) {
        StatementTree branch =
            isTrue(tree.getCondition()) ? tree.getThenStatement() : tree.getElseStatement();
        return branch == null ? null : run(branch);
      } else if (statement instanceof ExpressionStatementTree tree) {
        assign(tree.getExpression());
      } else if (statement instanceof ForLoopTree loop) {
        loop.getInitializer().forEach(this::run);
        while (isTrue(loop.getCondition())) {
          run(loop.getStatement());
          loop.getUpdate().forEach(this::run);
        }
      } else {
        throw unknown(statement);
      }
      return null;
    }

    private void assign(ExpressionTree tree) {
      if (tree instanceof AssignmentTree assignment) {
        locals.put(assignment.getVariable().toString(), value(assignment.getExpression()));
      } else if (tree instanceof CompoundAssignmentTree compound) {
        locals.put(
            compound.getVariable().toString(),
            binary(tree, number(compound.getVariable()), number(compound.getExpression())));
      } else {
        throw unknown(tree);
      }
    }

    private boolean isTrue(ExpressionTree tree) {
      return value(tree) instanceof Flag flag && flag.isSet();
    }

    private Numeric number(ExpressionTree tree) {
      return (Numeric) value(tree);
    }

    private Value value(ExpressionTree tree) {
      if (tree instanceof ParenthesizedTree inner) {
        return value(inner.getExpression());
      } else if (tree instanceof LiteralTree literal) {
        return literal.getValue() instanceof Boolean isSet
            ? new Flag(isSet)
            : new Constant((Number) literal.getValue());
      } else if (tree instanceof IdentifierTree name) {
        Value local = locals.get(name.getName().toString());
        return local != null ? local : field(in, self, name.getName().toString());
      } else if (tree instanceof BinaryTree binary) {
        return binary(tree, number(binary.getLeftOperand()), number(binary.getRightOperand()));
      } else if (tree instanceof UnaryTree unary) {
        return unary(unary);
      } else if (tree instanceof ConditionalExpressionTree choice) {
        return value(
            isTrue(choice.getCondition())
                ? choice.getTrueExpression()
                : choice.getFalseExpression());
      } else if (tree instanceof TypeCastTree cast) {
        return assigned(cast.getType(), value(cast.getExpression()));
      } else if (tree instanceof ArrayAccessTree access) {
        Constant index = (Constant) number(access.getIndex());
        return ((Array) value(access.getExpression())).elements().get(index.number().intValue());
      } else if (tree instanceof NewArrayTree array) {
        return new Array(array.getInitializers().stream().map(this::value).toList());
      } else if (tree instanceof MemberSelectTree member) {
        return member(member);
      } else if (tree instanceof MethodInvocationTree call) {
        return call(call);
      }
      throw unknown(tree);
    }

    private Value unary(UnaryTree tree) {
      Value operand = value(tree.getExpression());
      if (operand instanceof Flag flag && tree.getKind() == Tree.Kind.LOGICAL_COMPLEMENT) {
        return new Flag(!flag.isSet());
      } else if (operand instanceof Numeric number && tree.getKind() == Tree.Kind.UNARY_MINUS) {
        return graph.negate(number);
      } else if (operand instanceof Constant number
          && tree.getKind() == Tree.Kind.BITWISE_COMPLEMENT) {
        return new Constant(~number.number().intValue());
      }
      throw unknown(tree);
    }

    private Value binary(ExpressionTree tree, Numeric a, Numeric b) {
      if (OPERATORS.containsKey(tree.getKind())) {
        return graph.binary(OPERATORS.get(tree.getKind()), a, b);
      } else if (a instanceof Constant c && b instanceof Constant d) {
        int order = Double.compare(c.number().doubleValue(), d.number().doubleValue());
        if (tree.getKind() == Tree.Kind.GREATER_THAN) {
          return new Flag(order > 0);
        } else if (tree.getKind() == Tree.Kind.NOT_EQUAL_TO) {
          return new Flag(order != 0);
        }
      }
      throw unknown(tree);
    }

    private Value member(MemberSelectTree tree) {
      String name = tree.getIdentifier().toString();
      String qualifier = tree.getExpression().toString();
      if (Set.of("Double", "Float", "Integer", "Long").contains(qualifier)) {
        try {
          return new Constant(
              (Number) Class.forName("java.lang." + qualifier).getField(name).get(null));
        } catch (ReflectiveOperationException e) {
          throw new IllegalArgumentException(tree + " is no number.", e);
        }
      } else if (sources.find(qualifier) != null) {
        return field(sources.find(qualifier), null, name);
      }
      Value object = value(tree.getExpression());
      if (object instanceof Array array && name.equals("length")) {
        return new Constant(array.elements().size());
      } else if (object instanceof Instance instance) {
        return field(instance.type(), instance, name);
      }
      throw unknown(tree);
    }

    private Value field(ClassTree from, Instance object, String name) {
      Sources.Field field = sources.field(from, name);
      if (field.tree().getModifiers().getFlags().contains(Modifier.STATIC)) {
        return assigned(
            field.tree().getType(),
            new Frame(field.in(), null).value(field.tree().getInitializer()));
      }
      String expression = object.expression() + "." + name;
      ClassTree type = sources.find(field.tree().getType().toString());
      return type != null
          ? new Instance(expression, type)
          : new Value.Scalar(
              Type.valueOf(field.tree().getType().toString().toUpperCase()), expression);
    }

    private Value call(MethodInvocationTree tree) {
      List<Value> arguments = tree.getArguments().stream().map(this::value).toList();
      String select = tree.getMethodSelect().toString();
      if (JAVA_LANG.containsKey(select)) {
        return graph.call(select, JAVA_LANG.get(select), numbers(arguments));
      }
      ClassTree from = in;
      Instance object = self;
      String name = select.substring(select.lastIndexOf('.') + 1);
      if (tree.getMethodSelect() instanceof MemberSelectTree member) {
        String qualifier = member.getExpression().toString();
        if (qualifier.equals("super")) {
          from = sources.superclass(in);
        } else if (sources.find(qualifier) != null) {
          from = sources.find(qualifier);
        } else {
          object = (Instance) value(member.getExpression());
          from = object.type();
        }
      } else if (self != null && isInstanceMethod(name, arguments)) {
        from = self.type();
      }
      Sources.Method method = sources.method(from, name, arguments);
      if (method == null) {
        throw unknown(tree);
      }
      if (method.in() == sources.find(Sources.OPERATIONS)) {
        Type type = Type.valueOf(method.tree().getReturnType().toString().toUpperCase());
        return graph.call(Sources.OPERATIONS + "." + name, type, numbers(arguments));
      }
      return new Frame(method.in(), object).run(method, arguments);
    }

    /** One that a subclass may have overridden. */
    private boolean isInstanceMethod(String name, List<Value> arguments) {
      Sources.Method method = sources.method(in, name, arguments);
      return method == null || !method.tree().getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private List<Numeric> numbers(List<Value> arguments) {
      return arguments.stream().map(Frame::numeric).toList();
    }

    private static Numeric numeric(Value argument) {
      return argument instanceof Array array
          ? new Value.Table(array.elements().stream().map(Constant.class::cast).toList())
          : (Numeric) argument;
    }

    private IllegalArgumentException unknown(Tree tree) {
      return new IllegalArgumentException(
          "In "
              + in.getSimpleName()
              + ", \""
              + tree
              + "\" ("
              + tree.getKind()
              + ") is not among what formulas may use; see Evaluator.");
    }
  }
}
