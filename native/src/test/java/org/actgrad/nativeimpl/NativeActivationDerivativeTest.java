// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.actgrad.Activation;
import org.actgrad.ActivationDerivative;
import org.actgrad.View;
import org.actgrad.contract.ActivationDerivativeContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The suite for the best tier of this CPU and for each lower one. */
class NativeActivationDerivativeTest extends ActivationDerivativeContract {

  @Override
  protected ActivationDerivative provider() {
    return new NativeActivationDerivative("");
  }

  @Override
  protected int[] extraLengths() {
    int copied = 512; // kCopied and the longest chunk in binding.h
    int chunk = 1 << 15;
    int cache = 1 << 22; // kCacheBytes in actgrad.cpp, of 8 bytes
    return new int[] {
      copied - 1, copied, copied + 1, chunk - 1, chunk, chunk + 1, 2 * chunk + 65, cache + 77
    };
  }

  @Nested
  class CappedToAvx2 extends ActivationDerivativeContract {
    @Override
    protected ActivationDerivative provider() {
      return new NativeActivationDerivative("avx2");
    }
  }

  @Nested
  class CappedToBaseline extends ActivationDerivativeContract {
    @Override
    protected ActivationDerivative provider() {
      return new NativeActivationDerivative("baseline");
    }

    @Test
    void theCapIsKept() {
      assertEquals("baseline", provider().instructionSet());
    }
  }

  /** Stores past the caches must be aligned, and fault where they are not. */
  @Test
  void longBuffersMayStartAtAnOddAddress() {
    int n = (1 << 22) + 77;
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * n + 1).position(1);
    FloatBuffer x = bytes.slice().order(ByteOrder.nativeOrder()).asFloatBuffer();
    ByteBuffer outBytes = ByteBuffer.allocateDirect(4 * n + 1).position(1);
    FloatBuffer out = outBytes.slice().order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < n; i++) {
      x.put(i, i % 3 - 1);
    }
    provider().derivative(Activation.relu(), View.of(x), View.of(out));
    for (int i = 0; i < n; i++) {
      assertEquals(i % 3 == 2 ? 1 : 0, out.get(i));
    }
  }

  @Test
  void theCapIsNotExceeded() {
    assertTrue(new NativeActivationDerivative("avx2").instructionSet().matches("avx2|baseline"));
  }

  @Test
  void anUnknownInstructionSetIsNotIgnored() {
    ActivationDerivative provider = new NativeActivationDerivative("mmx");
    String message = provider.unavailabilityCause().orElseThrow().getMessage();
    assertTrue(message.contains("'mmx'") && message.contains("avx512, avx2"), message);
    assertEquals("none", provider.instructionSet());
  }
}
