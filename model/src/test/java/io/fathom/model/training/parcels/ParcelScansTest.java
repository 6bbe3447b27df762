package io.fathom.model.training.parcels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fathom.model.text.BytePairEncoder;
import io.fathom.model.text.BytePairTrainer;
import io.fathom.model.text.Normalization;
import io.fathom.model.training.GeneratedRecord;
import io.fathom.model.training.Split;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParcelScansTest {
    private static final int RECORDS = 4000;
    private static final double CHANCE = 1.0 / 16;

    private final ParcelScans scans = new ParcelScans(Split.TEST, 7);
    private final List<GeneratedRecord> records = scans.records(RECORDS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, -3, Long.MAX_VALUE})
    void theLabelIsWhatAReaderFinds(long seed) {
        for (GeneratedRecord record : new ParcelScans(Split.TRAIN, seed).records(500)) {
            MessageReader reader = new MessageReader(record.text());
            assertThat(reader.answer())
                    .as("seed %d: %s", seed, record.text())
                    .isEqualTo(record.label().toLowerCase(Locale.ROOT));
            assertThat(reader.legs).isEqualTo(record.difficulty());
        }
    }

    @Test
    void sameSeedSameRecordsOtherSeedOrSplitOthers() {
        assertThat(new ParcelScans(Split.TEST, 7).records(RECORDS)).isEqualTo(records);
        assertThat(new ParcelScans(Split.TEST, 7).record(17)).isEqualTo(records.get(17));
        Set<String> texts = records.stream().map(GeneratedRecord::text).collect(Collectors.toSet());
        assertThat(texts).hasSize(RECORDS);
        for (ParcelScans other : List.of(
                new ParcelScans(Split.TEST, 8), new ParcelScans(Split.TRAIN, 7), new ParcelScans(Split.DEV, 7))) {
            assertThat(other.records(RECORDS)).noneMatch(r -> texts.contains(r.text()));
        }
    }

    @Test
    void labelsAreThePlacesAndAllOccurEquallyOften() {
        assertThat(scans.labels()).hasSize(16).doesNotHaveDuplicates().isSorted();
        scans.labels().forEach(place -> assertThat(share(r -> place.equals(r.label()) ? 1.0 : 0))
                .as(place)
                .isCloseTo(CHANCE, within(0.02)));
    }

    @Test
    void easyRecordsAreTheMoreCommonOnes() {
        TreeMap<Integer, Long> counts = records.stream()
                .collect(Collectors.groupingBy(GeneratedRecord::difficulty, TreeMap::new, Collectors.counting()));
        assertThat(counts.keySet()).containsExactlyElementsOf(range(scans.hardest()));
        double all = range(scans.hardest()).stream()
                .mapToDouble(k -> Math.pow(0.6, k))
                .sum();
        counts.forEach((k, count) -> assertThat((double) count / RECORDS)
                .as("difficulty %d", k)
                .isCloseTo(Math.pow(0.6, k) / all, within(0.025)));
    }

    @Test
    void aDifficultyCanBeAskedFor() {
        for (int k : range(scans.hardest())) {
            GeneratedRecord record = scans.record(3, k);
            assertThat(record.difficulty()).isEqualTo(k);
            assertThat(new MessageReader(record.text()).legs).isEqualTo(k);
        }
        assertThatThrownBy(() -> scans.record(3, scans.hardest() + 1))
                .hasMessage("difficulty must be between 1 and " + scans.hardest() + " legs, but was "
                        + (scans.hardest() + 1));
    }

    @Test
    void noPlaceInTheMessageGivesTheAnswerAway() {
        int most = records.stream()
                .mapToInt(r -> new MessageReader(r.text()).scans.size())
                .max()
                .orElseThrow();
        for (int i = 0; i < most; i++) {
            int at = i;
            assertThat(share(r -> answers(r, reader -> reader.scans
                            .get(Math.min(at, reader.scans.size() - 1))
                            .to())))
                    .as("the place that scan %d leads to", i)
                    .isLessThan(0.2);
        }
    }

    /** What a reader that does not follow the route can do: its guesses stay far from right on the harder questions. */
    @Test
    void shortCutsDoNotAnswer() {
        assertThat(hard(reader -> lastOf(reader)))
                .as("the end of the asked parcel's route")
                .isLessThan(0.3);
        assertThat(hard(reader -> ofParcel(reader).get(0).to()))
                .as("its first scan")
                .isLessThan(0.3);
        assertThat(hard(reader ->
                        ofParcel(reader).get(ofParcel(reader).size() - 1).to()))
                .as("its last scan")
                .isLessThan(0.3);
        assertThat(hard(reader -> ofParcel(reader)
                        .get((reader.legs - 1) % ofParcel(reader).size())
                        .to()))
                .as("its scan with the number of the leg")
                .isLessThan(0.3);
    }

    @Test
    void theLengthSaysLittleAboutTheDifficulty() {
        double easy = meanScans(r -> r.difficulty() == 1);
        double hard = meanScans(r -> r.difficulty() == scans.hardest());
        assertThat(easy).isCloseTo(hard, within(0.5));
    }

    @Test
    void scansStandInRandomOrder() {
        // Of a route's neighbouring legs, half are in order and half are not.
        long inOrder = 0;
        long pairs = 0;
        for (GeneratedRecord record : records) {
            List<MessageReader.Scan> all = new MessageReader(record.text()).scans;
            for (int i = 0; i < all.size(); i++) {
                for (int j = 0; j < all.size(); j++) {
                    if (all.get(i).parcel().equals(all.get(j).parcel())
                            && all.get(i).to().equals(all.get(j).from())) {
                        pairs++;
                        inOrder += i < j ? 1 : 0;
                    }
                }
            }
        }
        assertThat((double) inOrder / pairs).isCloseTo(0.5, within(0.02));
    }

    @Test
    void otherParcelsPassThroughTheSamePlaces() {
        assertThat(share(r -> {
                    MessageReader reader = new MessageReader(r.text());
                    long leaving = reader.scans.stream()
                            .filter(s -> s.from().equals(r.label().toLowerCase(Locale.ROOT)))
                            .count();
                    return leaving > 1 ? 1.0 : 0;
                }))
                .isGreaterThan(0.1);
    }

    @Test
    void everyWordIsOneTokenOfATrainedVocabulary() {
        BytePairEncoder encoder = new BytePairEncoder(new BytePairTrainer(1000, 2, Normalization.LOWER_CASE)
                .train(records.stream().map(GeneratedRecord::text)));
        Set<String> words = new HashSet<>();
        for (GeneratedRecord record : records) {
            List<String> split = Arrays.stream(record.text().split("(?<=\\d)(?=[a-z])|(?=[,;.?])| "))
                    .filter(w -> !w.isEmpty())
                    .toList();
            words.addAll(split.stream().map(w -> w.toLowerCase(Locale.ROOT)).toList());
            assertThat(encoder.encode(record.text(), 0, new SplittableRandom(1)))
                    .as(record.text())
                    .hasSize(split.size() + 1);
        }
        assertThat(words).as("a closed vocabulary").hasSizeLessThan(70);
    }

    private double share(Function<GeneratedRecord, Double> hit) {
        return records.stream().mapToDouble(hit::apply).average().orElseThrow();
    }

    private static double answers(GeneratedRecord record, Function<MessageReader, String> guess) {
        return guess.apply(new MessageReader(record.text()))
                        .equals(record.label().toLowerCase(Locale.ROOT))
                ? 1
                : 0;
    }

    private double hard(Function<MessageReader, String> guess) {
        return records.stream()
                .filter(r -> r.difficulty() > 2)
                .mapToDouble(r -> answers(r, guess))
                .average()
                .orElseThrow();
    }

    private double meanScans(java.util.function.Predicate<GeneratedRecord> which) {
        return records.stream()
                .filter(which)
                .mapToInt(r -> new MessageReader(r.text()).scans.size())
                .average()
                .orElseThrow();
    }

    private static List<MessageReader.Scan> ofParcel(MessageReader reader) {
        return reader.scans.stream()
                .filter(s -> s.parcel().equals(reader.parcel))
                .toList();
    }

    private static String lastOf(MessageReader reader) {
        List<MessageReader.Scan> own = ofParcel(reader);
        return own.stream()
                .map(MessageReader.Scan::to)
                .filter(to -> own.stream().noneMatch(s -> s.from().equals(to)))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> range(int last) {
        return java.util.stream.IntStream.rangeClosed(1, last).boxed().toList();
    }
}
