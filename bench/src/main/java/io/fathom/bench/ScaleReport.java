package io.fathom.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** The tables of {@link ScaleBenchmark}, for people. */
final class ScaleReport {

    private ScaleReport() {}

    static void print(ScaleBenchmark.Result result, PrintWriter out) {
        line(out, "%nBudget: reports to the control desk and orders back, TaskManagers x slots, a pace of 200 ms");
        line(
                out,
                "%10s  %9s  %9s  %12s  %11s  %14s  %24s  %7s  %12s",
                "cluster",
                "report, B",
                "orders, B",
                "reports, B/s",
                "orders, B/s",
                "broadcast, B/s",
                "desk, CPU ms/pace",
                "cores",
                "shift, paces");
        for (FeedbackEdge.Row row : result.feedback()) {
            line(
                    out,
                    "%10s  %9d  %9d  %12.3g  %11.3g  %14.3g  %24s  %7.4f  %12d",
                    row.cluster().text(),
                    row.reportBytes(),
                    row.orderBytes(),
                    row.reportBytesPerSecond(),
                    row.orderBytesPerSecond(),
                    row.broadcastBytesPerSecond(),
                    row.deskMillis().text("%.2f"),
                    row.deskCores(),
                    row.shiftRounds());
        }
        line(out, "%nThe job: tasks, Kafka producers, and network memory that Flink reserves, MiB");
        line(out, "%10s  %8s  %10s  %10s  %20s", "cluster", "tasks", "producers", "in a slot", "for the desk, on top");
        for (JobSize.Row row : result.jobs()) {
            line(
                    out,
                    "%10s  %8d  %10d  %10.2f  %20.1f",
                    row.cluster().text(),
                    row.tasks(),
                    row.producers(),
                    row.slotMebi(),
                    row.deskMebi());
        }
        RecordBytes.Result records = result.records();
        line(out, "%nBytes of a record, mean over texts of %.0f characters", records.textCharacters());
        line(out, "%16s  %6s  %6s", "topic", "Avro", "JSON");
        for (RecordBytes.Row row : records.topics()) {
            line(out, "%16s  %6.0f  %6.0f", row.topic(), row.avro(), row.json());
        }
        line(
                out,
                "  in flight, in every checkpoint: %.0f; %d of them in a subtask: %.0f",
                records.inFlight(),
                records.capacity(),
                records.checkpointBytesOfSubtask());
        line(out, "%nTransactions of the predictions' sink, POOLING, after a job on a real broker");
        line(
                out,
                "%8s  %17s  %24s  %22s",
                "subtasks",
                "transactional ids",
                "producers in a partition",
                "look for open ones, ms");
        for (SinkTransactions.Row row : result.transactions()) {
            line(
                    out,
                    "%8d  %17d  %24.1f  %22s",
                    row.subtasks(),
                    row.transactionalIds(),
                    row.producersInPartition(),
                    row.lookMillis().text("%.0f"));
        }
        line(out, "%nWhat brokers send when all subtasks of one sink look for open transactions at a start, counted");
        line(out, "%10s  %16s  %10s", "cluster", "one subtask, B", "all, B");
        for (SinkTransactions.Start start : result.starts()) {
            line(out, "%10s  %16.3g  %10.3g", start.cluster().text(), start.bytesOfOne(), start.bytesOfAll());
        }
        line(out, "%nOpening a bundle, one worker, natives loaded");
        line(out, "%5s  %6s  %22s  %22s  %22s  %22s", "d", "MB", "read, ms", "MB/s", "open, ms", "first answer, ms");
        for (BundleOpening.Row row : result.bundles()) {
            line(
                    out,
                    "%5d  %6.1f  %22s  %22s  %22s  %22s",
                    row.width(),
                    row.megabytes(),
                    row.readMillis().text("%.0f"),
                    row.megabytesPerSecond().text("%.0f"),
                    row.openMillis().text("%.0f"),
                    row.firstAnswerMillis().text("%.0f"));
        }
        line(
                out,
                "%nMetrics: at most %d time series a subtask, with %d operating points and %d cycles",
                result.metrics().perSubtask(),
                result.metrics().points(),
                result.metrics().cycles());
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
