// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.locks.LockSupport;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.Operation;
import org.actgrad.View;

/**
 * Buffers that nobody refers to any more while native code works on their memory, and a collector
 * that never rests. The argument is {@code views}, the library's way, or {@code addresses}, which
 * forgets what an address belongs to. Memory of this size is to go back to the operating system
 * when it is freed ({@code MALLOC_MMAP_THRESHOLD_}), so that a use of it ends the JVM.
 */
final class FreedMemory {

  private static final int ELEMENTS = 1 << 18;
  private static final int CALLS = 100;

  private FreedMemory() {}

  public static void main(String[] args) throws Exception {
    NativeActivationDerivative provider = new NativeActivationDerivative("");
    if (provider.unavailabilityCause().isPresent()) {
      throw new IllegalStateException(provider.unavailabilityCause().get());
    }
    Thread collector =
        new Thread(
            () -> {
              while (true) {
                System.gc();
                LockSupport.parkNanos(1_000_000);
              }
            });
    collector.setDaemon(true);
    collector.start();
    for (int call = 0; call < CALLS; call++) {
      if (args[0].equals("views")) {
        onViews(provider);
      } else {
        onAddresses(provider);
      }
    }
    System.out.println(CALLS + " calls");
  }

  private static FloatBuffer buffer() {
    return ByteBuffer.allocateDirect(4 * ELEMENTS).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** The buffers are reachable from the arguments alone. */
  private static void onViews(ActivationDerivative provider) {
    provider.derivative(Activation.sigmoid(), View.of(buffer()), View.of(buffer()));
  }

  private static void onAddresses(NativeActivationDerivative provider) throws Exception {
    FloatBuffer buffer = buffer();
    long address = provider.address(buffer);
    WeakReference<FloatBuffer> reference = new WeakReference<>(buffer);
    buffer = null;
    while (reference.get() != null) {
      Thread.sleep(1);
    }
    Thread.sleep(100); // until it is freed as well
    provider.addressKernel(
        Operation.DERIVATIVE, false, Activation.sigmoid(), address, 0, address, 0, ELEMENTS);
  }
}
