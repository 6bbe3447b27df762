package io.fathom.cli.doctor;

import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.engine.Hardware;
import io.fathom.model.engine.SelfTest;
import io.fathom.model.nn.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Whether the bundle is whole and this machine computes what it says. */
final class BundleChecks {
    private static final String AREA = "bundle";

    private BundleChecks() {}

    /** @param reading reads the bundle and checks its hashes */
    static List<Check> of(Supplier<ModelBundle> reading, Hardware hardware) throws InterruptedException {
        ModelBundle bundle;
        try {
            bundle = reading.get();
        } catch (RuntimeException e) {
            return List.of(Check.broken(
                    AREA, "integrity", firstLine(e), "Get the bundle again: copy it whole, or train it anew."));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok(AREA, "integrity", bundle.identity() + ", every byte as it was written"));
        checks.add(
                bundle.frontier().isPresent()
                        ? Check.ok(
                                AREA,
                                "frontier",
                                "operating points: "
                                        + bundle.frontier().get().points().size())
                        : Check.warning(
                                AREA,
                                "frontier",
                                "none",
                                "Without one the job can keep no budget: 'fathom calibrate' measures it."));
        checks.add(selfTest(bundle, hardware));
        return checks;
    }

    private static Check selfTest(ModelBundle bundle, Hardware hardware) throws InterruptedException {
        SelfTest test;
        try {
            test = SelfTest.run(bundle, hardware);
        } catch (RuntimeException e) {
            return Check.broken(
                    AREA, "self-test", firstLine(e), "The engine cannot be used as asked for; what is above says why.");
        }
        String found = String.format(
                Locale.ROOT,
                "%d texts on %s in %s, largest difference from the plain path %.1e (at most %.0e)",
                test.texts(),
                test.placement().device(),
                test.placement().precision(),
                test.largestDifference(),
                test.tolerance());
        if (test.passed()) {
            return Check.ok(AREA, "self-test", found);
        }
        Precision precision = test.placement().precision();
        if (precision != Precision.FLOAT32 && Double.isFinite(test.largestDifference())) {
            return Check.warning(
                    AREA,
                    "self-test",
                    found,
                    "On texts unlike its own this model depends on the precision: hold 'fathom evaluate --precision "
                            + precision + "' on your data against float32 before you use it.");
        }
        return Check.broken(
                AREA,
                "self-test",
                found,
                "This machine does not compute what the model says: use natives of the version that Fathom was built with,"
                        + " and --precision float32.");
    }

    private static String firstLine(RuntimeException e) {
        Throwable cause =
                e instanceof java.util.concurrent.CompletionException && e.getCause() != null ? e.getCause() : e;
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
