// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ActivationDerivativeContract;

/** Vectors compute smooth functions from the first call on; elsewhere plain Java does, at first. */
class VectorAtOnceTest extends ActivationDerivativeContract {

  @Override
  protected ActivationDerivative provider() {
    return new VectorActivationDerivative(false);
  }
}
