/** The control stream: directives in, what is in force to every record, orders to every TaskManager, acknowledgements out. */
@NullMarked
package io.fathom.job.control;

import org.jspecify.annotations.NullMarked;
