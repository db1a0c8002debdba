// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.Activation;
import org.actgrad.NaNPolicy;
import org.actgrad.Operation;
import org.actgrad.Upstream;

/** ReLU with the default policies: one test decides everything. */
final class Relu extends Formula {

  /** The bits of ∞ and 1. */
  final long pastInfinity;

  /** The derivative where x &gt; 0. */
  final long active;

  Relu(Operation operation, boolean isDouble) {
    super(isDouble, Upstream.SELECT);
    this.pastInfinity = bits(Double.POSITIVE_INFINITY) + 1;
    this.active =
        switch (operation) {
          case INT_DERIVATIVE, BOOLEAN_DERIVATIVE, MASK, FORWARD_AND_MASK -> 1;
          case DERIVATIVE, BACKWARD, BACKWARD_FROM_MASK, FORWARD_AND_DERIVATIVE -> bits(1);
        };
  }

  /** Whether an activation is ReLU with the default policies. */
  static boolean is(Activation activation) {
    return activation.function() == Activation.Function.RELU
        && activation.nan() == NaNPolicy.ZERO
        && Double.compare(activation.derivativeAtKink(0), 0) == 0
        && activation.upstream() == Upstream.SELECT;
  }

  /** All ones where 0 &lt; x ≤ ∞, else 0. */
  private long positive(long x) {
    return (-x & (x - pastInfinity)) >> 63;
  }

  @Override
  long derivative(long x) {
    return positive(x) & active;
  }

  @Override
  long value(long x) {
    return positive(x) & x;
  }

  @Override
  long backward(long x, long gradOut) {
    return positive(x) & gradOut;
  }

  @Override
  long backwardFromMask(long mask, long gradOut) {
    return mask & gradOut;
  }
}
