package io.fathom.cli.demo;

import java.util.Optional;

/** What the demo is going to send, before it gets an id and a time. */
sealed interface DemoInput {

    /** The label that the text ought to get, where it is known. The model never sees it. */
    Optional<String> label();

    /** What to show of it on the terminal. */
    String preview();

    /** A text. */
    record Text(String text, Optional<String> label) implements DemoInput {
        @Override
        public String preview() {
            return text.isEmpty() ? "(empty)" : text;
        }
    }

    /** Bytes that are not an event in any wire format. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Undecodable(byte[] bytes) implements DemoInput {
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
