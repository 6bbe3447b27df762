package io.fathom.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights files with right hashes and wrong contents: nothing of them may reach native code. */
class WeightsDamageTest {

    @TempDir
    private Path temp;

    static Stream<Arguments> wrongHeaders() {
        return Stream.of(
                header("must have a JSON header without doubled names, but it cannot be parsed", h -> h.substring(1)),
                header("must have a JSON object as header, but has something else", h -> "[1]     "),
                header(
                        "must have a JSON header without doubled names, but it cannot be parsed",
                        h -> h.replace("\"norm.bias\"", "\"norm.weight\"")),
                header(
                        "must hold F32 tensors only, but 'norm.bias' is BF16",
                        h -> h.replace("\"norm.bias\":{\"dtype\":\"F32\"", "\"norm.bias\":{\"dtype\":\"BF16\"")),
                header(
                        "lacks [norm.bias] and has [norm.bios] besides",
                        h -> h.replace("\"norm.bias\"", "\"norm.bios\"")),
                header(
                        "must hold 'classifier.weight' of shape [5, 16] (as the architecture says), but its shape is [16, 5]",
                        h -> h.replace("\"shape\":[5,16]", "\"shape\":[16,5]")),
                header(
                        "must give tensor 'classifier.weight' 384 bytes (float32 of shape [6, 16]), but gives 320",
                        h -> h.replace("\"shape\":[5,16]", "\"shape\":[6,16]")),
                header(
                        "must hold tensors of at most 2 GiB, but 'classifier.weight' has the shape [5, 4611686018427387905]",
                        h -> h.replace("\"shape\":[5,16]", "\"shape\":[5,4611686018427387905]")),
                header(
                        "must give shape and offsets of tensor 'classifier.weight' as whole numbers, but gives [-5,-16]",
                        h -> h.replace("\"shape\":[5,16]", "\"shape\":[-5,-16]")),
                header(
                        "must give shape and offsets of tensor 'classifier.weight' as whole numbers, but gives [5.0,16]",
                        h -> h.replace("\"shape\":[5,16]", "\"shape\":[5.0,16]")),
                header(
                        "must give shape and offsets of tensor 'classifier.weight' as whole numbers",
                        h -> h.replace("\"shape\":[5,16]", "\"shape\":[5,99999999999999999999]")),
                header(
                        "must hold its tensors without gap or overlap, but 'embed.position' begins at 4",
                        h -> h.replaceFirst(
                                "(\"embed.position\":.*?\"data_offsets\":)\\[(\\d+),(\\d+)]", "$1[4,1540]")),
                header(
                        "must give tensor 'embed.position' two offsets in order, but gives [1, 0]",
                        h -> h.replaceFirst("(\"embed.position\":.*?\"data_offsets\":)\\[(\\d+),(\\d+)]", "$1[1,0]")),
                header(
                        "must give tensor 'embed.position' two offsets in order, but gives [0]",
                        h -> h.replaceFirst("(\"embed.position\":.*?\"data_offsets\":)\\[(\\d+),(\\d+)]", "$1[0]")),
                header(
                        "must say dtype, shape and data_offsets of tensor 'norm.bias' and nothing else",
                        h -> h.replace("\"norm.bias\":{", "\"norm.bias\":{\"code\":\"import os\",")),
                header(
                        "must say dtype, shape and data_offsets of tensor 'norm.bias' and nothing else",
                        h -> h.replaceFirst("\"norm.bias\":\\{[^}]*}", "\"norm.bias\":3")));
    }

    @ParameterizedTest
    @MethodSource("wrongHeaders")
    void aHeaderThatLiesIsRefused(String message, UnaryOperator<String> change) throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny")).header(header -> {
            String changed = change.apply(header);
            assertThat(changed).as("the header to damage").isNotEqualTo(header);
            return changed;
        });
        assertThatThrownBy(bundle::read)
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle '" + bundle.folder() + "' cannot be used: weights.safetensors ")
                .hasMessageContaining(message);
    }

    @Test
    void metadataIsAllowed() throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny"))
                .header(h -> h.replaceFirst("\\{", "{\"__metadata__\":{\"format\":\"pt\"},"));
        assertThat(bundle.read().identity().id()).isEqualTo("tiny");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 1 << 30, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32 | 64})
    void aHeaderLengthThatCannotBeIsRefused(long length) throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny"))
                .forge("weights.safetensors", b -> ByteBuffer.wrap(b)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, length)
                        .array());
        assertThatThrownBy(bundle::read)
                .hasMessageContaining("weights.safetensors must have a header of 2 to ")
                .hasMessageEndingWith("but states " + Long.toUnsignedString(length));
    }

    @Test
    void missingDataIsRefusedEvenWhenSignedAgain() throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny"))
                .forge("weights.safetensors", b -> Arrays.copyOf(b, b.length - 4));
        assertThatThrownBy(bundle::read).hasMessageMatching(".*weights.safetensors must hold (\\d+) bytes of data.*");
    }

    @Test
    void dataBesidesTheTensorsIsRefused() throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny"))
                .forge("weights.safetensors", b -> Arrays.copyOf(b, b.length + 4));
        assertThatThrownBy(bundle::read).hasMessageMatching(".*weights.safetensors must hold (\\d+) bytes of data.*");
    }

    @Test
    void aFileOfNothingIsRefused() throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny")).forge("weights.safetensors", b -> new byte[0]);
        assertThatThrownBy(bundle::read)
                .hasMessageContaining("weights.safetensors must begin with 8 bytes of length, but has 0 bytes");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aNumberThatIsNoneIsRefused(float value) throws IOException {
        DamagedBundle bundle = DamagedBundle.in(temp.resolve("tiny"))
                .forge("weights.safetensors", b -> ByteBuffer.wrap(b)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(b.length - 4, value)
                        .array());
        assertThatThrownBy(bundle::read)
                .hasMessageContaining("weights.safetensors must hold finite numbers only, but value 4 of"
                        + " 'classifier.bias' is " + value);
    }

    /** Whatever the bytes are, the answer is a bundle or a BundleException, never another error. */
    @Test
    void noiseInTheHeaderIsNeverAnotherError() throws IOException {
        BundleParts parts = TinyBundles.parts(1);
        byte[] good = WeightsFile.encode(parts.model().architecture(), parts.weights());
        for (long seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bad = good.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bad[random.nextInt(1200)] = (byte) random.nextInt(random.nextBoolean() ? 256 : 128);
            }
            try {
                WeightsFile.parse(parts.model().architecture(), bad);
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d", seed).hasMessageStartingWith("weights.safetensors ");
            }
        }
    }

    private static Arguments header(String message, UnaryOperator<String> change) {
        return Arguments.of(message, change);
    }
}
