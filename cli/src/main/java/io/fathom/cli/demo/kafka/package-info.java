/** The demo's two clients of its broker: one that sends events, one that reads what came of them. */
@NullMarked
package io.fathom.cli.demo.kafka;

import org.jspecify.annotations.NullMarked;
