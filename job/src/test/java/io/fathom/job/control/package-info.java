@NullMarked
package io.fathom.job.control;

import org.jspecify.annotations.NullMarked;
