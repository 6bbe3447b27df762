package io.fathom.cli.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** Whether heap, direct buffers and natives have room side by side. */
final class MemoryChecks {
    private static final String AREA = "memory";
    /** libtorch, its kernels and a model of some millions of parameters. */
    private static final long NATIVE_BYTES = 1L << 30;

    private MemoryChecks() {}

    /** Of this process; the limit is the container's where there is one. */
    static List<Check> ofThisProcess() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long heap = Runtime.getRuntime().maxMemory();
        return of(heap, direct(heap), system.getTotalMemorySize());
    }

    /** Java's own limit of direct buffers; by default as much as the heap. */
    private static long direct(long heap) {
        String set = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue();
        return set.equals("0") ? heap : Long.parseLong(set);
    }

    /**
     * @param heap most bytes of the heap
     * @param direct most bytes of direct buffers
     * @param limit bytes that the process may have in all
     */
    static List<Check> of(long heap, long direct, long limit) {
        String advice =
                "Leave natives 1 GiB beside the heap: lower -Xmx (FATHOM_JAVA_OPTS), or raise the memory limit of the"
                        + " container.";
        return List.of(
                heap + NATIVE_BYTES > limit
                        ? Check.warning(AREA, "heap", mebibytes(heap), advice)
                        : Check.ok(AREA, "heap", mebibytes(heap)),
                Check.ok(AREA, "direct buffers", mebibytes(direct)),
                Check.ok(AREA, "limit of the process", mebibytes(limit)));
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }
}
