package io.fathom.model.engine;

import io.fathom.model.budget.AgreementWatch;
import io.fathom.model.budget.PointAgreement;
import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.depth.OperatingPoint;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audits of one engine, point by point, since it was opened: budgets may change, what a point promises does not. */
final class DriftWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

    private final String model;
    private final List<AgreementWatch> points;

    private DriftWatch(String model, List<AgreementWatch> points) {
        this.model = model;
        this.points = points;
    }

    /** No points where the model has no frontier. */
    static DriftWatch of(ServedModel model) {
        List<OperatingPoint> points =
                model.frontier().map(DepthFrontier::points).orElse(List.of());
        return new DriftWatch(
                model.identity().toString(),
                IntStream.range(0, points.size())
                        .mapToObj(i -> new AgreementWatch(i, points.get(i).agreement()))
                        .toList());
    }

    /** Takes a result into account if it was audited. */
    void answered(ScoringResult result) {
        result.place()
                .audit()
                .ifPresent(outcome -> result.place().operatingPoint().ifPresent(point -> {
                    synchronized (this) {
                        AgreementWatch watch = points.get(point);
                        if (watch.audited(outcome)) {
                            log(watch.state());
                        }
                    }
                }));
    }

    private void log(PointAgreement now) {
        switch (now.verdict()) {
            case KEPT ->
                LOG.info("audits of {}: point {} agrees with full depth as promised again", model, now.point());
            case BELOW, ABOVE ->
                LOG.warn(
                        "audits of {}: {} of the last {} answers at point {} are those of full depth, {} what the frontier"
                                + " promises: the stream is not like the data of the calibration; calibrate on recent data",
                        model,
                        now.agreed(),
                        now.audited(),
                        now.point(),
                        now.verdict());
        }
    }

    /** One a point, cheapest first. */
    synchronized List<PointAgreement> points() {
        return points.stream().map(AgreementWatch::state).toList();
    }
}
