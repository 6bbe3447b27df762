package io.fathom.cli.plot;

import io.fathom.cli.plot.Plot.Form;
import io.fathom.cli.plot.Plot.Point;
import io.fathom.cli.plot.Plot.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A plot as a chart of XChart. Colours are those of Okabe and Ito (2008), which people with any colour vision can tell
 * apart, without the yellow that white swallows; marks and dashes differ as well.
 */
final class PlotPainter {
    static final int WIDTH = 860;
    static final int HEIGHT = 520;

    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0x000000),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0xE69F00));
    private static final List<Marker> MARKS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_DOWN,
            SeriesMarkers.CROSS,
            SeriesMarkers.PLUS);
    private static final List<BasicStroke> STROKES =
            List.of(stroke(1), stroke(9, 5), stroke(3, 4), stroke(10, 4, 2, 4));
    private static final int BAND_ALPHA = 38;

    private PlotPainter() {}

    static XYChart paint(Plot plot) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .xAxisTitle(plot.xTitle())
                .yAxisTitle(plot.yTitle())
                .build();
        style(chart.getStyler());
        // Bands first, so that no band lies over a line.
        each(plot, Form.BAND, (series, number) -> band(chart, series, colour(number)));
        each(plot, Form.BAND, (series, number) -> line(chart, series, number));
        each(plot, Form.MARKS, (series, number) -> marks(chart, series, number));
        return chart;
    }

    private interface Drawing {
        void draw(Series series, int number);
    }

    private static void each(Plot plot, Form form, Drawing drawing) {
        for (int number = 0; number < plot.series().size(); number++) {
            if (plot.series().get(number).form() == form) {
                drawing.draw(plot.series().get(number), number);
            }
        }
    }

    private static void style(XYStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(font(Font.BOLD, 15));
        styler.setAxisTitleFont(font(Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
        styler.setLegendFont(font(Font.PLAIN, 12));
        styler.setMarkerSize(9);
        styler.setXAxisTickLabelsFormattingFunction(PlotPainter::tick);
        styler.setYAxisTickLabelsFormattingFunction(PlotPainter::tick);
        styler.setAntiAlias(true);
    }

    private static void band(XYChart chart, Series series, Color colour) {
        List<Point> bounded =
                series.points().stream().filter(p -> p.y().isBounded()).toList();
        int n = bounded.size();
        if (n < 2) {
            return;
        }
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = bounded.get(i).x();
            y[i] = bounded.get(i).y().high();
            x[2 * n - 1 - i] = bounded.get(i).x();
            y[2 * n - 1 - i] = bounded.get(i).y().low();
        }
        XYSeries band = chart.addSeries(series.name() + " (95 %)", x, y);
        band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        band.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), BAND_ALPHA));
        band.setLineColor(new Color(0, 0, 0, 0));
        band.setMarker(SeriesMarkers.NONE);
        band.setShowInLegend(false);
    }

    private static void line(XYChart chart, Series series, int number) {
        XYSeries line = chart.addSeries(series.name(), xs(series), means(series));
        line.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        line.setLineColor(colour(number));
        line.setLineStyle(STROKES.get(number % STROKES.size()));
        line.setMarker(series.points().size() == 1 ? mark(number) : SeriesMarkers.NONE);
        line.setMarkerColor(colour(number));
    }

    private static void marks(XYChart chart, Series series, int number) {
        int bar = 0;
        for (Point point : series.points()) {
            if (point.y().isBounded()) {
                double[] ends = {point.y().low(), point.y().high()};
                XYSeries interval =
                        chart.addSeries(series.name() + " (95 %) " + bar++, new double[] {point.x(), point.x()}, ends);
                interval.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
                interval.setLineColor(colour(number));
                interval.setLineStyle(stroke(1));
                interval.setMarker(SeriesMarkers.NONE);
                interval.setShowInLegend(false);
            }
        }
        XYSeries marks = chart.addSeries(series.name(), xs(series), means(series));
        marks.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        marks.setMarker(mark(number));
        marks.setMarkerColor(colour(number));
    }

    /** Shifted by one with every round of the colours, so that no two series have both in common. */
    private static Marker mark(int number) {
        return MARKS.get((number + number / COLOURS.size()) % MARKS.size());
    }

    private static double[] xs(Series series) {
        return series.points().stream().mapToDouble(Point::x).toArray();
    }

    private static double[] means(Series series) {
        return series.points().stream().mapToDouble(p -> p.y().mean()).toArray();
    }

    private static Color colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    /** Ticks lie on round numbers; what is behind their tenth digit is noise of the arithmetic. */
    private static String tick(double value) {
        return Math.abs(value) < 1e-12
                ? "0"
                : new BigDecimal(value)
                        .round(new MathContext(10))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** @param dashes lengths of dash and gap; a single one for none */
    private static BasicStroke stroke(float... dashes) {
        return dashes.length == 1
                ? new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                : new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }
}
