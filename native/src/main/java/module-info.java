// SPDX-License-Identifier: Apache-2.0

/** The provider {@code native}. Exports nothing: it is a service. */
module org.actgrad.nativeimpl {
  requires org.actgrad;
  requires org.bytedeco.javacpp;

  provides org.actgrad.ActivationDerivative with
      org.actgrad.nativeimpl.NativeActivationDerivative;
}
