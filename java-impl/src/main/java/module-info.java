// SPDX-License-Identifier: Apache-2.0

/** The providers {@code java} and {@code vector}. Exports nothing: they are services. */
module org.actgrad.javaimpl {
  requires org.actgrad;
  requires static jdk.incubator.vector;

  provides org.actgrad.ActivationDerivative with
      org.actgrad.javaimpl.JavaActivationDerivative,
      org.actgrad.javaimpl.VectorActivationDerivative;
}
