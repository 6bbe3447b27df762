package io.fathom.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Values of one type as Flink writes them to the network and into checkpoints. */
final class FlinkBytes<T> {
    private final TypeSerializer<T> serializer;
    private final DataOutputSerializer out = new DataOutputSerializer(256);

    /** A type that Flink would give to Kryo is refused, as the job does. */
    FlinkBytes(TypeInformation<T> type) {
        this(type::createSerializer);
    }

    FlinkBytes(Function<SerializerConfig, TypeSerializer<T>> serializer) {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        this.serializer = serializer.apply(config);
    }

    byte[] write(T value) {
        try {
            out.clear();
            serializer.serialize(value, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    T read(byte[] bytes) {
        try {
            return serializer.deserialize(new DataInputDeserializer(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
