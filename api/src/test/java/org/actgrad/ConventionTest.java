// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.actgrad.Activation.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConventionTest {

  /** At the kinks from left to right, at NaN, and for the upstream gradient. */
  @ParameterizedTest(name = "{0} {1}: {5}")
  @CsvSource(
      textBlock =
          """
          PYTORCH, relu, 0, ONE, SELECT, Activation.cpp threshold_kernel: x <= threshold ? 0 : g
          PYTORCH, thresholded_relu, 0, ONE, SELECT, Activation.cpp threshold_kernel
          PYTORCH, leaky_relu, 0.01, LEFT, MULTIPLY, Activation.cpp leaky_relu_backward_kernel
          PYTORCH, prelu, 0.25, LEFT, MULTIPLY, Activation.cpp prelu_backward_kernel
          PYTORCH, rrelu, 0.22916666666666666, LEFT, MULTIPLY, Activation.cpp rrelu_with_noise_backward
          PYTORCH, relu6, 0 0, ZERO, SELECT, Activation.cpp hardtanh_backward_kernel (its vector part)
          PYTORCH, hard_tanh, 0 0, ZERO, SELECT, Activation.cpp hardtanh_backward_kernel
          PYTORCH, hard_sigmoid, 0 0, ZERO, MULTIPLY, Activation.cpp hardsigmoid_backward_kernel
          PYTORCH, soft_shrink, 0 0, ZERO, SELECT, Activation.cpp shrink_backward_kernel
          PYTORCH, hard_shrink, 0 0, ZERO, SELECT, Activation.cpp shrink_backward_kernel
          PYTORCH, abs, 0, ZERO, MULTIPLY, derivatives.yaml abs: grad * self.sgn()
          PYTORCH, hard_swish, 0 1, CANONICAL, MULTIPLY, Activation.cpp hardswish_backward_kernel
          PYTORCH, elu, 1, CANONICAL, MULTIPLY, Activation.cpp elu_backward_kernel
          PYTORCH, selu, 1.7580993408473768, CANONICAL, MULTIPLY, elu_backward with scale
          JAX, relu, 0, ZERO, SELECT, nn/functions.py relu.defjvps
          JAX, relu6, 0 0, ZERO, SELECT, nn/functions.py relu6
          JAX, leaky_relu, 1, LEFT, MULTIPLY, nn/functions.py leaky_relu: where(x >= 0)
          JAX, hard_tanh, 1 1, ZERO, SELECT, nn/functions.py hard_tanh
          JAX, hard_sigmoid, 0 0, ZERO, MULTIPLY, nn/functions.py hard_sigmoid: relu6(x + 3) / 6
          JAX, abs, 1, LEFT, SELECT, lax abs_p: select(x >= 0)
          JAX, elu, 1, CANONICAL, MULTIPLY, nn/functions.py elu
          TENSORFLOW, relu, 0, ZERO, MULTIPLY, relu_op_functor.h ReluGrad
          TENSORFLOW, relu6, 0 0, ZERO, MULTIPLY, relu_op_functor.h Relu6Grad
          TENSORFLOW, leaky_relu, 0.01, LEFT, MULTIPLY, relu_op_functor.h LeakyReluGrad
          TENSORFLOW, hard_tanh, 1 1, ZERO, SELECT, clip_ops clip_by_value
          TENSORFLOW, elu, 1, CANONICAL, MULTIPLY, relu_op_functor.h EluGrad: activations < 0
          TENSORFLOW, selu, 1.0507009873554805, CANONICAL, MULTIPLY, relu_op_functor.h SeluGrad
          ONEDNN, relu, 0, ZERO, MULTIPLY, math_utils.hpp relu_bwd
          ONEDNN, leaky_relu, 0.01, LEFT, MULTIPLY, math_utils.hpp relu_bwd
          ONEDNN, relu6, 0 1, ZERO, MULTIPLY, math_utils.hpp clip_bwd
          ONEDNN, hard_tanh, 0 1, ZERO, MULTIPLY, math_utils.hpp clip_bwd
          ONEDNN, hard_sigmoid, 0 0, ZERO, MULTIPLY, math_utils.hpp hardsigmoid_bwd
          ONEDNN, abs, 0, ZERO, MULTIPLY, math_utils.hpp abs_bwd
          ONEDNN, elu, 1, CANONICAL, MULTIPLY, math_utils.hpp elu_bwd
          ND4J, relu, 0, ZERO, SELECT, legacy_helper.cpp reluDerivative_
          ND4J, relu6, 0 0, ZERO, SELECT, legacy_helper.cpp relu6Derivative_
          ND4J, leaky_relu, 1, RIGHT, MULTIPLY, legacy_helper.cpp leakyReluDerivative_: x < 0
          ND4J, hard_tanh, 1 1, ZERO, SELECT, ops.h HardTanhDerivative
          ND4J, hard_sigmoid, 0.16666666666666666 0.16666666666666666, ZERO, SELECT, ops.h HardSigmoidDerivative
          ND4J, abs, -1, ZERO, SELECT, norm1 backpropagation
          ND4J, elu, 1, CANONICAL, MULTIPLY, ops.h ELUDerivative
          """)
  void isWhatTheFrameworkDoes(
      Convention convention,
      String function,
      String atKinks,
      NaNPolicy nan,
      Upstream upstream,
      String source) {
    Function f = Function.valueOf(function.toUpperCase(java.util.Locale.ROOT));
    Activation a = convention.of(Activation.of(f).withDerivativeAtKinks(new double[f.kinks()]));
    double[] expected = Arrays.stream(atKinks.split(" ")).mapToDouble(Double::valueOf).toArray();
    assertEquals(f.kinks(), expected.length, source);
    for (int kink = 0; kink < expected.length; kink++) {
      assertEquals(expected[kink], a.derivativeAtKink(kink), source);
    }
    assertEquals(nan, a.nan(), source);
    assertEquals(upstream, a.upstream(), source);
  }

  @Test
  void refusesWhatIsNotKnown() {
    assertThrows(
        IllegalArgumentException.class, () -> Convention.JAX.of(Activation.hardShrink(0.5, 0)));
  }

  @Test
  void keepsParametersAndForm() {
    Activation a = Convention.PYTORCH.of(Activation.elu(2).fromOutput());
    assertEquals(2, a.parameter("alpha"));
    assertEquals(Activation.Form.OUTPUT, a.form());
  }

  @Test
  void parametersAreTheFrameworksDefaults() {
    assertEquals(0.01, Convention.PYTORCH.of(Function.LEAKY_RELU).parameter("alpha"));
    assertEquals(0.2, Convention.TENSORFLOW.of(Function.LEAKY_RELU).parameter("alpha"));
    assertEquals(1. / 6, Convention.JAX.of(Function.HARD_SIGMOID).parameter("alpha"));
    assertEquals(0.2, Convention.ND4J.of(Function.HARD_SIGMOID).parameter("alpha"));
    assertEquals(
        Convention.ND4J.of(Activation.hardSigmoid(0.2, 0.5)),
        Convention.ND4J.of(Function.HARD_SIGMOID));
    assertEquals(Convention.ONEDNN.of(Activation.relu()), Convention.ONEDNN.of(Function.RELU));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Convention.ONEDNN.of(Function.LEAKY_RELU));
    assertTrue(refusal.getMessage().contains("leaky_relu"), refusal::getMessage);
  }
}
