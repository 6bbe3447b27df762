package io.fathom.model.training.experiment;

/**
 * How long and how fast an experiment learns. The learning rate rises linearly, stays, and falls as a cosine: with peak η,
 * n steps, warm-up w and the end f of the flat part,
 *
 * <pre>
 *   η(s) = η · (s + 1) / w                                          s &lt; w
 *   η(s) = η                                                        w ≤ s &lt; f
 *   η(s) = η · (0.02 + 0.98 · (1 + cos(π (s - f) / (n - f))) / 2)   f ≤ s
 * </pre>
 *
 * @param rows records or windows a step
 * @param warmup share of the steps that the rate rises
 * @param flat share of the steps after which it falls; where learning comes in sudden steps, these come late
 */
public record Schedule(int steps, int rows, double peak, double warmup, double flat) {
    private static final double FLOOR = 0.02;

    public Schedule {
        if (steps < 1 || rows < 1) {
            throw new IllegalArgumentException("steps and rows must be at least 1, but were " + steps + " and " + rows);
        }
        if (!(0 <= warmup && warmup <= flat && flat < 1)) {
            throw new IllegalArgumentException(
                    "warmup and flat must be 0 <= warmup <= flat < 1, but were " + warmup + " and " + flat);
        }
    }

    /** Warm-up of 5 %, then a cosine. */
    public static Schedule cosine(int steps, int rows, double peak) {
        return new Schedule(steps, rows, peak, 0.05, 0.05);
    }

    /** The same with another number of steps. */
    public Schedule withSteps(int other) {
        return new Schedule(other, rows, peak, warmup, flat);
    }

    /** The learning rate of step {@code step}, counted from 0. */
    double rate(int step) {
        double begin = Math.round(warmup * steps);
        double fall = Math.round(flat * steps);
        if (step < begin) {
            return peak * (step + 1) / begin;
        }
        double progress = Math.max(0, (step - fall) / Math.max(1, steps - fall));
        return peak * (FLOOR + (1 - FLOOR) * (1 + Math.cos(Math.PI * progress)) / 2);
    }
}
