// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import com.sun.jna.NativeLibrary;
import java.util.Arrays;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * oneDNN's {@code eltwise_backward} on its own memory, one primitive made beforehand. Its CPU
 * engine has no {@code double}.
 */
public class OneDnnBenchmark extends PeerBenchmark {

  @Param public Formula activation;

  @Param("float")
  public String type;

  @Param({"1", "all"})
  public String threads;

  /** Kept, since oneDNN knows only their addresses and the collector would free them. */
  private FloatPointer x;

  private FloatPointer gradOut;
  private FloatPointer one;
  private FloatPointer result;
  private stream stream;
  private eltwise_backward primitive;
  private IntMemoryMap[] gradients;
  private IntMemoryMap[] ones;

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
    dnnl.algorithm algorithm =
        switch (activation) {
          case RELU -> dnnl.algorithm.eltwise_relu;
          case SIGMOID -> dnnl.algorithm.eltwise_logistic;
          case TANH -> dnnl.algorithm.eltwise_tanh;
          case GELU -> dnnl.algorithm.eltwise_gelu_erf;
          case GELU_TANH -> dnnl.algorithm.eltwise_gelu_tanh;
          case SILU -> dnnl.algorithm.eltwise_swish;
          case MISH -> dnnl.algorithm.eltwise_mish;
          case SOFTPLUS -> dnnl.algorithm.eltwise_soft_relu;
        };
    // The factor within swish and soft_relu, the slope for x < 0 of relu.
    float alpha = activation == Formula.SILU || activation == Formula.SOFTPLUS ? 1 : 0;
    engine cpu = new engine(engine.kind.cpu, 0);
    // Loaded by oneDNN, which has no setter of its own.
    NativeLibrary.getInstance("libgomp.so.1")
        .getFunction("omp_set_num_threads")
        .invokeVoid(new Object[] {Threads.count(threads)});
    stream = new stream(cpu);
    memory.desc shape =
        new memory.desc(new long[] {length}, memory.data_type.f32, memory.format_tag.a);
    eltwise_forward.primitive_desc forward =
        new eltwise_forward.primitive_desc(
            cpu, dnnl.prop_kind.forward_training, algorithm, shape, shape, alpha, 0);
    primitive =
        new eltwise_backward(
            new eltwise_backward.primitive_desc(
                cpu, algorithm, shape, shape, shape, alpha, 0, forward));

    float[] numbers = new float[length];
    Arrays.fill(numbers, 1);
    one = new FloatPointer(numbers);
    x = new FloatPointer(data.x);
    gradOut = new FloatPointer(data.gradOut);
    result = new FloatPointer(length);
    memory onesMemory = new memory(shape, cpu, one);
    memory resultMemory = new memory(shape, cpu, result);
    step = data.step();
    gradients = new IntMemoryMap[data.ranges()];
    ones = new IntMemoryMap[gradients.length];
    for (int i = 0; i < ones.length; i++) {
      long from = (long) i * step;
      memory input = new memory(shape, cpu, x.getPointer(from));
      ones[i] =
          new IntMemoryMap()
              .put(DNNL_ARG_SRC, input)
              .put(DNNL_ARG_DIFF_DST, onesMemory)
              .put(DNNL_ARG_DIFF_SRC, resultMemory);
      gradients[i] =
          new IntMemoryMap()
              .put(DNNL_ARG_SRC, input)
              .put(DNNL_ARG_DIFF_DST, new memory(shape, cpu, gradOut.getPointer(from)))
              .put(DNNL_ARG_DIFF_SRC, resultMemory);
    }
  }

  @Override
  void fetch() {
    result.get(data.out);
  }

  /** The gradient for an upstream gradient of ones, which is how oneDNN gives a derivative. */
  @Benchmark
  public void derivative() {
    primitive.execute(stream, ones[data.next() / step]);
    stream._wait();
  }

  @Benchmark
  public void backward() {
    primitive.execute(stream, gradients[data.next() / step]);
    stream._wait();
  }
}
