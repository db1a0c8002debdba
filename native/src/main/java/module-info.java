// SPDX-License-Identifier: Apache-2.0

/**
 * The provider {@code native}. Exports nothing: it is a service. JavaCPP makes the binding and is
 * not needed to run it.
 */
module org.actgrad.nativeimpl {
  requires org.actgrad;
  requires static org.bytedeco.javacpp;

  provides org.actgrad.ActivationDerivative with
      org.actgrad.nativeimpl.NativeActivationDerivative;
}
