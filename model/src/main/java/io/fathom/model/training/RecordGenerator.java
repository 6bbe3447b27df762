package io.fathom.model.training;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled records made by a rule, as many as anyone wants: a record is a function of the generator's seed and the
 * record's index, so the same ones can be made anywhere.
 */
public interface RecordGenerator {

    /** Every label that a record can have, in the order of the classifier's rows. */
    List<String> labels();

    /** Difficulties are 1 to this. */
    int hardest();

    /** A record of a difficulty drawn at random, easy ones more often. */
    GeneratedRecord record(long index);

    /** A record of this difficulty, 1 to {@link #hardest()}. */
    GeneratedRecord record(long index, int difficulty);

    /** Says which records it makes, seed included: the same words for the same records. */
    @Override
    String toString();

    /** The first {@code count} records. */
    default List<GeneratedRecord> records(int count) {
        return IntStream.range(0, count).mapToObj(this::record).toList();
    }
}
