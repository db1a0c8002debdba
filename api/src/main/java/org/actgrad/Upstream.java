// SPDX-License-Identifier: Apache-2.0
package org.actgrad;

/** How {@link ActivationDerivative#backward} combines the upstream gradient with the derivative. */
public enum Upstream {
  /**
   * A selection: where the derivative is 0 the gradient is +0.0, even if the upstream gradient is
   * NaN or infinite; where it is 1, the gradient has the bits of the upstream gradient; where it is
   * NaN, that NaN; elsewhere the product. The default, and what PyTorch and JAX do for ReLU.
   */
  SELECT,

  /**
   * The product everywhere, as TensorFlow, oneDNN and Smile do: 0 · ∞ and 0 · NaN are NaN. Where
   * the derivative is NaN, the gradient is that NaN.
   */
  MULTIPLY
}
