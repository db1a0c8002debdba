// SPDX-License-Identifier: Apache-2.0
package org.actgrad.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.NaNPolicy;
import org.actgrad.Operation;
import org.actgrad.Upstream;
import org.actgrad.View;

/** One operation for one type of numbers, callable with arrays whose type is known at run time. */
public final class OperationCall {

  final Operation operation;
  final Numbers type;

  /** Element types of the operands; null where there is no such operand. */
  final Numbers in0;

  final Numbers in1;
  final Numbers out0;
  final Numbers out1;

  private OperationCall(Operation operation, Numbers type) {
    this.operation = operation;
    this.type = type;
    in0 = operation == Operation.BACKWARD_FROM_MASK ? Numbers.BIT : type;
    in1 =
        operation == Operation.BACKWARD || operation == Operation.BACKWARD_FROM_MASK ? type : null;
    out0 =
        switch (operation) {
          case INT_DERIVATIVE -> Numbers.INT;
          case BOOLEAN_DERIVATIVE -> Numbers.BOOLEAN;
          case MASK -> Numbers.BIT;
          default -> type;
        };
    out1 =
        switch (operation) {
          case FORWARD_AND_DERIVATIVE -> type;
          case FORWARD_AND_MASK -> Numbers.BIT;
          default -> null;
        };
  }

  /** Every operation for every type of numbers. */
  public static List<OperationCall> all() {
    List<OperationCall> all = new ArrayList<>();
    for (Numbers type : List.of(Numbers.FLOAT, Numbers.DOUBLE)) {
      for (Operation operation : Operation.values()) {
        all.add(new OperationCall(operation, type));
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return operation + " " + type;
  }

  /** The piecewise-linear activations that this operation accepts, the default first. */
  List<Activation> activations() {
    List<Activation> activations = new ArrayList<>();
    Activation relu = Activation.relu();
    Stream.concat(
            Arrays.stream(NaNPolicy.values()).map(relu::withNaN),
            DoubleStream.of(1, 0.5, -2.5, -0.0, 7)
                .mapToObj(relu::withDerivativeAtZero)
                .flatMap(a -> Stream.of(a, a.withNaN(NaNPolicy.PROPAGATE))))
        .filter(this::accepts)
        .forEach(activations::add);
    for (Activation.Function function : Activation.Function.values()) {
      if (function.isPiecewiseLinear()) {
        Activation byDefault = Activation.of(function);
        double[] atKinks = new double[function.kinks()];
        Arrays.setAll(atKinks, i -> i + 1);
        Stream.of(
                byDefault,
                byDefault.withDerivativeAtKinks(atKinks).withUpstream(Upstream.MULTIPLY),
                byDefault.withNaN(NaNPolicy.RIGHT))
            .distinct()
            .filter(this::accepts)
            .forEach(activations::add);
      }
    }
    Stream.of(
            Activation.leakyRelu(-0.3),
            Activation.leakyRelu(0),
            Activation.clippedRelu(0.1, 3, 1),
            Activation.thresholdedRelu(-2),
            Activation.hardTanh(-0.1, 2.5),
            Activation.hardSigmoid(0.2, 0.5),
            Activation.softShrink(0),
            Activation.hardShrink(1, 0.25),
            Activation.linear(-2, 0.1),
            Activation.linear(0, 3))
        .filter(this::accepts)
        .forEach(activations::add);
    return activations;
  }

  boolean accepts(Activation activation) {
    return switch (operation) {
      case DERIVATIVE, BACKWARD, FORWARD_AND_DERIVATIVE -> true;
      case INT_DERIVATIVE -> activation.isIntegral();
      case BOOLEAN_DERIVATIVE -> activation.isBinary();
      case MASK, BACKWARD_FROM_MASK, FORWARD_AND_MASK -> activation.isTwoValued();
    };
  }

  void run(
      ActivationDerivative p,
      Activation a,
      Object in0,
      int i0,
      Object in1,
      int i1,
      Object out0,
      int o0,
      Object out1,
      int o1,
      int n) {
    if (type == Numbers.FLOAT) {
      switch (operation) {
        case DERIVATIVE -> p.derivative(a, (float[]) in0, i0, (float[]) out0, o0, n);
        case INT_DERIVATIVE -> p.derivative(a, (float[]) in0, i0, (int[]) out0, o0, n);
        case BOOLEAN_DERIVATIVE -> p.derivative(a, (float[]) in0, i0, (boolean[]) out0, o0, n);
        case MASK -> p.mask(a, (float[]) in0, i0, (long[]) out0, o0, n);
        case BACKWARD -> p.backward(a, (float[]) in0, i0, (float[]) in1, i1, (float[]) out0, o0, n);
        case BACKWARD_FROM_MASK ->
            p.backwardFromMask(a, (long[]) in0, i0, (float[]) in1, i1, (float[]) out0, o0, n);
        case FORWARD_AND_DERIVATIVE ->
            p.forwardAndDerivative(a, (float[]) in0, i0, (float[]) out0, o0, (float[]) out1, o1, n);
        case FORWARD_AND_MASK ->
            p.forwardAndMask(a, (float[]) in0, i0, (float[]) out0, o0, (long[]) out1, o1, n);
      }
    } else {
      switch (operation) {
        case DERIVATIVE -> p.derivative(a, (double[]) in0, i0, (double[]) out0, o0, n);
        case INT_DERIVATIVE -> p.derivative(a, (double[]) in0, i0, (int[]) out0, o0, n);
        case BOOLEAN_DERIVATIVE -> p.derivative(a, (double[]) in0, i0, (boolean[]) out0, o0, n);
        case MASK -> p.mask(a, (double[]) in0, i0, (long[]) out0, o0, n);
        case BACKWARD ->
            p.backward(a, (double[]) in0, i0, (double[]) in1, i1, (double[]) out0, o0, n);
        case BACKWARD_FROM_MASK ->
            p.backwardFromMask(a, (long[]) in0, i0, (double[]) in1, i1, (double[]) out0, o0, n);
        case FORWARD_AND_DERIVATIVE ->
            p.forwardAndDerivative(
                a, (double[]) in0, i0, (double[]) out0, o0, (double[]) out1, o1, n);
        case FORWARD_AND_MASK ->
            p.forwardAndMask(a, (double[]) in0, i0, (double[]) out0, o0, (long[]) out1, o1, n);
      }
    }
  }

  void run(ActivationDerivative p, Activation a, View in0, View in1, View out0, View out1) {
    switch (operation) {
      case DERIVATIVE, INT_DERIVATIVE, BOOLEAN_DERIVATIVE, MASK -> p.derivative(a, in0, out0);
      case BACKWARD, BACKWARD_FROM_MASK -> p.backward(a, in0, in1, out0);
      case FORWARD_AND_DERIVATIVE, FORWARD_AND_MASK -> p.forward(a, in0, out0, out1);
    }
  }
}
