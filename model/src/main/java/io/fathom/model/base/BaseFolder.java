package io.fathom.model.base;

import com.fasterxml.jackson.databind.JsonNode;
import io.fathom.model.json.StrictJson;
import io.fathom.model.tensors.SafetensorsFile;
import io.fathom.model.tensors.SafetensorsHeader;
import io.fathom.model.tensors.TensorSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An imported base on disk: {@code base.json}, {@code weights.safetensors} under our names in float32, and
 * {@code tokenizer.json}. The sha256 of {@code base.json} stands for every byte of it, since it holds those of the others.
 */
public final class BaseFolder {
    static final String DESCRIPTION = "base.json";

    private static final String WEIGHTS = "weights.safetensors";
    private static final String TOKENIZER = "tokenizer.json";
    private static final int FORMAT_VERSION = 1;
    private static final int MOST_DESCRIPTION_BYTES = 1 << 20;
    private static final StrictJson JSON =
            new StrictJson(DESCRIPTION, StrictJson.mapper().build());

    private BaseFolder() {}

    /** A file as it was written. */
    record FileEntry(String sha256, long bytes) {}

    /** The contents of {@code base.json}. */
    record Description(
            int formatVersion, String name, BaseOrigin origin, EncoderShape encoder, Map<String, FileEntry> files) {
        Description {
            BaseReference.requireName(name);
            files = Collections.unmodifiableMap(new TreeMap<>(files)); // in a fixed order: the bytes count
        }
    }

    /** Whether a folder holds a base. */
    public static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(DESCRIPTION));
    }

    /** The sha256 that a reference to this base has. */
    static String sha256(Path folder) throws IOException {
        return CheckedFile.sha256(folder.resolve(DESCRIPTION));
    }

    /** @throws IllegalArgumentException if anything about the base is wrong, in one sentence */
    public static BaseEncoder read(Path folder) throws IOException {
        try {
            return check(folder);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("base '" + folder + "' cannot be used: " + e.getMessage(), e);
        }
    }

    private static BaseEncoder check(Path folder) throws IOException {
        byte[] json = description(folder);
        Description description = JSON.read(json, Description.class, BaseFolder::requireFormatVersion);
        CheckedFile weights = file(folder, description, WEIGHTS);
        weights.verify();
        CheckedFile tokenizer = file(folder, description, TOKENIZER);
        tokenizer.verify();
        SafetensorsFile tensors = SafetensorsFile.open(weights.path());
        requireShapes(tensors, description.encoder());
        return new BaseEncoder(
                new BaseReference(description.name(), "", CheckedFile.sha256(json)),
                description.origin(),
                description.encoder(),
                Files.readAllBytes(tokenizer.path()),
                new CheckedTensors(weights, tensors));
    }

    private static byte[] description(Path folder) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("it must be a folder with a " + DESCRIPTION + ", but "
                    + (Files.exists(folder) ? "has none" : "does not exist")
                    + ": make one with ./fathom import, or use a name (" + NamedBase.names() + ")");
        }
        if (Files.size(file) > MOST_DESCRIPTION_BYTES) {
            throw new IllegalArgumentException(DESCRIPTION + " must have at most " + MOST_DESCRIPTION_BYTES
                    + " bytes, but has " + Files.size(file));
        }
        return Files.readAllBytes(file);
    }

    private static void requireFormatVersion(JsonNode root) {
        if (root.path("formatVersion").asInt(-1) != FORMAT_VERSION) {
            throw new IllegalArgumentException("formatVersion of " + DESCRIPTION + " must be " + FORMAT_VERSION
                    + ", but was " + root.path("formatVersion") + ": import it again with this Fathom");
        }
    }

    private static CheckedFile file(Path folder, Description description, String name) {
        FileEntry entry = description.files().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(DESCRIPTION + " must list the file " + name + ", but lists "
                    + new TreeMap<>(description.files()).keySet());
        }
        return new CheckedFile(folder.resolve(name), entry.sha256(), "import the base again");
    }

    private static void requireShapes(TensorSource tensors, EncoderShape encoder) {
        Map<String, long[]> found = tensors.shapes();
        Map<String, long[]> expected = encoder.parameterShapes();
        if (!found.keySet().equals(expected.keySet())) {
            throw new IllegalArgumentException(WEIGHTS + " must hold exactly the encoder's " + expected.size()
                    + " tensors (" + encoder.inWords() + "), but holds " + found.size() + " of other names");
        }
        expected.forEach((name, shape) -> {
            if (!Arrays.equals(shape, found.get(name))) {
                throw new IllegalArgumentException(WEIGHTS + " must hold '" + name + "' of shape "
                        + Arrays.toString(shape) + ", but its shape is " + Arrays.toString(found.get(name)));
            }
        });
    }

    /**
     * Writes a base, tensor by tensor in the order of their reading; a base that was there before is replaced.
     *
     * @return the base as read back
     */
    public static BaseEncoder write(
            Path folder, String name, BaseOrigin origin, EncoderShape encoder, byte[] tokenizer, TensorSource weights)
            throws IOException {
        BaseReference.requireName(name);
        requireReplaceable(folder);
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(DESCRIPTION)); // nothing half-written looks like a base
        Files.write(folder.resolve(TOKENIZER), tokenizer);
        writeWeights(folder.resolve(WEIGHTS), encoder, weights);
        Map<String, FileEntry> files = new TreeMap<>();
        for (String file : new String[] {WEIGHTS, TOKENIZER}) {
            Path path = folder.resolve(file);
            files.put(file, new FileEntry(CheckedFile.sha256(path), Files.size(path)));
        }
        byte[] json = JSON.write(new Description(FORMAT_VERSION, name, origin, encoder, files));
        Files.write(folder.resolve(DESCRIPTION), json);
        return read(folder);
    }

    private static void requireReplaceable(Path folder) throws IOException {
        if (!Files.exists(folder) || is(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the target '" + folder + "' must be a folder, but is a file");
        }
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "the target '" + folder + "' must be empty or a base, but is neither: name another folder");
            }
        }
    }

    private static void writeWeights(Path file, EncoderShape encoder, TensorSource weights) throws IOException {
        Map<String, long[]> shapes = encoder.parameterShapes();
        byte[] header = SafetensorsHeader.encode(shapes);
        Map<String, Long> places = new TreeMap<>();
        long at = header.length;
        for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
            places.put(entry.getKey(), at);
            at += (long) Float.BYTES * TensorSource.size(entry.getValue());
        }
        try (var out = Files.newByteChannel(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(header));
            weights.read(name -> true, (name, values) -> {
                Long place = places.get(name);
                if (place == null) {
                    return;
                }
                out.position(place);
                OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(out), 1 << 20);
                ByteBuffer number = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                for (float value : values) {
                    if (!Float.isFinite(value)) {
                        throw new IllegalArgumentException(
                                "weights must be finite numbers, but '" + name + "' holds " + value);
                    }
                    stream.write(number.putFloat(0, value).array());
                }
                stream.flush();
            });
        }
    }
}
