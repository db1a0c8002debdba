// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/**
 * TensorFlow for Java: a graph of its gradient operators, run on its own tensors. It has none for
 * GELU, SiLU and Mish, which are put together from simple ones. Every call makes a new tensor,
 * which TensorFlow does not let one avoid.
 */
public class TensorFlowBenchmark extends PeerBenchmark {

  @Param public Formula activation;

  @Param({"float", "double"})
  public String type;

  @Param({"1", "all"})
  public String threads;

  private Session session;
  private Operand<?> input;
  private Operand<?> upstream;
  private Operand<?> gradient;
  private Tensor[] x;
  private Tensor[] gradOut;
  private Tensor ones;
  private Result result;

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
    Graph graph = new Graph();
    if (data.isDouble) {
      build(Ops.create(graph), TFloat64.class);
    } else {
      build(Ops.create(graph), TFloat32.class);
    }
    int count = Threads.count(threads);
    session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(count)
                .setInterOpParallelismThreads(count)
                .build());
    step = data.step();
    x = new Tensor[data.ranges()];
    gradOut = new Tensor[x.length];
    for (int i = 0; i < x.length; i++) {
      if (data.isDouble) {
        x[i] = tensor(data.doubleX, i * step);
        gradOut[i] = tensor(data.doubleGradOut, i * step);
      } else {
        x[i] = tensor(data.x, i * step);
        gradOut[i] = tensor(data.gradOut, i * step);
      }
    }
    Shape shape = Shape.of(length);
    ones =
        data.isDouble
            ? TFloat64.tensorOf(shape, t -> t.scalars().forEach(s -> s.setDouble(1)))
            : TFloat32.tensorOf(shape, t -> t.scalars().forEach(s -> s.setFloat(1)));
  }

  private Tensor tensor(float[] numbers, int from) {
    return TFloat32.tensorOf(
        Shape.of(length), DataBuffers.of(numbers, true, false).slice(from, length));
  }

  private Tensor tensor(double[] numbers, int from) {
    return TFloat64.tensorOf(
        Shape.of(length), DataBuffers.of(numbers, true, false).slice(from, length));
  }

  private <T extends TNumber> void build(Ops tf, Class<T> type) {
    Operand<T> x = tf.placeholder(type);
    Operand<T> g = tf.placeholder(type);
    input = x;
    upstream = g;
    gradient =
        switch (activation) {
          case RELU -> tf.nn.reluGrad(g, x);
          case SIGMOID -> tf.math.sigmoidGrad(tf.math.sigmoid(x), g);
          case TANH -> tf.math.tanhGrad(tf.math.tanh(x), g);
          case SOFTPLUS -> tf.math.softplusGrad(g, x);
          case GELU -> {
            Operand<T> halfErf =
                times(tf, type, 0.5, tf.math.erf(times(tf, type, Math.sqrt(0.5), x)));
            Operand<T> density =
                times(
                    tf,
                    type,
                    1 / Math.sqrt(2 * Math.PI),
                    tf.math.exp(times(tf, type, -0.5, tf.math.square(x))));
            yield tf.math.mul(
                g, tf.math.add(plus(tf, type, 0.5, halfErf), tf.math.mul(x, density)));
          }
          case GELU_TANH -> {
            Operand<T> square = tf.math.square(x);
            Operand<T> inner =
                times(
                    tf,
                    type,
                    Formula.GELU_SCALE,
                    tf.math.mul(x, plus(tf, type, 1, times(tf, type, Formula.GELU_CUBIC, square))));
            Operand<T> slope =
                times(
                    tf,
                    type,
                    Formula.GELU_SCALE,
                    plus(tf, type, 1, times(tf, type, 3 * Formula.GELU_CUBIC, square)));
            Operand<T> tanh = tf.math.tanh(inner);
            Operand<T> first = times(tf, type, 0.5, plus(tf, type, 1, tanh));
            Operand<T> second = times(tf, type, 0.5, tf.math.mul(x, tf.math.tanhGrad(tanh, slope)));
            yield tf.math.mul(g, tf.math.add(first, second));
          }
          case SILU -> {
            Operand<T> sigmoid = tf.math.sigmoid(x);
            yield tf.math.mul(g, tf.math.add(sigmoid, tf.math.sigmoidGrad(sigmoid, x)));
          }
          case MISH -> {
            Operand<T> tanh = tf.math.tanh(tf.math.softplus(x));
            yield tf.math.mul(
                g, tf.math.add(tanh, tf.math.tanhGrad(tanh, tf.math.softplusGrad(x, x))));
          }
        };
  }

  private static <T extends TNumber> Operand<T> times(
      Ops tf, Class<T> type, double factor, Operand<T> operand) {
    return tf.math.mul(tf.dtypes.cast(tf.constant(factor), type), operand);
  }

  private static <T extends TNumber> Operand<T> plus(
      Ops tf, Class<T> type, double summand, Operand<T> operand) {
    return tf.math.add(tf.dtypes.cast(tf.constant(summand), type), operand);
  }

  @Override
  void fetch() {
    if (data.isDouble) {
      ((TFloat64) result.get(0)).copyTo(DataBuffers.of(data.doubleOut, false, false));
    } else {
      ((TFloat32) result.get(0)).copyTo(DataBuffers.of(data.out, false, false));
    }
  }

  /** The gradient for an upstream gradient of ones, which is how TensorFlow gives a derivative. */
  @Benchmark
  public void derivative() {
    run(x[data.next() / step], ones);
  }

  @Benchmark
  public void backward() {
    int i = data.next() / step;
    run(x[i], gradOut[i]);
  }

  private void run(Tensor x, Tensor g) {
    if (result != null) {
      result.close();
    }
    result = session.runner().feed(input, x).feed(upstream, g).fetch(gradient).run();
  }
}
