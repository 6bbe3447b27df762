package io.fathom.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Java process and what it was started with. */
final class JvmChecks {
    private static final String AREA = "java";
    private static final int OLDEST = 17;

    private JvmChecks() {}

    /**
     * @param feature version of the JDK
     * @param environment variables of the process
     * @param cores that the process may use
     */
    static List<Check> of(int feature, Map<String, String> environment, int cores) {
        List<Check> checks = new ArrayList<>();
        String version = feature + " (" + System.getProperty("java.vendor", "unknown vendor") + ")";
        checks.add(
                feature < OLDEST
                        ? Check.broken(AREA, "JDK", version, "Install a JDK " + OLDEST + " or newer.")
                        : Check.ok(AREA, "JDK", version));
        checks.add(Check.ok(AREA, "platform", System.getProperty("os.name") + " " + System.getProperty("os.arch")));
        checks.add(Check.ok(AREA, "cores", Integer.toString(cores)));
        checks.add(threads(environment));
        checks.add(waiting(environment));
        return checks;
    }

    /** The engine has one worker a core, so operations with threads of their own fight over the cores. */
    private static Check threads(Map<String, String> environment) {
        String threads = environment.getOrDefault("OMP_NUM_THREADS", "");
        return threads.equals("1")
                ? Check.ok(AREA, "OMP_NUM_THREADS", "1")
                : Check.warning(
                        AREA,
                        "OMP_NUM_THREADS",
                        threads.isEmpty() ? "not set" : threads,
                        "Set OMP_NUM_THREADS=1: the engine runs one worker a core, and more threads than cores only wait.");
    }

    private static Check waiting(Map<String, String> environment) {
        String policy = environment.getOrDefault("OMP_WAIT_POLICY", "");
        boolean spins = !policy.equalsIgnoreCase("PASSIVE")
                && !environment.getOrDefault("GOMP_SPINCOUNT", "").equals("0");
        return spins
                ? Check.warning(
                        AREA,
                        "OMP_WAIT_POLICY",
                        policy.isEmpty() ? "not set" : policy,
                        "Set OMP_WAIT_POLICY=PASSIVE: threads that spin while they wait take the cores from those that work.")
                : Check.ok(AREA, "OMP_WAIT_POLICY", policy.isEmpty() ? "GOMP_SPINCOUNT=0" : policy);
    }
}
