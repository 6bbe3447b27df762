package io.fathom.cli.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.model.bundle.BundleManifest;
import io.fathom.model.bundle.DepthZero;
import io.fathom.model.bundle.ModelBundle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The n-gram model that answers before the first layer: its size, its cost, and its weight in later answers. */
final class DepthZeroListing {
    private static final String FILE = "ngrams.bin";

    private DepthZeroListing() {}

    static List<String> text(ModelBundle bundle) {
        return zero(bundle)
                .map(zero -> List.of(
                        BundleListing.row(
                                "depth zero",
                                String.format(
                                        Locale.ROOT,
                                        "n-gram model, %,d bytes, %s TLOps a token, temperature %.3f",
                                        bytes(bundle),
                                        zero.tlopsPerToken(),
                                        zero.temperature())),
                        BundleListing.row(
                                "",
                                zero.mix().stream()
                                        .map(mix -> String.format(Locale.ROOT, "%.2f", mix))
                                        .collect(Collectors.joining(" ", "its weight after 1, 2, … cycles: ", "")))))
                .orElse(List.of());
    }

    static void json(ModelBundle bundle, ObjectNode json) {
        zero(bundle).ifPresent(zero -> {
            json.put("bytes", bytes(bundle))
                    .put("tlopsPerToken", zero.tlopsPerToken())
                    .put("temperature", zero.temperature());
            zero.outOfScopeThreshold().ifPresent(threshold -> json.put("outOfScopeThreshold", threshold));
            zero.mix().forEach(json.putArray("mix")::add);
        });
    }

    private static Optional<DepthZero> zero(ModelBundle bundle) {
        return bundle.calibration().depthZero();
    }

    private static long bytes(ModelBundle bundle) {
        return Optional.ofNullable(bundle.manifest().files().get(FILE))
                .map(BundleManifest.FileEntry::bytes)
                .orElse(0L);
    }
}
