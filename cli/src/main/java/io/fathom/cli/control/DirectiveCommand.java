package io.fathom.cli.control;

import io.fathom.cli.CommandException;
import io.fathom.cli.ExitCodes;
import io.fathom.cli.kafka.ControlClient;
import io.fathom.cli.options.WholeNumber;
import io.fathom.job.config.JobConfig;
import io.fathom.job.control.DirectiveRules;
import io.fathom.job.io.Preflight;
import io.fathom.schemas.ControlAck;
import io.fathom.schemas.ControlDirective;
import io.fathom.schemas.ControlOutcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that send a directive have in common. */
abstract class DirectiveCommand implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 60;

    @Mixin
    private JobOptions job = new JobOptions();

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Names the directive in its acknowledgement. Default: a new one each time.")
    private @Nullable String id;

    @Option(names = "--issuer", paramLabel = "NAME", description = "Who wants it. Default: the user.")
    private @Nullable String issuer;

    @Option(names = "--wait", description = "Wait for the acknowledgement, and print it.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = WholeNumber.Positive.class,
            description = "How long to wait. An acknowledgement becomes visible at the job's next checkpoint. Default: "
                    + DEFAULT_SECONDS + ".")
    private int timeout = DEFAULT_SECONDS;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Sets the directive's one part. */
    abstract void fill(ControlDirective directive);

    @Override
    public final Integer call() throws Exception {
        ControlDirective directive = directive();
        JobConfig config = job.job();
        ControlClient.Topics topics = ControlClient.Topics.of(config.kafka().topics());
        new Preflight(config.kafka(), config.preflightTimeout()).check(topics.names());
        try (ControlClient client = new ControlClient(config, topics)) {
            client.send(directive);
            if (!wait) {
                print(SentJson.sent(directive), "sent directive " + directive.getId());
                return ExitCodes.DONE;
            }
            Optional<ControlAck> ack = client.awaitAck(directive.getId(), Duration.ofSeconds(timeout));
            return report(ack.orElseThrow(() -> CommandException.failed("directive '" + directive.getId()
                    + "' must be acknowledged within " + timeout
                    + " s, but was not; it may still be obeyed, look for it in"
                    + " the topic '" + topics.acks() + "'")));
        }
    }

    private ControlDirective directive() {
        ControlDirective directive = ControlDirective.newBuilder()
                .setId(id == null ? UUID.randomUUID().toString() : id)
                .setIssuer(issuer == null ? System.getProperty("user.name", "fathom control") : issuer)
                .setIssuedAt(Instant.now())
                .build();
        fill(directive);
        DirectiveRules.broken(directive).ifPresent(sentence -> {
            throw CommandException.usage(sentence);
        });
        return directive;
    }

    private int report(ControlAck ack) {
        String outcome = ack.getOutcome().name().toLowerCase(Locale.ROOT);
        print(SentJson.answered(ack), outcome + ": " + ack.getMessage());
        return ack.getOutcome() == ControlOutcome.APPLIED ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private void print(String object, String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? object : sentence);
    }
}
