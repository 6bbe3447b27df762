package io.fathom.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run found; as tables for people, as one line of JSON for machines.
 *
 * @param cores of the machine
 * @param loadBefore load average of the machine before the run, over a minute; negative where unknown
 * @param engine empty if not measured
 * @param pipeline null if not measured
 * @param routers empty if not measured
 * @param routerQuality empty if not measured
 * @param scale null if not measured
 */
record Report(
        int cores,
        double loadBefore,
        List<EngineBenchmark.Row> engine,
        PipelineBenchmark.@Nullable Result pipeline,
        List<RouterBenchmark.Row> routers,
        List<RouterQuality.Row> routerQuality,
        ScaleBenchmark.@Nullable Result scale) {

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%d cores, load average before the run %.1f%n", cores, loadBefore);
        if (!engine.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "%nEngine at full depth, %d tokens a text; sgemm of %d x %d, one thread per worker%n",
                    SyntheticBundle.TOKENS,
                    SgemmRate.SIZE,
                    SgemmRate.SIZE);
            out.printf(
                    Locale.ROOT,
                    "%5s  %7s  %22s  %22s  %24s  %19s  %19s%n",
                    "d",
                    "workers",
                    "sgemm GFLOP/s",
                    "engine GFLOP/s",
                    "records/s",
                    "engine/sgemm",
                    "per CPU second");
            for (EngineBenchmark.Row row : engine) {
                out.printf(
                        Locale.ROOT,
                        "%5d  %7d  %22s  %22s  %24s  %19s  %19s%n",
                        row.width(),
                        row.workers(),
                        row.sgemmGflops().text("%.0f"),
                        row.engineGflops().text("%.0f"),
                        row.recordsPerSecond().text("%.0f"),
                        row.ratio().text("%.3f"),
                        row.cpuRatio().text("%.3f"));
            }
        }
        if (pipeline != null) {
            out.printf(
                    Locale.ROOT,
                    "%nPipeline, bundle %s, %s, %d workers; records/s%n",
                    pipeline.bundle(),
                    pipeline.policy(),
                    pipeline.workers());
            line(out, "engine alone, full depth", pipeline.fullDepth().text("%.0f"));
            line(out, "engine alone, policy", pipeline.adaptive().text("%.0f"));
            line(out, "Kafka to Kafka, policy", pipeline.pipeline().text("%.0f"));
            line(out, "pipeline/engine", pipeline.pipelineToEngine().text("%.3f"));
            line(out, "policy/full depth", pipeline.adaptiveSpeedup().text("%.2f"));
            out.printf(
                    Locale.ROOT,
                    "  %-26s %.2f cycles, %.0f %% of the layers saved%n",
                    "mean depth of the policy",
                    pipeline.meanCycles(),
                    100 * pipeline.computeSaved());
        }
        if (!routers.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "%nToken routers, forward passes on one thread; speed: time without routers over time with them%n");
            out.printf(
                    Locale.ROOT,
                    "%5s  %10s  %26s  %19s  %19s  %22s  %19s%n",
                    "batch",
                    "gates open",
                    "without routers, ms",
                    "soft gates, speed",
                    "hard gates, speed",
                    "served without, ms",
                    "served hard, speed");
            for (RouterBenchmark.Row row : routers) {
                out.printf(
                        Locale.ROOT,
                        "%5d  %10.3f  %26s  %19s  %19s  %22s  %19s%n",
                        row.batch(),
                        row.open(),
                        row.denseMillis().text("%.1f"),
                        row.softSpeed().text("%.3f"),
                        row.hardSpeed().text("%.3f"),
                        row.servedMillis().text("%.1f"),
                        row.servedHardSpeed().text("%.3f"));
            }
        }
        if (!routerQuality.isEmpty()) {
            out.printf(
                    Locale.ROOT, "%nQuality behind token gates%n%12s  %10s  %8s%n", "gates", "gates open", "accuracy");
            for (RouterQuality.Row row : routerQuality) {
                out.printf(Locale.ROOT, "%12s  %10.3f  %8.4f%n", row.gates(), row.open(), row.accuracy());
            }
        }
        if (scale != null) {
            ScaleReport.print(scale, out);
        }
        out.flush();
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "  %-26s %s%n", name, value);
    }

    /** One line; {@code engineToSgemm} is the ratio with the most workers, by width. */
    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Double> ratios = new LinkedHashMap<>();
        int most = engine.stream().mapToInt(EngineBenchmark.Row::workers).max().orElse(0);
        engine.stream()
                .filter(row -> row.workers() == most)
                .forEach(row ->
                        ratios.put(String.valueOf(row.width()), row.ratio().median()));
        if (!engine.isEmpty()) {
            json.put("engineToSgemm", ratios);
        }
        if (pipeline != null) {
            json.put("pipelineToEngine", pipeline.pipelineToEngine().median());
        }
        json.put("cores", cores);
        json.put("loadBefore", loadBefore);
        json.put("engine", engine);
        if (pipeline != null) {
            json.put("pipeline", pipeline);
        }
        if (!routers.isEmpty()) {
            json.put("routers", routers);
        }
        if (!routerQuality.isEmpty()) {
            json.put("routerQuality", routerQuality);
        }
        if (scale != null) {
            json.put("scale", scale);
        }
        try {
            return new ObjectMapper().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report must be writable as JSON, but was " + this, e);
        }
    }
}
