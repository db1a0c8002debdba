// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.actgrad.Activation;
import org.actgrad.Activation.Function;
import org.actgrad.Activation.Parameter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Activation functions as they are written on the command line: {@code leaky_relu:alpha=0.2}. */
final class Activations implements ITypeConverter<Activation> {

  @Override
  public Activation convert(String text) {
    String[] nameAndParameters = text.split(":", 2);
    Function function = function(nameAndParameters[0]);
    List<String> names = function.parameters().stream().map(Parameter::name).toList();
    double[] values = function.parameters().stream().mapToDouble(Parameter::byDefault).toArray();
    if (nameAndParameters.length == 2) {
      for (String assignment : nameAndParameters[1].split(",", -1)) {
        String[] nameAndValue = assignment.split("=", 2);
        int parameter = names.indexOf(nameAndValue[0].strip());
        if (parameter < 0 || nameAndValue.length < 2) {
          throw new TypeConversionException(
              "'"
                  + assignment
                  + "' is not PARAMETER=NUMBER; the parameters of "
                  + function
                  + " are: "
                  + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
        try {
          values[parameter] = CsvFormat.number(nameAndValue[1].strip());
        } catch (NumberFormatException e) {
          throw new TypeConversionException("'" + nameAndValue[1] + "' is no number");
        }
      }
    }
    try {
      return Activation.of(function, values);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static Function function(String name) {
    return Arrays.stream(Function.values())
        .filter(f -> f.toString().equals(name.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no activation '" + name + "'; actgrad --list shows all"));
  }

  static void list(PrintWriter out) {
    for (Function function : Function.values()) {
      String parameters =
          function.parameters().stream()
              .map(p -> p.name() + "=" + p.byDefault())
              .collect(Collectors.joining(","));
      out.println(parameters.isEmpty() ? function.toString() : function + ":" + parameters);
    }
  }
}
