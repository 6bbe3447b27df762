package io.fathom.cli.reproduce;

import io.fathom.cli.reproduce.results.RunKey;
import io.fathom.cli.reproduce.results.RunResult;
import io.fathom.cli.terminal.Interruption;
import io.fathom.cli.terminal.ProgressBar;
import io.fathom.model.training.experiment.Measurement;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows how a reproduction goes: a bar over all runs, and a line for each that is done. */
final class ReproduceProgress implements Reproduction.Listener {
    private final ProgressBar bar;
    private final Interruption interruption;
    private final LongSupplier nanoClock;
    private final int runs;
    private final long totalWork;
    private final long start;
    private int doneRuns;
    private long doneWork;

    ReproduceProgress(ProgressBar bar, Interruption interruption, LongSupplier nanoClock, int runs, long totalWork) {
        this.bar = bar;
        this.interruption = interruption;
        this.nanoClock = nanoClock;
        this.runs = runs;
        this.totalWork = totalWork;
        this.start = nanoClock.getAsLong();
    }

    @Override
    public boolean onStart(RunKey key) {
        return !interruption.requested();
    }

    @Override
    public boolean onStep(RunKey key, long work, double loss) {
        doneWork += work;
        bar.update(doneWork, String.format(Locale.ROOT, "run %d of %d: %s  loss %.3f", doneRuns + 1, runs, key, loss));
        return !interruption.requested();
    }

    @Override
    public void onRun(RunResult result) {
        doneRuns++;
        String loss = result.measurement(Measurement.FINAL)
                .map(m -> String.format(Locale.ROOT, "  loss %.4f", m.loss()))
                .orElse("");
        bar.println(String.format(
                Locale.ROOT,
                "run %d of %d: %s%s  %.0f s  %s left",
                doneRuns,
                runs,
                result.key(),
                loss,
                result.seconds(),
                left()));
    }

    private String left() {
        double speed = doneWork / (double) Math.max(1, nanoClock.getAsLong() - start);
        Duration left = Duration.ofNanos((long) (Math.max(0, totalWork - doneWork) / Math.max(speed, 1e-12)));
        return String.format(Locale.ROOT, "%d:%02d h", left.toHours(), left.toMinutesPart());
    }
}
