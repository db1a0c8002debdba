// SPDX-License-Identifier: Apache-2.0

/** The command-line program and the benchmarks. */
module org.actgrad.benchmarks {
  requires org.actgrad;
  requires commons.math3;
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires java.desktop;
  requires java.logging;
  requires jmh.core;
  requires me.tongfei.progressbar;
  requires npy;
  requires org.knowm.xchart;
  requires tools.jackson.databind;

  opens org.actgrad.cli to
      info.picocli;
}
