package io.fathom.cli.cluster;

import java.util.List;

/**
 * A process to be started.
 *
 * @param jvm flags of the JVM, class path left out
 * @param metricsPort where its Prometheus endpoint will be, 0 if it has none
 */
record Launch(String name, List<String> jvm, String classPath, String mainClass, List<String> args, int metricsPort) {

    Launch {
        jvm = List.copyOf(jvm);
        args = List.copyOf(args);
    }
}
