// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final StringWriter err = new StringWriter();

  @Test
  void shortWorkShowsNothing() {
    try (Progress progress = new Progress(new PrintWriter(err))) {
      progress.start("read", 2);
      progress.advance(1);
      progress.advance(1);
    }
    assertEquals("", err.toString());
  }

  @Test
  void longWorkShowsEveryPhaseAndLeavesTheLineEmpty() throws InterruptedException {
    try (Progress progress = new Progress(new PrintWriter(err))) {
      progress.start("read", 10);
      Thread.sleep(1100);
      progress.advance(5);
      progress.start("compute", 10);
      progress.advance(3);
    }
    String drawn = err.toString();
    assertTrue(drawn.contains("\rread  50%"), drawn);
    assertTrue(drawn.contains("\rcompute  30%"), drawn);
    assertTrue(drawn.endsWith(" ".repeat(79) + "\r"), drawn);
    assertEquals(0, drawn.chars().filter(c -> c == '\n').count());
  }

  @Test
  void withoutAPlaceToDrawNothingIsDrawn() throws InterruptedException {
    try (Progress progress = new Progress(null)) {
      progress.start("read", 10);
      Thread.sleep(1100);
      progress.advance(5);
    }
    assertEquals("", err.toString());
  }
}
