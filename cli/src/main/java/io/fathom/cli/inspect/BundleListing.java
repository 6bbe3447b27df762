package io.fathom.cli.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.options.NameOf;
import io.fathom.model.base.BaseReference;
import io.fathom.model.bundle.BundleException;
import io.fathom.model.bundle.BundleManifest;
import io.fathom.model.bundle.LineageStep;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.bundle.ModelDescription;
import io.fathom.model.bundle.SurpriseCalibration;
import io.fathom.model.bundle.TrainingData;
import io.fathom.model.depth.ExitPolicySyntax;
import io.fathom.model.nn.Architecture;
import io.fathom.model.nn.TokenGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The contents of a bundle that has been read, and so is whole. */
final class BundleListing {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BundleListing() {}

    /** Lines for people. */
    static List<String> text(ModelBundle bundle) {
        ModelDescription model = bundle.model();
        Architecture shape = bundle.architecture();
        List<String> lines = new ArrayList<>();
        lines.add(row("bundle", bundle.identity() + " (" + bundle.folder() + ")"));
        lines.add(row("made by", model.createdBy()));
        lines.add(row("task", NameOf.format(model.task()) + ", " + answers(model)));
        lines.add(row(
                "network",
                NameOf.format(model.network()) + ", layers " + shape.stack().inWords()));
        if (shape.routers()) {
            lines.add(row("token gates", gate(model.tokenGate())));
        }
        lines.add(row("shape", "width " + shape.dim() + ", heads " + shape.heads()));
        lines.add(row("projections", shape.projections().inWords()));
        lines.add(row("text", "vocabulary " + shape.vocabulary() + ", at most " + shape.maxTokens() + " tokens"));
        lines.add(row("parameters", String.format(Locale.ROOT, "%,d", shape.parameterCount())));
        bundle.base().ifPresent(base -> lines.add(row("base", base(base, bundle))));
        bundle.ngrams().ifPresent(ngrams -> lines.addAll(DepthZeroListing.text(bundle)));
        lines.add(row("exit policy", ExitPolicySyntax.format(bundle.exitPolicy()) + " (recommended)"));
        model.quality().forEach((name, value) -> lines.add(row("quality", name + " " + value)));
        TrainingData data = model.trainingData();
        lines.add(row("data", data.name() + ", licence " + data.licence()));
        if (!data.attribution().isEmpty()) {
            lines.add(row("", data.attribution()));
        }
        String from = "from";
        for (LineageStep step : model.lineage()) {
            lines.add(row(from, step.parent() + " " + NameOf.format(step.change()) + ": " + step.detail()));
            from = "";
        }
        bundle.frontier().ifPresent(frontier -> {
            lines.add("");
            lines.addAll(FrontierListing.text(frontier));
        });
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-22s %12s  %s", "file", "bytes", "sha256 (all match)"));
        bundle.manifest().files().forEach((name, file) -> lines.add(file(name, file)));
        return lines;
    }

    /** Such as {@code hard, a token takes a layer if its p of halting is below 0.5}. */
    private static String gate(TokenGate gate) {
        return gate instanceof TokenGate.Hard hard
                ? "hard, a token takes a layer if its probability of halting is below " + hard.threshold()
                : "soft, each token takes a share of every layer";
    }

    /** The base that the bundle needs, and whether it is here. */
    private static String base(BaseReference base, ModelBundle bundle) {
        String named = base + (base.coordinates().isEmpty() ? "" : ", " + base.coordinates());
        try {
            bundle.findBase();
            return named + ": here, sha256 matches";
        } catch (BundleException e) {
            return named + ": not usable here; " + e.getMessage();
        }
    }

    /** What the task's answers are. */
    private static String answers(ModelDescription model) {
        if (model.calibration() instanceof SurpriseCalibration surprise) {
            List<Float> thresholds = surprise.anomalyThresholds();
            return String.format(
                    Locale.ROOT,
                    "anomaly above %.3f bits per character at full depth",
                    thresholds.get(thresholds.size() - 1));
        }
        String labels = model.labels().size() + " labels";
        return model.calibration().rejectsOutOfScope()
                ? labels + ", rejects '" + model.calibration().outOfScopeLabel() + "'"
                : labels;
    }

    static String row(String name, String value) {
        return String.format(Locale.ROOT, "%-12s %s", name, value);
    }

    private static String file(String name, BundleManifest.FileEntry file) {
        return String.format(
                Locale.ROOT,
                "%-22s %,12d  %s",
                name,
                file.bytes(),
                file.sha256().substring(0, 16));
    }

    /** One line for machines. */
    static String json(ModelBundle bundle) {
        ModelDescription model = bundle.model();
        Architecture shape = bundle.architecture();
        ObjectNode json = JSON.createObjectNode()
                .put("id", bundle.identity().id())
                .put("version", bundle.identity().version())
                .put("folder", bundle.folder().toString())
                .put("createdBy", model.createdBy())
                .put("task", NameOf.format(model.task()))
                .put("network", NameOf.format(model.network()));
        json.putObject("architecture")
                .put("vocabulary", shape.vocabulary())
                .put("maxTokens", shape.maxTokens())
                .put("dim", shape.dim())
                .put("heads", shape.heads())
                .put("layers", shape.stack().inWords())
                .put("middleLayers", shape.stack().middleLayers())
                .put("maxCycles", shape.maxCycles())
                .put("projections", shape.projections().inWords())
                .put("zeroToken", NameOf.format(shape.zeroToken()))
                .put("routers", shape.routers());
        if (model.tokenGate() instanceof TokenGate.Hard hard) {
            json.put("tokenGateThreshold", hard.threshold());
        }
        for (LineageStep step : model.lineage()) {
            json.withArray("lineage")
                    .addObject()
                    .put("parent", step.parent().toString())
                    .put("change", NameOf.format(step.change()))
                    .put("detail", step.detail());
        }
        bundle.base().ifPresent(base -> json.putObject("base")
                .put("name", base.name())
                .put("coordinates", base.coordinates())
                .put("sha256", base.sha256()));
        json.put("parameters", shape.parameterCount());
        json.put("exitPolicy", ExitPolicySyntax.format(bundle.exitPolicy()));
        model.labels().forEach(json.putArray("labels")::add);
        json.put("outOfScopeLabel", bundle.calibration().outOfScopeLabel());
        if (bundle.calibration() instanceof SurpriseCalibration surprise) {
            surprise.anomalyThresholds().forEach(json.putArray("anomalyThresholds")::add);
        }
        bundle.ngrams().ifPresent(ngrams -> DepthZeroListing.json(bundle, json.putObject("depthZero")));
        ObjectNode quality = json.putObject("quality");
        model.quality().forEach(quality::put);
        bundle.frontier().ifPresent(frontier -> FrontierListing.json(frontier, json.putArray("frontier")));
        TrainingData data = model.trainingData();
        json.putObject("trainingData")
                .put("name", data.name())
                .put("licence", data.licence())
                .put("attribution", data.attribution())
                .put("source", data.source());
        ObjectNode files = json.putObject("files");
        for (Map.Entry<String, BundleManifest.FileEntry> file :
                bundle.manifest().files().entrySet()) {
            files.putObject(file.getKey())
                    .put("bytes", file.getValue().bytes())
                    .put("sha256", file.getValue().sha256());
        }
        return json.toString();
    }
}
