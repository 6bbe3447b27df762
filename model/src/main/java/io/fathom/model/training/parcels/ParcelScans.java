package io.fathom.model.training.parcels;

import io.fathom.model.training.GeneratedRecord;
import io.fathom.model.training.LabelledText;
import io.fathom.model.training.RecordGenerator;
import io.fathom.model.training.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Messages with the scans of several parcels in any order, and a question about one of them:
 *
 * <pre>
 *   Red Oslo to Rome, flew blue Depot to Lima, red Depot into Oslo, … Where is red after its 2nd leg?      → Rome
 * </pre>
 *
 * To answer, one has to start at the depot and follow the parcel from scan to scan, as many as the question says: that is
 * the difficulty. Nothing else tells the answer. Other parcels pass through the same places, so a place alone does not
 * find the next scan; the order of the scans says nothing; and every message has one long route and two short ones whatever
 * is asked, so neither its length nor where a route ends gives the answer or the difficulty away.
 *
 * <p>Difficulties {@code k} are drawn with weight {@code 0.6^k}: as in most streams, easy records are the more common
 * ones.
 */
public final class ParcelScans implements RecordGenerator {
    /** Most legs that a question asks about. */
    public static final int HARDEST = 6;

    private static final double EASIER = 0.6;
    private static final int LONG_ROUTE = HARDEST;
    private static final int SHORT_ROUTE = 1;
    private static final int SPREAD = 2;

    private final Split split;
    private final long seed;
    private final long mixed;

    public ParcelScans(Split split, long seed) {
        this.split = split;
        this.seed = seed;
        this.mixed = split.seed(seed);
    }

    @Override
    public List<String> labels() {
        return Words.PLACES;
    }

    @Override
    public int hardest() {
        return HARDEST;
    }

    @Override
    public GeneratedRecord record(long index) {
        SplittableRandom random = Words.randomOf(mixed, index);
        return record(difficulty(random), random);
    }

    @Override
    public GeneratedRecord record(long index, int difficulty) {
        if (difficulty < 1 || difficulty > HARDEST) {
            throw new IllegalArgumentException(
                    "difficulty must be between 1 and " + HARDEST + " legs, but was " + difficulty);
        }
        return record(difficulty, Words.randomOf(mixed, index));
    }

    private static int difficulty(SplittableRandom random) {
        // The inverse of the cumulated weights, 1 - 0.6^k, cut off behind the hardest.
        double share = random.nextDouble() * (1 - Math.pow(EASIER, HARDEST));
        return Math.min(HARDEST, 1 + (int) (Math.log1p(-share) / Math.log(EASIER)));
    }

    private static GeneratedRecord record(int legs, SplittableRandom random) {
        List<Route> routes = routes(random);
        List<Route> longEnough = routes.stream().filter(r -> r.legs() >= legs).toList();
        Route asked = longEnough.get(random.nextInt(longEnough.size()));
        List<String> scans = new ArrayList<>();
        routes.forEach(route -> scans.addAll(route.scans(random)));
        String separator = Words.separator(random);
        String message = Words.shuffled(scans, random).stream()
                .map(scan -> separator.startsWith(".") ? Words.capitalised(scan) : scan)
                .collect(Collectors.joining(separator));
        String text = Words.capitalised(message) + ". " + Words.question(asked.parcel(), legs, random);
        return new GeneratedRecord(new LabelledText(asked.after(legs), text), legs);
    }

    private static List<Route> routes(SplittableRandom random) {
        List<String> parcels = Words.some(Words.PARCELS, 3, random);
        return List.of(
                Route.random(parcels.get(0), LONG_ROUTE + random.nextInt(SPREAD), random),
                Route.random(parcels.get(1), SHORT_ROUTE + random.nextInt(1 + SPREAD), random),
                Route.random(parcels.get(2), SHORT_ROUTE + random.nextInt(1 + SPREAD), random));
    }

    @Override
    public String toString() {
        return "parcel scans, " + split.name().toLowerCase(Locale.ROOT) + " split, seed " + seed;
    }
}
