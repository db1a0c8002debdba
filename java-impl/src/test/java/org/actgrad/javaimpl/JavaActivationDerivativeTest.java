// SPDX-License-Identifier: Apache-2.0
package org.actgrad.javaimpl;

import org.actgrad.ActivationDerivative;
import org.actgrad.contract.ActivationDerivativeContract;

class JavaActivationDerivativeTest extends ActivationDerivativeContract {

  @Override
  protected ActivationDerivative provider() {
    return new JavaActivationDerivative();
  }
}
