/** Benchmarks: how much of the machine the engine uses, and how much of the engine the pipeline keeps. Never shipped. */
@NullMarked
package io.fathom.bench;

import org.jspecify.annotations.NullMarked;
