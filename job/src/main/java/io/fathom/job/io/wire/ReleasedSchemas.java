package io.fathom.job.io.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/** The schemas that may have written a topic: the one in force and every released version of it. */
final class ReleasedSchemas {
    /** Every version has the schema of the first topic; others came later. */
    private static final String FIRST_TOPIC = "TextEvent";

    private ReleasedSchemas() {}

    static SchemaStore.Cache of(Schema current) {
        SchemaStore.Cache store = new SchemaStore.Cache();
        store.addSchema(current);
        released(current.getName()).forEach(store::addSchema);
        return store;
    }

    /** Released versions, oldest first; they lie beside the generated classes, one folder a version. */
    private static List<Schema> released(String name) {
        List<Schema> versions = new ArrayList<>();
        for (int version = 1; find(version, FIRST_TOPIC).isPresent(); version++) {
            find(version, name).ifPresent(versions::add);
        }
        return versions;
    }

    private static Optional<Schema> find(int version, String name) {
        String resource = "/io/fathom/schemas/released/v" + version + "/" + name + ".avsc";
        try (InputStream in = ReleasedSchemas.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + resource, e);
        }
    }
}
