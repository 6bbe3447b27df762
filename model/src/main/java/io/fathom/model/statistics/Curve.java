package io.fathom.model.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Quality against compute: points in ascending x, straight lines between them. Points with the same x are one point, the
 * mean of theirs: for a threshold that many records share, no order among them means anything.
 */
public record Curve(List<Point> points) {

    /**
     * @param x compute
     * @param y quality or loss
     */
    public record Point(double x, double y) {}

    public Curve {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a curve needs at least 1 point, but had none");
        }
        points = merged(points);
    }

    private static List<Point> merged(List<Point> points) {
        Map<Double, Double> byX = points.stream()
                .collect(Collectors.groupingBy(Point::x, TreeMap::new, Collectors.averagingDouble(Point::y)));
        return byX.entrySet().stream()
                .map(e -> new Point(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingDouble(Point::x))
                .toList();
    }

    public double left() {
        return points.get(0).x();
    }

    public double right() {
        return points.get(points.size() - 1).x();
    }

    /** y at x, which is held to the curve's range. */
    public double at(double x) {
        Point before = points.get(0);
        for (Point point : points) {
            if (point.x() >= x) {
                double width = point.x() - before.x();
                return width == 0 ? point.y() : before.y() + (x - before.x()) / width * (point.y() - before.y());
            }
            before = point;
        }
        return before.y();
    }

    /** Mean of y over the range from {@code from} to {@code to}: the area under the curve, as a share of the width. */
    public double mean(double from, double to) {
        if (!(from <= to)) {
            throw new IllegalArgumentException("a range must not end before it begins, but was " + from + ".." + to);
        }
        if (from == to) {
            return at(from);
        }
        TreeSet<Double> knots = points.stream().map(Point::x).collect(Collectors.toCollection(TreeSet::new));
        knots.add(from);
        knots.add(to);
        double area = 0;
        double before = from;
        for (double knot : knots.subSet(from, true, to, true)) {
            area += (knot - before) * (at(before) + at(knot)) / 2;
            before = knot;
        }
        return area / (to - from);
    }

    /**
     * {@code this − other} over the x that both reach.
     *
     * @throws IllegalArgumentException if they share no x
     */
    public Curve minus(Curve other) {
        double from = Math.max(left(), other.left());
        double to = Math.min(right(), other.right());
        if (from > to) {
            throw new IllegalArgumentException("curves must share a range to be compared, but one covers " + left()
                    + ".." + right() + " and the other " + other.left() + ".." + other.right());
        }
        TreeSet<Double> knots = new TreeSet<>(List.of(from));
        knots.add(to);
        points.forEach(p -> knots.add(p.x()));
        other.points().forEach(p -> knots.add(p.x()));
        return new Curve(knots.subSet(from, true, to, true).stream()
                .map(x -> new Point(x, at(x) - other.at(x)))
                .toList());
    }

    /**
     * Mean of {@code this − other} over the x that both reach: how much this curve lies above the other at equal compute.
     *
     * @throws IllegalArgumentException if they share no x
     */
    public double meanAbove(Curve other) {
        Curve gap = minus(other);
        return gap.mean(gap.left(), gap.right());
    }
}
