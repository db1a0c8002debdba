// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * PyTorch through DJL: the operators that its autograd calls, into a tensor made beforehand where
 * they can. DJL has no method for them, so they are called from TorchScript, which costs less than
 * recording and walking a graph.
 */
public class PyTorchBenchmark extends PeerBenchmark {

  @Param public Formula activation;

  @Param({"float", "double"})
  public String type;

  @Param({"1", "all"})
  public String threads;

  private PtNDManager manager;
  private PtSymbolBlock derivative;
  private PtSymbolBlock backward;
  private IValue[] x;
  private IValue[] gradOut;
  private IValue ones;
  private IValue out;
  private IValue result;

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
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager();
    JniUtils.setNumThreads(Threads.count(threads));
    String gradient =
        switch (activation) {
          case RELU -> "torch.threshold_backward(g, x, 0, grad_input=out)";
          case SIGMOID -> "torch.sigmoid_backward(g, torch.sigmoid(x, out=out), grad_input=out)";
          case TANH -> "torch.tanh_backward(g, torch.tanh(x, out=out), grad_input=out)";
          case GELU -> "torch.gelu_backward(g, x, approximate=\"none\", grad_input=out)";
          case GELU_TANH -> "torch.gelu_backward(g, x, approximate=\"tanh\", grad_input=out)";
          case SILU -> "torch.silu_backward(g, x, grad_input=out)";
          case MISH -> "torch.mish_backward(g, x)";
          case SOFTPLUS -> "torch.softplus_backward(g, x, 1, 20, grad_input=out)";
        };
    backward = script(gradient);
    derivative = activation == Formula.RELU ? script("torch.gt(x, 0, out=out)") : backward;

    NDArray poolX = data.isDouble ? manager.create(data.doubleX) : manager.create(data.x);
    NDArray poolGradOut =
        data.isDouble ? manager.create(data.doubleGradOut) : manager.create(data.gradOut);
    Shape shape = new Shape(length);
    ones = IValue.from((PtNDArray) manager.ones(shape, poolX.getDataType()));
    out = IValue.from((PtNDArray) manager.zeros(shape, poolX.getDataType()));
    step = data.step();
    x = new IValue[data.ranges()];
    gradOut = new IValue[x.length];
    for (int i = 0; i < x.length; i++) {
      String range = i * step + ":" + (i * step + length);
      x[i] = IValue.from((PtNDArray) poolX.get(range));
      gradOut[i] = IValue.from((PtNDArray) poolGradOut.get(range));
    }
  }

  @Override
  void fetch() {
    try (PtNDArray tensor = result.toTensor(manager)) {
      if (data.isDouble) {
        data.doubleOut = tensor.toDoubleArray();
      } else {
        data.out = tensor.toFloatArray();
      }
    }
  }

  /** The gradient for an upstream gradient of ones, but for ReLU a comparison. */
  @Benchmark
  public void derivative() {
    run(derivative, x[data.next() / step], ones);
  }

  @Benchmark
  public void backward() {
    int i = data.next() / step;
    run(backward, x[i], gradOut[i]);
  }

  private void run(PtSymbolBlock script, IValue input, IValue upstream) {
    if (result != null) {
      result.close();
    }
    result = script.forward(input, upstream, out);
  }

  /** A module with this expression of the tensors x, g and out as its only method. */
  private PtSymbolBlock script(String expression) {
    String code =
        "class M(Module):\n"
            + "  __parameters__ = []\n"
            + "  __buffers__ = []\n"
            + "  def forward(self: __torch__.M, x: Tensor, g: Tensor, out: Tensor) -> Tensor:\n"
            + "    return "
            + expression
            + "\n";
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      zip.setMethod(ZipOutputStream.STORED);
      // The pickles of an object of class __torch__.M without fields, and of an empty tuple.
      add(zip, "data.pkl", "\u0080\u0002c__torch__\nM\n)\u0081}b.");
      add(zip, "constants.pkl", "\u0080\u0002).");
      add(zip, "code/__torch__.py", code);
      add(zip, "version", "3\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return JniUtils.loadModule(
          manager, new ByteArrayInputStream(archive.toByteArray()), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(ZipOutputStream zip, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    ZipEntry entry = new ZipEntry("m/" + name);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
