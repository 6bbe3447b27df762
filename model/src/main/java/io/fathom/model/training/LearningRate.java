package io.fathom.model.training;

/**
 * Linear warm-up, then a cosine: with peak {@code η}, warm-up {@code w} and {@code n} steps,
 *
 * <pre>
 *   η(s) = η · (s + 1) / w                                      s &lt; w
 *   η(s) = η · (0.02 + 0.98 · (1 + cos(π (s - w) / (n - w))) / 2)   otherwise
 * </pre>
 */
public record LearningRate(double peak, int warmup, int steps) {
    private static final double FLOOR = 0.02;

    static LearningRate of(TrainingRecipe recipe) {
        return new LearningRate(
                recipe.learningRate(), (int) Math.round(recipe.warmupShare() * recipe.steps()), recipe.steps());
    }

    /** The rate of step {@code step}, counted from 0. */
    public double at(int step) {
        if (step < warmup) {
            return peak * (step + 1) / warmup;
        }
        double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
        return peak * (FLOOR + (1 - FLOOR) * (1 + Math.cos(Math.PI * progress)) / 2);
    }
}
