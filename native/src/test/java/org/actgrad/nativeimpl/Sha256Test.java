// SPDX-License-Identifier: Apache-2.0
package org.actgrad.nativeimpl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against published values, and against the JDK's own implementation. */
class Sha256Test {

  private static void assertHash(String expected, byte[] content) throws Exception {
    assertEquals(expected, Sha256.of(new ByteArrayInputStream(content)), content.length + " bytes");
  }

  /** Of the examples to FIPS 180-4. */
  @Test
  void theExamplesOfTheStandard() throws Exception {
    assertHash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", new byte[0]);
    assertHash(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "abc".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void everyLengthAroundBlocksAndChunks() throws Exception {
    Random random = new Random(7);
    MessageDigest jdk = MessageDigest.getInstance("SHA-256");
    for (int around : new int[] {100, (1 << 15) - 64, 1 << 15, 3 << 15, 1 << 20}) {
      for (int length = around - 100; length <= around + 100; length++) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        assertHash(HexFormat.of().formatHex(jdk.digest(content)), content);
      }
    }
  }

  /** A stream may give less than it is asked for before it ends. */
  @Test
  void aStreamThatGivesLittleAtATime() throws Exception {
    byte[] content = new byte[100_000];
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(content)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 1000));
          }
        };
    assertEquals(Sha256.of(new ByteArrayInputStream(content)), Sha256.of(slow));
  }
}
