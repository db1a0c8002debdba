// SPDX-License-Identifier: Apache-2.0

/**
 * Derivatives of activation functions, element by element, over large arrays.
 *
 * <pre>{@code
 * static final ActivationDerivative FASTEST = ActivationDerivatives.fastest();
 * static final Activation RELU = Activation.relu();
 *
 * float[] d = FASTEST.derivative(RELU, x);                             // a new array
 * FASTEST.derivative(RELU, x, 0, x, 0, x.length);                      // in place
 * FASTEST.backward(RELU, x, 0, gradOut, 0, gradIn, 0, x.length);       // gradOut · f'(x)
 * FASTEST.forwardAndMask(RELU, x, 0, y, 0, mask, 0, x.length);         // y and 1 bit an element
 * FASTEST.derivative(RELU, View.of(matrix), View.of(floatBuffer));     // other layouts
 * }</pre>
 *
 * <p><b>Which provider do I get?</b> {@link org.actgrad.ActivationDerivatives#fastest()} finds what
 * is on the class path or module path: {@code native} (C++ with AVX2 or AVX-512), {@code vector}
 * (the JVM's Vector API; needs {@code --add-modules jdk.incubator.vector}) and {@code java} (plain
 * Java, always available). It passes over what does not work here and hands every call to the
 * highest-ranked provider whose cut-over the length has reached; all give the same bits. {@link
 * org.actgrad.ActivationDerivatives#installed()} and {@link
 * org.actgrad.ActivationDerivative#unavailabilityCause()} tell what is there and why not.
 *
 * <p><b>How do I force one?</b> {@code -Dactgrad.provider=native|vector|java}, or {@link
 * org.actgrad.ActivationDerivatives#named(String)}. What is forced and cannot be had is an error.
 *
 * <p><b>What does it do at 0 and at NaN?</b> What the {@link org.actgrad.Activation} says; by
 * default the derivative of ReLU is 0 at both.
 */
package org.actgrad;
