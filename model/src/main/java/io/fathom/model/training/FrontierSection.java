package io.fathom.model.training;

import io.fathom.model.depth.DepthFrontier;
import io.fathom.model.statistics.Estimate;
import java.util.Locale;

/** What a model card says of the frontier; an empty line at its end. */
final class FrontierSection {
    private FrontierSection() {}

    static String ofAccuracy(DepthFrontier frontier) {
        return of(frontier, "accuracy", "%.1f %%", 100);
    }

    static String ofBits(DepthFrontier frontier) {
        return of(frontier, "bits per character", "%.3f", -1);
    }

    /** @param factor from quality to the figure that is shown */
    private static String of(DepthFrontier frontier, String quality, String format, double factor) {
        int records = frontier.point(0).cost().samples();
        StringBuilder text = new StringBuilder();
        if (frontier.size() == 1) {
            line(
                    text,
                    "The frontier of quality against compute (`frontier.json`) has one point, %.2f TLOps a token: nothing that"
                            + " costs more is better by more than the noise of %,d records, so a budget has nothing to choose"
                            + " from.",
                    frontier.point(0).cost().mean(),
                    records);
            return text.append('\n').toString();
        }
        line(
                text,
                "Frontier of quality against compute (`frontier.json`), by the score `%s`: what is worth most at a price of"
                        + " compute. With 95 %% all points of another sample of %,d records lie in their intervals.",
                frontier.score().scoreName(),
                records);
        line(text, "");
        line(text, "| point | TLOps per token | %s | same answer as full depth |", quality);
        line(text, "|---|---|---|---|");
        String row = "| %d | %.2f (%.2f to %.2f) | " + format + " (" + format + " to " + format + ") | %s |";
        for (int i = 0; i < frontier.size(); i++) {
            Estimate cost = frontier.point(i).cost();
            Estimate q = frontier.point(i).quality();
            line(
                    text,
                    row,
                    i,
                    cost.mean(),
                    cost.low(),
                    cost.high(),
                    factor * q.mean(),
                    factor * q.low(),
                    factor * q.high(),
                    frontier.point(i).agreement().map(FrontierSection::share).orElse("not measured"));
        }
        return text.append('\n').toString();
    }

    private static String share(Estimate agreement) {
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f %% to %.1f %%)",
                100 * agreement.mean(),
                100 * agreement.low(),
                100 * agreement.high());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
