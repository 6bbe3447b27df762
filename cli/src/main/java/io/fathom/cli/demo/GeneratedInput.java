package io.fathom.cli.demo;

import io.fathom.cli.generated.GeneratedData;
import io.fathom.cli.options.NameOf;
import io.fathom.model.training.RecordGenerator;
import io.fathom.model.training.Split;
import java.util.Optional;

/** Generated records as a stream without end. The same seed gives the same records. */
final class GeneratedInput implements InputSource {
    private final GeneratedData data;
    private final RecordGenerator generator;
    private long next;

    GeneratedInput(GeneratedData data, long seed) {
        this.data = data;
        this.generator = data.generator(Split.TEST, seed);
    }

    @Override
    public Optional<DemoInput> next() {
        return Optional.of(new DemoInput.Generated(generator.record(next++)));
    }

    @Override
    public String toString() {
        return "generated " + NameOf.format(data);
    }
}
