// SPDX-License-Identifier: Apache-2.0
package org.actgrad.cli;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far the work is, phase by phase, once it has taken a while. */
final class Progress implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The terminal's width would have to be asked for, with native code. */
  private static final int WIDTH = 79;

  private final PrintWriter err;
  private final long started = System.nanoTime();
  private String phase;
  private long phaseStarted;
  private long total;
  private long done;
  private ProgressBar bar;

  /**
   * @param err where the bar is drawn, or null for none
   */
  Progress(PrintWriter err) {
    this.err = err;
  }

  void start(String phase, long total) {
    close();
    this.phase = phase;
    this.total = total;
    done = 0;
    phaseStarted = System.nanoTime();
  }

  void advance(long count) {
    done = Math.min(total, done + count);
    if (bar != null) {
      bar.stepTo(done);
    } else if (err != null && System.nanoTime() - started > PATIENCE.toNanos()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(phase)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .setConsumer(new Line(err))
              .startsFrom(done, Duration.ofNanos(System.nanoTime() - phaseStarted))
              .build();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      // Not left to the bar, which does not tell its consumer if it was closed before its first
      // update.
      err.print("\r" + " ".repeat(WIDTH) + "\r");
      err.flush();
    }
  }

  /** One line that is drawn over and, at the end, wiped: an error message stands alone. */
  private record Line(PrintWriter err) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public void accept(String bar) {
      err.print("\r" + bar);
      err.flush();
    }

    @Override
    public void close() {}
  }
}
