package io.fathom.model.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file to and from a record: nothing unknown, nothing missing, nothing converted, and what is wrong in one
 * sentence that names the file.
 */
public final class StrictJson {
    private final String file;
    private final JsonMapper json;
    private final ObjectWriter writer;

    /**
     * @param file its name, for messages
     * @param json made from {@link #mapper()}
     */
    public StrictJson(String file, JsonMapper json) {
        this.file = file;
        this.json = json;
        // The same line ends everywhere, since the bytes are the version.
        this.writer = json.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    }

    /** Strict in everything; mix-ins may be added. */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
    }

    /** The bytes of a record, the same for equal records. */
    public byte[] write(Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file + " always serialises", e);
        }
    }

    /**
     * @param beforehand looks at the tree before it is bound to fields
     * @throws IllegalArgumentException if the bytes are none of this type
     */
    public <T> T read(byte[] bytes, Class<T> type, Consumer<JsonNode> beforehand) {
        try {
            JsonNode root = json.readTree(bytes);
            beforehand.accept(root);
            return json.treeToValue(root, type);
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(sentence(e), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + " must be JSON, but is not: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private String sentence(JsonMappingException e) {
        String at = "'" + path(e) + "'";
        if (e instanceof UnrecognizedPropertyException) {
            return file + " must hold known fields only, but has " + at;
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException broken) {
            return file + " is inconsistent: " + firstLine(broken.getMessage());
        }
        if (e.getPath().isEmpty()) { // not yet bound to fields
            return file + " must be JSON, but is not: something follows its end";
        }
        if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
            return "'" + wrong.getValue() + "' at " + at + " of " + file + " must be one of "
                    + Stream.of(wrong.getTargetType().getEnumConstants())
                            .map(constant -> json.convertValue(constant, String.class))
                            .toList();
        }
        String original = firstLine(e.getOriginalMessage());
        return original.contains("creator property")
                ? file + " lacks " + at
                : file + " has a wrong value at " + at + ": " + original;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? String.valueOf(r.getIndex()) : r.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
