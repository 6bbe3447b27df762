/** Engines in a TaskManager: opened, tried out, shared by its subtasks, and closed when their last record is done. */
@NullMarked
package io.fathom.job.engines;

import org.jspecify.annotations.NullMarked;
