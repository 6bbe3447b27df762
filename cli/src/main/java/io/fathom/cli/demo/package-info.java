/** A broker and the job in one process, fed with a stream of events, watched live or checked record by record. */
@NullMarked
package io.fathom.cli.demo;

import org.jspecify.annotations.NullMarked;
