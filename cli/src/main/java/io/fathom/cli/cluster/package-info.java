/**
 * A real cluster on one machine: a broker, a JobManager and TaskManagers, each a process of its own, from the jars that
 * Maven fetched. What runs is written down with process id and start time, so that other commands find it, and only it.
 */
@NullMarked
package io.fathom.cli.cluster;

import org.jspecify.annotations.NullMarked;
