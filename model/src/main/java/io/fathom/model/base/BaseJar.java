package io.fathom.model.base;

import io.fathom.model.tensors.OnnxFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A named base in its jar: the ONNX file is read where it lies, compressed; nothing is unpacked. */
final class BaseJar {
    private BaseJar() {}

    /** @throws IllegalArgumentException if the jar is damaged or does not hold what it must */
    static BaseEncoder open(NamedBase base, Path jar) throws IOException {
        CheckedFile file = new CheckedFile(jar, base.reference().sha256(), "delete it, so that it is fetched again");
        file.verify();
        byte[] tokenizer;
        try (InputStream in = entry(jar, base.tokenizerEntry())) {
            tokenizer = in.readAllBytes();
        }
        EncoderWeights weights = OnnxEncoder.read(OnnxFile.open(() -> entry(jar, base.modelEntry())), tokenizer);
        return new BaseEncoder(
                base.reference(), base.origin(), weights.shape(), tokenizer, new CheckedTensors(file, weights));
    }

    /** A stream that closes its jar. */
    private static InputStream entry(Path jar, String name) throws IOException {
        ZipFile zip = new ZipFile(jar.toFile());
        try {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IllegalArgumentException(jar + " must hold the file " + name + ", but does not");
            }
            return new FilterInputStream(zip.getInputStream(entry)) {
                @Override
                public void close() throws IOException {
                    zip.close();
                }
            };
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }
}
