package io.fathom.cli.demo;

import io.fathom.cli.flink.FlinkFolder;
import io.fathom.cli.flink.FlinkUri;
import io.fathom.cli.terminal.Interruption;
import io.fathom.job.ScoringJob;
import io.fathom.job.config.FathomOptions;
import io.fathom.job.config.JobConfig;
import io.fathom.job.engines.EngineSite;
import io.fathom.job.io.broker.EmbeddedBroker;
import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.budget.Overspend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A broker and the scoring job in this process. All their files are temporary and go when it is closed. */
final class DemoJob implements ObservedJob, AutoCloseable {
    /** Opening the model for the first time unpacks the native libraries. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CHECK = Duration.ofMillis(50);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);
    private static final int RESTARTS = 3;

    private final FlinkFolder folder;
    private final EmbeddedBroker broker;
    private final JobConfig config;
    private final JobClient client;
    private final CompletableFuture<JobExecutionResult> result;

    private DemoJob(FlinkFolder folder, EmbeddedBroker broker, JobConfig config, JobClient client) {
        this.folder = folder;
        this.broker = broker;
        this.config = config;
        this.client = client;
        this.result = client.getJobExecutionResult();
    }

    /**
     * Starts both; returns when the job takes events, or when Ctrl-C asks for the end.
     *
     * @param settings the job's configuration, without anything about Kafka
     */
    static DemoJob start(Configuration settings, int parallelism, Interruption interruption) throws Exception {
        DemoJob job = submit(settings, parallelism);
        try {
            job.awaitFirstCheckpoint(interruption);
            return job;
        } catch (Exception e) {
            job.close();
            throw e;
        }
    }

    private static DemoJob submit(Configuration settings, int parallelism) throws Exception {
        FlinkFolder folder = FlinkFolder.create();
        EmbeddedBroker broker = EmbeddedBroker.start();
        try {
            JobConfig config = JobConfig.parse(complete(settings, broker, folder, parallelism));
            broker.createTopics(parallelism, config.kafka().topics().names().toArray(String[]::new));
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironment(parallelism, config.flink());
            return new DemoJob(folder, broker, config, ScoringJob.submit(environment, config));
        } catch (Exception e) {
            broker.close();
            folder.close();
            throw e;
        }
    }

    private static Configuration complete(
            Configuration settings, EmbeddedBroker broker, FlinkFolder folder, int parallelism) {
        Configuration all = new Configuration(settings);
        all.set(FathomOptions.KAFKA_BOOTSTRAP_SERVERS, broker.bootstrapServers());
        all.set(FathomOptions.PARALLELISM, parallelism);
        all.set(FathomOptions.CHECKPOINT_INTERVAL, CHECKPOINT_INTERVAL);
        // All subtasks share one engine: room for what each may have in flight.
        all.set(
                FathomOptions.ENGINE_QUEUE_RECORDS,
                Math.max(
                        FathomOptions.ENGINE_QUEUE_RECORDS.defaultValue(),
                        parallelism * FathomOptions.ASYNC_CAPACITY.defaultValue()));
        folder.configure(all);
        all.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        all.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                FlinkUri.of(folder.path().resolve("checkpoints")));
        all.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        all.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        all.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        return all;
    }

    /**
     * A job that is RUNNING may have tasks that are still loading the model; its first checkpoint needs all of them, so that
     * is what to wait for.
     */
    private void awaitFirstCheckpoint(Interruption interruption) throws Exception {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!folder.contains("_metadata") && !interruption.await(CHECK)) {
            if (result.isDone()) {
                result.get();
                throw new IllegalStateException("the job ended before it took events; run with --debug to see why");
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the job must complete a checkpoint within " + START_TIMEOUT.toSeconds()
                        + " s, but is " + client.getJobStatus().get() + " without one; run with --debug to see why");
            }
        }
    }

    /** Where Flink keeps its files. */
    Path temporaryFiles() {
        return folder.path();
    }

    @Override
    public JobConfig config() {
        return config;
    }

    /** What the engines have spent beyond their budget so far, by their own books; nothing once they are closed. */
    Overspend overspend() {
        return EngineSite.budgets(client.getJobID()).stream()
                .map(BudgetStatus::overspend)
                .reduce(Overspend.NONE, Overspend::and);
    }

    @Override
    public Optional<Throwable> failure() {
        if (!result.isCompletedExceptionally()) {
            return Optional.empty();
        }
        try {
            result.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(e);
        }
    }

    /** Ends the job where it stands; what it has committed stays in the topics. Idempotent. */
    void cancel() {
        if (result.isDone()) {
            return;
        }
        try {
            client.cancel().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            result.handle((done, failed) -> 0).get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The process ends soon, and the job with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            cancel();
        } finally {
            folder.close();
            broker.close();
        }
    }
}
