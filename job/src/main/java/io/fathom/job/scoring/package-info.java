/** The async function, the engine shared by the subtasks of a TaskManager, and the outcome that it gives. */
@NullMarked
package io.fathom.job.scoring;

import org.jspecify.annotations.NullMarked;
