// SPDX-License-Identifier: Apache-2.0
package org.actgrad.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import org.actgrad.report.Measurement.Task;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Throughput over length of one task, both axes logarithmic, as a PNG file. (In the SVG that XChart
 * writes, text is outlines, which makes it ten times larger.)
 */
final class Plot {

  /** Told apart on white by people with any kind of colour vision: Okabe and Ito, 2008. */
  private static final Color[] COLORS = {
    new Color(0xD55E00),
    new Color(0x0072B2),
    new Color(0x009E73),
    new Color(0xCC79A7),
    new Color(0xE69F00),
    new Color(0x56B4E9),
    new Color(0x000000),
    new Color(0x999999)
  };

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP
  };

  private static final float[] DASHES = {6, 4};

  private Plot() {}

  /**
   * Draws a file.
   *
   * @param names all names in the report without {@link Measurement#ALL_CORES}, so that each has
   *     the same color and marker in every plot
   */
  static void write(
      Path file,
      List<String> names,
      Task task,
      SortedMap<String, NavigableMap<Integer, Measurement>> lines,
      CopyLimit limit)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(920)
            .height(520)
            .title(task.toString())
            .xAxisTitle("elements")
            .yAxisTitle("elements per nanosecond")
            .build();
    // The length's binary logarithm, on an axis whose marks are at every other power of two.
    chart.getStyler().setXAxisTickMarkSpacingHint(45).setYAxisLogarithmic(true);
    chart.setCustomXAxisTickLabelsFormatter(power -> Numbers.length((int) Math.pow(2, power)));
    chart.getStyler().setPlotGridLinesColor(new Color(0xEEEEEE));
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisDecimalPattern("0.####");

    band(chart, task, lines, limit);
    for (var line : lines.entrySet()) {
      List<Double> lengths = line.getValue().keySet().stream().map(Plot::x).toList();
      List<Double> rates = line.getValue().values().stream().map(Measurement::throughput).toList();
      XYSeries series = chart.addSeries(line.getKey(), lengths, rates);
      boolean ours = line.getKey().startsWith(Measurement.OURS);
      float width = line.getKey().equals(Measurement.FASTEST) ? 4 : ours ? 2 : 1.5f;
      boolean dashed =
          line.getKey().endsWith(Measurement.ALL_CORES)
              || line.getKey().startsWith(Measurement.KERNEL);
      series.setLineStyle(
          dashed
              ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, DASHES, 0)
              : new BasicStroke(width));
      int name = names.indexOf(line.getKey().replace(Measurement.ALL_CORES, ""));
      Color color = COLORS[name % COLORS.length];
      series.setLineColor(color);
      series.setMarkerColor(color);
      series.setMarker(MARKERS[name / COLORS.length % MARKERS.length]);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
    }
  }

  private static double x(int length) {
    return Math.log(length) / Math.log(2);
  }

  private static void band(
      XYChart chart,
      Task task,
      SortedMap<String, NavigableMap<Integer, Measurement>> lines,
      CopyLimit limit) {
    List<Integer> lengths =
        lines.values().stream()
            .flatMap(line -> line.keySet().stream())
            .distinct()
            .sorted()
            .filter(length -> !Double.isNaN(limit.lower(task, length)))
            .toList();
    if (lengths.isEmpty()) {
      return;
    }
    List<Double> x = new ArrayList<>();
    lengths.forEach(length -> x.add(x(length)));
    List<Double> y = new ArrayList<>();
    lengths.forEach(length -> y.add(limit.upper(task, length)));
    List<Integer> back = new ArrayList<>(lengths);
    Collections.reverse(back);
    back.forEach(length -> x.add(x(length)));
    back.forEach(length -> y.add(limit.lower(task, length)));
    XYSeries band = chart.addSeries("copy limit", x, y);
    band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(new Color(0xE0E0E0));
    band.setLineColor(new Color(0xE0E0E0));
    band.setMarker(SeriesMarkers.NONE);
  }
}
