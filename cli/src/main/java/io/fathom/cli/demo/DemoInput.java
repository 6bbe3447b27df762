package io.fathom.cli.demo;

import io.fathom.model.training.GeneratedRecord;
import java.util.Optional;
import java.util.OptionalInt;

/** What the demo is going to send, before it gets an id and a time. */
sealed interface DemoInput {

    /** The label that the text ought to get, where it is known. The model never sees it. */
    Optional<String> label();

    /** How many steps the answer takes, where that is known. */
    default OptionalInt difficulty() {
        return OptionalInt.empty();
    }

    /** What it sends as the event's text; empty if it is no event. */
    Optional<String> sentText();

    /** What to show of it on the terminal. */
    String preview();

    /** A text. */
    record Text(String text, Optional<String> label) implements DemoInput {
        @Override
        public Optional<String> sentText() {
            return Optional.of(text);
        }

        @Override
        public String preview() {
            return text.isEmpty() ? "(empty)" : text;
        }
    }

    /** A text that was made with its answer and its difficulty. */
    record Generated(GeneratedRecord made) implements DemoInput {
        @Override
        public Optional<String> label() {
            return Optional.of(made.label());
        }

        @Override
        public OptionalInt difficulty() {
            return OptionalInt.of(made.difficulty());
        }

        @Override
        public Optional<String> sentText() {
            return Optional.of(made.text());
        }

        /** The question stands at the end, and the end is what the terminal has no room for. */
        @Override
        public String preview() {
            int question = made.text().lastIndexOf(". ") + 1;
            return made.text().substring(question).trim() + "  " + made.text().substring(0, question);
        }
    }

    /** Bytes that are not an event in any wire format. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Undecodable(byte[] bytes) implements DemoInput {
        @Override
        public Optional<String> sentText() {
            return Optional.empty();
        }

        @Override
        public Optional<String> label() {
            return Optional.empty();
        }

        @Override
        public String preview() {
            return "(" + bytes.length + " undecodable bytes)";
        }
    }
}
