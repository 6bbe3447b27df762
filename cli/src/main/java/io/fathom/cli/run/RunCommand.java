package io.fathom.cli.run;

import io.fathom.cli.ExitCodes;
import io.fathom.cli.flink.FlinkFolder;
import io.fathom.cli.options.GivenFile;
import io.fathom.cli.terminal.Interruption;
import io.fathom.job.ScoringJob;
import io.fathom.job.config.JobConfig;
import io.fathom.model.bundle.ModelBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fathom run}: the job on an external Kafka, in this process. */
@Command(
        name = "run",
        description = {
            "Run the job against your Kafka, in this process, until it ends or Ctrl-C stops it.",
            "",
            "The configuration is a YAML file with the options fathom.*; all other keys are passed on to Flink. The least"
                    + " it needs is fathom.bundle and fathom.kafka.bootstrap-servers."
        },
        footer = {
            "",
            "Example:",
            "  ./fathom run --config job.yaml",
        })
public final class RunCommand implements Callable<Integer> {
    private static final Duration CHECK = Duration.ofMillis(200);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The job's configuration, YAML.")
    private Path config = Path.of("");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        JobConfig job = JobConfig.load(GivenFile.of("--config", config, "the job's options"));
        // The job would find out too, after a minute of restarts.
        ModelBundle.read(Path.of(job.engine().bundle()));
        PrintWriter err = spec.commandLine().getErr();
        Configuration flink = new Configuration(job.flink());
        try (Interruption interruption = Interruption.listen();
                FlinkFolder folder = FlinkFolder.create()) {
            folder.configure(flink);
            JobClient client = ScoringJob.submit(StreamExecutionEnvironment.createLocalEnvironment(flink), job);
            err.println("running: " + job.kafka().topics().events() + " on "
                    + job.kafka().bootstrapServers() + ", Ctrl-C stops");
            return await(client, interruption);
        }
    }

    private static int await(JobClient client, Interruption interruption) throws Exception {
        CompletableFuture<JobExecutionResult> result = client.getJobExecutionResult();
        while (!interruption.await(CHECK)) {
            if (result.isDone()) {
                result.get();
                return ExitCodes.DONE;
            }
        }
        try {
            client.cancel().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            result.handle((done, failed) -> 0).get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The process ends now, and the job with it.
        }
        return interruption.exitCode();
    }
}
