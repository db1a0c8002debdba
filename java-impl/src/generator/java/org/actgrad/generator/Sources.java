// SPDX-License-Identifier: Apache-2.0
package org.actgrad.generator;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.actgrad.generator.Value.Type;

/** The classes with formulas, by their simple names. */
final class Sources {

  /** Whose methods are operations: the generated code has them as operations on vectors. */
  static final String OPERATIONS = "Arithmetic";

  /** Whose static members formulas use by their names. */
  private static final List<String> IMPORTED = List.of(OPERATIONS, "Coefficients", "Elementary");

  private final Map<String, ClassTree> classes = new HashMap<>();
  private final Map<ClassTree, ClassTree> outer = new HashMap<>();

  Sources(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        unit.getTypeDecls().forEach(tree -> add((ClassTree) tree, null));
      }
    }
  }

  private void add(ClassTree tree, ClassTree around) {
    classes.put(tree.getSimpleName().toString(), tree);
    outer.put(tree, around);
    nested(tree).forEach(inner -> add(inner, tree));
  }

  static List<ClassTree> nested(ClassTree tree) {
    return members(tree, ClassTree.class).toList();
  }

  /** Null if there is none. */
  ClassTree find(String name) {
    return classes.get(name);
  }

  ClassTree superclass(ClassTree tree) {
    return tree.getExtendsClause() == null ? null : find(tree.getExtendsClause().toString());
  }

  private static <T extends Tree> Stream<T> members(ClassTree tree, Class<T> type) {
    return tree.getMembers().stream().filter(type::isInstance).map(type::cast);
  }

  /** Where a name may be declared that is used in a class: there, above, around and imported. */
  private List<ClassTree> scope(ClassTree tree) {
    List<ClassTree> scope = new ArrayList<>();
    for (ClassTree around = tree; around != null; around = outer.get(around)) {
      for (ClassTree above = around; above != null; above = superclass(above)) {
        scope.add(above);
      }
    }
    IMPORTED.forEach(name -> scope.add(find(name)));
    return scope;
  }

  record Field(ClassTree in, VariableTree tree) {}

  Field field(ClassTree from, String name) {
    for (ClassTree in : scope(from)) {
      for (VariableTree field : members(in, VariableTree.class).toList()) {
        if (field.getName().contentEquals(name)) {
          return new Field(in, field);
        }
      }
    }
    throw new IllegalArgumentException(
        "There is no field " + name + " that " + from.getSimpleName() + " could use.");
  }

  record Method(ClassTree in, MethodTree tree) {}

  /** Null if there is none; the method whose parameters fit without a conversion, if there is. */
  Method method(ClassTree from, String name, List<Value> arguments) {
    for (boolean exact : new boolean[] {true, false}) {
      for (ClassTree in : scope(from)) {
        for (MethodTree method : members(in, MethodTree.class).toList()) {
          if (method.getName().contentEquals(name)
              && isThere(method)
              && fits(method.getParameters(), arguments, exact)) {
            return new Method(in, method);
          }
        }
      }
    }
    return null;
  }

  /** Whether it does more than to refuse. */
  private static boolean isThere(MethodTree method) {
    return method.getBody() != null
        && !(method.getBody().getStatements().get(0) instanceof ThrowTree);
  }

  private static boolean fits(
      List<? extends VariableTree> parameters, List<Value> arguments, boolean exact) {
    if (parameters.size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      String type = parameters.get(i).getType().toString();
      boolean fits =
          arguments.get(i) instanceof Value.Numeric number
              ? type.equals(number.type().name().toLowerCase())
                  || !exact && number.type() == Type.FLOAT && type.equals("double")
              : type.equals("boolean") == arguments.get(i) instanceof Value.Flag
                  && type.endsWith("[]") == arguments.get(i) instanceof Value.Array;
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
