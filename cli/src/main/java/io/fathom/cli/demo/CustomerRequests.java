package io.fathom.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Customer requests to the assistant of a bank that also books travel, without end. The same seed gives the same requests.
 *
 * <p>Most are said plainly, some in a roundabout way, some ask for what no such assistant serves (label {@code oos}), and
 * some are what a real stream brings along: empty, far too long, or not an event at all. Those carry no label.
 */
final class CustomerRequests implements InputSource {
    /** The label of requests that nobody serves, as in the data set that the shipped bundle learnt from. */
    static final String OUT_OF_SCOPE = "oos";

    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
    private static final int SENTENCES_OF_A_RAMBLE = 40;

    private final Phrasebook phrases = Phrasebook.load();
    private final SplittableRandom random;

    private final Predicate<String> labels;

    /** @param labels tells which labels the model can give; requests keep no other */
    CustomerRequests(long seed, Predicate<String> labels) {
        this.random = new SplittableRandom(seed);
        this.labels = labels;
    }

    @Override
    public Optional<DemoInput> next() {
        int dice = random.nextInt(100);
        if (dice < 62) {
            return Optional.of(request(Phrasebook.Kind.EASY));
        } else if (dice < 80) {
            return Optional.of(request(Phrasebook.Kind.HARD));
        } else if (dice < 94) {
            return Optional.of(request(Phrasebook.Kind.OOS));
        } else if (dice < 96) {
            return Optional.of(new DemoInput.Text("", Optional.empty()));
        } else if (dice < 98) {
            return Optional.of(ramble());
        }
        return Optional.of(undecodable());
    }

    private DemoInput request(Phrasebook.Kind kind) {
        Phrasebook.Template template = phrases.pick(kind, random);
        return new DemoInput.Text(
                spoken(fill(template.text())), Optional.of(template.label()).filter(labels));
    }

    private String fill(String template) {
        Matcher slots = SLOT.matcher(template);
        StringBuilder text = new StringBuilder();
        while (slots.find()) {
            slots.appendReplacement(text, Matcher.quoteReplacement(phrases.value(slots.group(1), random)));
        }
        return slots.appendTail(text).toString();
    }

    /** People are not tidy: some shout, some start with a capital, some mistype. */
    private String spoken(String text) {
        int dice = random.nextInt(100);
        if (dice < 3) {
            return text.toUpperCase(Locale.ROOT);
        } else if (dice < 18) {
            return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (dice < 10 ? "." : "");
        } else if (dice < 26) {
            return mistyped(text);
        } else if (dice < 32) {
            return text + (dice < 29 ? " please" : ", thanks");
        }
        return text;
    }

    /** Two neighbouring letters change places. */
    private String mistyped(String text) {
        int at = 1 + random.nextInt(text.length() - 2);
        return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
    }

    /** More than any model of this kind reads: the end is cut off, and telemetry says so. */
    private DemoInput ramble() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SENTENCES_OF_A_RAMBLE; i++) {
            text.append(fill(phrases.pick(Phrasebook.Kind.HARD, random).text())).append(", and then again ");
        }
        return new DemoInput.Text(text.append("never mind").toString(), Optional.empty());
    }

    private DemoInput undecodable() {
        if (random.nextInt(3) == 0) {
            return new DemoInput.Undecodable("{\"text\": \"cut off in the mid".getBytes(StandardCharsets.UTF_8));
        }
        byte[] noise = new byte[8 + random.nextInt(40)];
        random.nextBytes(noise);
        // No wire format starts like this.
        noise[0] = (byte) 0xFF;
        return new DemoInput.Undecodable(noise);
    }

    @Override
    public String toString() {
        return "generated customer requests";
    }
}
