// SPDX-License-Identifier: Apache-2.0
package org.actgrad.generator;

import com.sun.source.tree.ClassTree;
import java.util.List;

/** What an expression of a formula is when the formula is read. */
sealed interface Value {

  /** Types of numbers, as Java has them. */
  enum Type {
    INT,
    LONG,
    FLOAT,
    DOUBLE
  }

  /** A number. */
  sealed interface Numeric extends Value {
    Type type();
  }

  /** Known now: an Integer, Long, Float or Double. */
  record Constant(Number number) implements Numeric {
    @Override
    public Type type() {
      if (number instanceof Integer) {
        return Type.INT;
      } else if (number instanceof Long) {
        return Type.LONG;
      }
      return number instanceof Float ? Type.FLOAT : Type.DOUBLE;
    }
  }

  /** Known now. */
  record Flag(boolean isSet) implements Value {}

  /** Known now. */
  record Array(List<Value> elements) implements Value {}

  /** Known now, of which an operation takes another number for every element. */
  record Table(List<Constant> numbers) implements Numeric {
    @Override
    public Type type() {
      return Type.FLOAT;
    }
  }

  /** The same for all elements, known when a program is made: an expression of Java. */
  record Scalar(Type type, String expression) implements Numeric {}

  /** An object that exists when a program is made: an expression of Java, and its class. */
  record Instance(String expression, ClassTree type) implements Value {}

  /** Another for every element. Equal operations on equal operands are one node. */
  record Node(int number, Type type, String operator, List<Numeric> operands) implements Numeric {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return number;
    }

    List<Node> nodes() {
      return operands.stream().filter(Node.class::isInstance).map(Node.class::cast).toList();
    }
  }
}
