package io.fathom.cli.demo;

import java.io.IOException;
import java.util.Optional;

/** Where the demo takes its input from, one at a time. */
interface InputSource {

    /** The next input, or empty at the end. May block, as standard input does. */
    Optional<DemoInput> next() throws IOException;
}
