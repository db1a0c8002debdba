// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import org.actgrad.Operation;

/** What the derivative is written as. */
enum OutType {
  FLOAT(Operation.DERIVATIVE),
  INT(Operation.INT_DERIVATIVE),
  BOOL(Operation.BOOLEAN_DERIVATIVE);

  final Operation operation;

  OutType(Operation operation) {
    this.operation = operation;
  }
}
