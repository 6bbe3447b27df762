package io.fathom.job.io.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/** The schemas that may have written a topic: the one in force and every released version of it. */
final class ReleasedSchemas {

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
        for (int version = 1; ; version++) {
            String resource = "/io/fathom/schemas/released/v" + version + "/" + name + ".avsc";
            try (InputStream in = ReleasedSchemas.class.getResourceAsStream(resource)) {
                if (in == null) {
                    return versions;
                }
                versions.add(new Schema.Parser().parse(in));
            } catch (IOException e) {
                throw new UncheckedIOException("could not read " + resource, e);
            }
        }
    }
}
