/** Clients of a broker: one that sends events, one that reads what came of them. */
@NullMarked
package io.fathom.cli.kafka;

import org.jspecify.annotations.NullMarked;
