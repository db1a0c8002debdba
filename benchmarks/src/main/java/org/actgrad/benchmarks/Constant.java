// SPDX-License-Identifier: Apache-2.0
package org.actgrad.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * A value that the JVM's compilers take for a constant, as they do a static final field, although
 * it comes from a parameter: the target of a call site is one until it is set anew. The constant
 * itself is to be a static final field, too.
 *
 * @param site where the value is bound
 * @param getter calls the target of {@code site}; compilers trust the fields of a record
 * @param <T> the type of the value
 */
record Constant<T>(MutableCallSite site, MethodHandle getter) {

  static <T> Constant<T> unset() {
    MutableCallSite site = new MutableCallSite(MethodType.methodType(Object.class));
    return new Constant<>(site, site.dynamicInvoker());
  }

  void set(T value) {
    site.setTarget(MethodHandles.constant(Object.class, value));
    MutableCallSite.syncAll(new MutableCallSite[] {site});
  }

  @SuppressWarnings("unchecked") // only set takes values
  T get() {
    try {
      return (T) (Object) getter.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("The constant is not set; call set first.", e);
    }
  }
}
