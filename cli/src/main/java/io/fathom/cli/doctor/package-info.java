/** What is in the way of running well on this machine, and what to do about it. */
@NullMarked
package io.fathom.cli.doctor;

import org.jspecify.annotations.NullMarked;
