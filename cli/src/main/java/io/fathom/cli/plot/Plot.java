package io.fathom.cli.plot;

import io.fathom.model.statistics.Estimate;
import java.util.List;

/**
 * What a plot shows, before it is drawn.
 *
 * @param name of its files, without ending
 * @param title what is to be seen
 * @param xTitle quantity and unit
 * @param yTitle quantity and unit
 */
public record Plot(String name, String title, String xTitle, String yTitle, List<Series> series) {

    /** How a series is drawn. */
    public enum Form {
        /** A line through the means in a band of the intervals. */
        BAND,
        /** A mark at each mean with a bar of its interval. */
        MARKS
    }

    /** Points in ascending x, each with its mean and interval; where that is not bounded, the mean alone. */
    public record Series(String name, Form form, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** @param y mean and interval over the seeds */
    public record Point(double x, Estimate y) {}

    public Plot {
        series = series.stream().filter(s -> !s.points().isEmpty()).toList();
    }

    public boolean isEmpty() {
        return series.isEmpty();
    }
}
