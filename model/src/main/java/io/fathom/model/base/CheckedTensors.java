package io.fathom.model.base;

import io.fathom.model.tensors.TensorSource;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/** Tensors of a file that is checked each time before it is read. */
record CheckedTensors(CheckedFile file, TensorSource source) implements TensorSource {

    @Override
    public Map<String, long[]> shapes() {
        return source.shapes();
    }

    @Override
    public void read(Predicate<String> wanted, Reader reader) throws IOException {
        file.verify();
        source.read(wanted, reader);
    }
}
