package io.fathom.cli.demo;

import io.fathom.cli.options.NameOf;

/** What a demo is about. */
enum Scenario {
    /** Events as they come, at one rate. */
    STREAM("intents"),
    /** Ten times the load for a while, with a compute budget and without. */
    SURGE("parcels");

    private final String bundle;

    Scenario(String bundle) {
        this.bundle = bundle;
    }

    /** The shipped bundle that shows it best. */
    String bundle() {
        return bundle;
    }

    /** For picocli. */
    static final class Name extends NameOf<Scenario> {
        Name() {
            super(Scenario.class);
        }
    }
}
