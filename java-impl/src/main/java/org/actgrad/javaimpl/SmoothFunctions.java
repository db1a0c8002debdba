// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import static org.actgrad.javaimpl.Elementary.*;

/** The functions of {@code cpp/src/smooth.inl}, which explains them, operation by operation. */
final class SmoothFunctions {

  private SmoothFunctions() {}

  static final class Sigmoid extends SmoothFunction {

    @Override
    <R extends Real<R>> R value(R x, boolean single) {
      R e = expScaled(min(x.abs(), expLimit(single)), single).times(expUnit(single));
      return x.ifNegative(e, x.constant(1.0)).over(e.plus(1.0));
    }

    @Override
    <R extends Real<R>> R derivative(R x, boolean single) {
      R scaled = expScaled(min(x.abs(), expLimit(single)), single);
      R q = logisticScaled(scaled, single).times(expUnit(single));
      return q.minus(q.times(q));
    }
  }
}
