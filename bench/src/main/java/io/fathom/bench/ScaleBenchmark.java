package io.fathom.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What grows with the cluster, from one TaskManager to a thousand: measured where one process can, and else counted from
 * the real job graph or played through with the real control desk. {@code docs/scale.md} draws the conclusions.
 */
final class ScaleBenchmark {
    private static final List<ClusterSize> CLUSTERS = List.of(
            new ClusterSize(1, 4),
            new ClusterSize(4, 4),
            new ClusterSize(16, 4),
            new ClusterSize(64, 4),
            new ClusterSize(256, 4),
            new ClusterSize(1000, 1),
            new ClusterSize(1000, 4));
    private static final List<ClusterSize> FEW = List.of(new ClusterSize(1, 4), new ClusterSize(64, 4));
    private static final int TEXTS = 500;
    private static final int POINTS = 16;
    private static final long SEED = 1;

    /** What was found; {@code docs/scale.md} has a table for each. */
    record Result(
            List<FeedbackEdge.Row> feedback,
            List<JobSize.Row> jobs,
            RecordBytes.Result records,
            List<SinkTransactions.Row> transactions,
            List<SinkTransactions.Start> starts,
            List<BundleOpening.Row> bundles,
            MetricSeries metrics) {}

    private final boolean quick;
    private final int rounds;
    private final Consumer<String> progress;

    /** @param quick fewer clusters and small bundles */
    ScaleBenchmark(boolean quick, int rounds, Consumer<String> progress) {
        this.quick = quick;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** @param folder for bundles with random weights */
    Result run(Path folder) throws Exception {
        List<FeedbackEdge.Row> feedback = new ArrayList<>();
        List<JobSize.Row> jobs = new ArrayList<>();
        for (ClusterSize cluster : quick ? FEW : CLUSTERS) {
            progress.accept("feedback edge: " + cluster.text());
            feedback.add(new FeedbackEdge(cluster).run(rounds));
            jobs.add(JobSize.of(cluster));
        }
        progress.accept("bytes of records");
        RecordBytes.Result records = RecordBytes.measure(
                SyntheticBundle.writeAdaptive(folder.resolve("records"), 64, SEED)
                        .folder(),
                SyntheticBundle.texts(SEED, TEXTS));
        List<SinkTransactions.Row> transactions = new ArrayList<>();
        for (int parallelism : quick ? List.of(1) : List.of(1, 2, 4)) {
            progress.accept("transactions of " + parallelism + (parallelism == 1 ? " subtask" : " subtasks"));
            transactions.add(SinkTransactions.measure(folder, parallelism, quick ? 2000 : 20_000));
        }
        double producers = transactions.get(transactions.size() - 1).producersOfASubtask();
        List<SinkTransactions.Start> starts = (quick ? FEW : CLUSTERS)
                .stream()
                        .map(cluster -> SinkTransactions.start(cluster, producers))
                        .toList();
        List<BundleOpening.Row> bundles = new ArrayList<>();
        for (int width : quick ? List.of(64) : List.of(128, 512, 1024)) {
            progress.accept("opening a bundle: d " + width);
            bundles.add(BundleOpening.measure(folder.resolve("open-" + width), width, rounds));
        }
        return new Result(
                feedback,
                jobs,
                records,
                transactions,
                starts,
                bundles,
                MetricSeries.of(POINTS, SyntheticBundle.CYCLES));
    }
}
