package io.fathom.cli.train;

import io.fathom.cli.terminal.ProgressBar;
import io.fathom.model.training.TrainingListener;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows how training goes: a bar with loss and tokens per second, and a line for each look at dev. */
final class TrainingProgress implements TrainingListener {
    private static final double SMOOTHING = 0.95;

    private final int stepsOfTeacher;
    private final ProgressBar bar;
    private final LongSupplier nanoClock;
    private double loss = Double.NaN;
    private boolean started;
    private long start;
    private long tokens;
    private int stepsBefore;

    TrainingProgress(int stepsOfTeacher, ProgressBar bar, LongSupplier nanoClock) {
        this.stepsOfTeacher = stepsOfTeacher;
        this.bar = bar;
        this.nanoClock = nanoClock;
    }

    @Override
    public void onNetwork(int number, int networks, int steps, int from) {
        stepsBefore = (number - 1) * stepsOfTeacher;
        loss = Double.NaN;
        if (networks > 1) {
            bar.println(
                    number < networks
                            ? "teacher " + number + " of " + (networks - 1)
                            : "student of " + (networks - 1) + " teachers");
        }
    }

    @Override
    public void onStep(int step, int steps, double stepLoss, long stepTokens) {
        if (started) {
            tokens += stepTokens;
        } else {
            // The first step pays for what is loaded once, and does not count.
            started = true;
            start = nanoClock.getAsLong();
        }
        if (Double.isFinite(stepLoss)) {
            loss = Double.isNaN(loss) ? stepLoss : SMOOTHING * loss + (1 - SMOOTHING) * stepLoss;
        }
        bar.update(stepsBefore + step, String.format(Locale.ROOT, "loss %.3f  %s", loss, speed()));
    }

    @Override
    public void onEvaluation(int step, double[] scores, boolean best) {
        StringBuilder line =
                new StringBuilder(String.format(Locale.ROOT, "step %6d  loss %.3f  %s  dev", step, loss, speed()));
        boolean bits = scores[0] < 0; // of a language model, with a minus
        for (double exit : scores) {
            line.append(String.format(Locale.ROOT, bits ? " %.3f" : " %.1f", bits ? -exit : 100 * exit));
        }
        line.append(bits ? " bits per character" : " %");
        bar.println(line.append(best ? "  best" : "").toString());
    }

    private String speed() {
        double seconds = (nanoClock.getAsLong() - start) / 1e9;
        return String.format(Locale.ROOT, "%,.0f tokens/s", seconds > 0 ? tokens / seconds : 0);
    }
}
