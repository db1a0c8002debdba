// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.strict.MishDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SwishDerivative;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * ND4J's operations on its own arrays, into an array made beforehand. Of its two GELUs one is x
 * sigmoid(1.702 x) and the other loses its cubic term, so neither is comparable.
 */
public class Nd4jBenchmark extends PeerBenchmark {

  @Param({"RELU", "SIGMOID", "TANH", "SILU", "MISH", "SOFTPLUS"})
  public Formula activation;

  @Param({"float", "double"})
  public String type;

  @Param({"1", "all"})
  public String threads;

  private INDArray[] x;
  private INDArray[] gradOut;
  private INDArray ones;
  private INDArray out;

  /** Elements from one range to the next. */
  private int step;

  @Override
  Formula activation() {
    return activation;
  }

  @Override
  String type() {
    return type;
  }

  @Override
  void open() {
    // The number that its loops are split for.
    Nd4j.getEnvironment().setMaxMasterThreads(Threads.count(threads));
    INDArray poolX =
        data.isDouble ? Nd4j.createFromArray(data.doubleX) : Nd4j.createFromArray(data.x);
    INDArray poolGradOut =
        data.isDouble
            ? Nd4j.createFromArray(data.doubleGradOut)
            : Nd4j.createFromArray(data.gradOut);
    out = Nd4j.create(poolX.dataType(), length);
    ones = Nd4j.ones(poolX.dataType(), length);
    step = data.step();
    x = new INDArray[data.ranges()];
    gradOut = new INDArray[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = poolX.get(NDArrayIndex.interval(i * step, i * step + length));
      gradOut[i] = poolGradOut.get(NDArrayIndex.interval(i * step, i * step + length));
    }
  }

  @Override
  void fetch() {
    if (data.isDouble) {
      data.doubleOut = out.toDoubleVector();
    } else {
      data.out = out.toFloatVector();
    }
  }

  /**
   * The operation of that name where it is current, else the gradient for an upstream gradient of
   * ones.
   */
  @Benchmark
  public void derivative() {
    derivative(data.next() / step);
  }

  private void derivative(int i) {
    INDArray input = x[i];
    switch (activation) {
      case RELU -> Nd4j.exec(new Step(input, out));
      case SILU -> Nd4j.exec(new SwishDerivative(input, out));
      case MISH -> Nd4j.exec(new MishDerivative(input, out));
      default -> gradient(input, ones);
    }
  }

  @Benchmark
  public void backward() {
    int i = data.next() / step;
    if (activation == Formula.SILU || activation == Formula.MISH) {
      derivative(i);
      out.muli(gradOut[i]);
    } else {
      gradient(x[i], gradOut[i]);
    }
  }

  private void gradient(INDArray input, INDArray upstream) {
    String name =
        switch (activation) {
          case RELU -> "relu_bp";
          case SIGMOID -> "sigmoid_bp";
          case TANH -> "tanh_bp";
          case SOFTPLUS -> "softplus_bp";
          default -> throw new IllegalArgumentException("ND4J has no gradient of " + activation);
        };
    Nd4j.exec(DynamicCustomOp.builder(name).addInputs(input, upstream).addOutputs(out).build());
  }
}
