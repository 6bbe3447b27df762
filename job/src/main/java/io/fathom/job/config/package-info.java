/** Options as documented constants, one immutable parsed record, all mistakes reported at once. */
@NullMarked
package io.fathom.job.config;

import org.jspecify.annotations.NullMarked;
