package io.fathom.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomerRequestsTest {

    private static List<DemoInput> take(long seed, int count) {
        CustomerRequests requests = new CustomerRequests(seed, label -> true);
        return Stream.generate(() -> requests.next().orElseThrow()).limit(count).toList();
    }

    private static List<String> shown(List<DemoInput> inputs) {
        return inputs.stream()
                .map(input -> input.label()
                        + (input instanceof DemoInput.Undecodable bad ? Arrays.toString(bad.bytes()) : input.preview()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, -7})
    void sameSeedSameRequests(long seed) {
        assertThat(shown(take(seed, 500))).as("seed %d", seed).isEqualTo(shown(take(seed, 500)));
        assertThat(shown(take(seed, 500))).as("seed %d", seed).isNotEqualTo(shown(take(seed + 1, 500)));
    }

    @Test
    void bringsEveryKind() {
        List<DemoInput> inputs = take(1, 2000);
        List<DemoInput.Text> texts = inputs.stream()
                .filter(DemoInput.Text.class::isInstance)
                .map(DemoInput.Text.class::cast)
                .toList();
        assertThat(inputs).anyMatch(DemoInput.Undecodable.class::isInstance);
        assertThat(texts).anyMatch(t -> t.text().isEmpty());
        assertThat(texts).anyMatch(t -> t.text().length() > 2000);
        assertThat(texts.stream().filter(t -> t.label().isEmpty()))
                .as("texts without a label are empty or far too long")
                .allMatch(t -> t.text().isEmpty() || t.text().length() > 1000);
        long outOfScope = texts.stream()
                .filter(t ->
                        t.label().filter(CustomerRequests.OUT_OF_SCOPE::equals).isPresent())
                .count();
        assertThat(outOfScope).isBetween(200L, 360L);
        Set<String> labels = new HashSet<>();
        texts.forEach(t -> t.label().ifPresent(labels::add));
        assertThat(labels).hasSizeGreaterThan(90);
    }

    @Test
    void fillsEverySlot() {
        assertThat(take(3, 3000))
                .filteredOn(DemoInput.Text.class::isInstance)
                .extracting(DemoInput::preview)
                .noneMatch(text -> text.contains("{") || text.contains("}"));
    }

    @Test
    void labelsThatTheModelCannotGiveAreLeftOut() {
        CustomerRequests requests = new CustomerRequests(9, "transfer"::equals);
        assertThat(Stream.generate(() -> requests.next().orElseThrow()).limit(500))
                .flatExtracting(input -> input.label().stream().toList())
                .isNotEmpty()
                .containsOnly("transfer");
    }

    @Test
    void undecodableBytesAreNoEvent() {
        assertThat(take(5, 2000))
                .filteredOn(DemoInput.Undecodable.class::isInstance)
                .allSatisfy(input -> {
                    byte[] bytes = ((DemoInput.Undecodable) input).bytes();
                    assertThat(bytes[0]).isIn((byte) 0xFF, (byte) '{');
                });
    }
}
