/**
 * Small trainings that put a claim to the test: language models on characters and pointers around a ring, with what is
 * measured after them. Nothing here makes a bundle.
 */
@NullMarked
package io.fathom.model.training.experiment;

import org.jspecify.annotations.NullMarked;
