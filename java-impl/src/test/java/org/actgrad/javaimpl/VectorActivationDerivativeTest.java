// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ActivationDerivativeContract;

class VectorActivationDerivativeTest extends ActivationDerivativeContract {

  @Override
  protected ActivationDerivative provider() {
    return new VectorActivationDerivative();
  }
}
