@NullMarked
package io.fathom.job.scoring;

import org.jspecify.annotations.NullMarked;
