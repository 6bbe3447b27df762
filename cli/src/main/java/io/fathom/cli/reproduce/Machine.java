package io.fathom.cli.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What runs were made on, in words. */
final class Machine {
    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** @param engine what computes, such as {@code DJL 0.35.1, PyTorch 2.7.1} */
    static String describe(String engine) {
        return Runtime.getRuntime().availableProcessors() + " cores of " + processor() + ", one thread used, JDK "
                + Runtime.version().feature() + ", " + engine;
    }

    private static String processor() {
        try {
            return Files.readAllLines(CPUS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Machine::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
}
