// SPDX-License-Identifier: Apache-2.0

/** The SPI {@link org.actgrad.ActivationDerivative} and its entry point. Depends on nothing. */
module org.actgrad {
  exports org.actgrad;

  uses org.actgrad.ActivationDerivative;
}
