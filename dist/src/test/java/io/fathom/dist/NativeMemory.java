package io.fathom.dist;

import static org.awaitility.Awaitility.await;

import io.fathom.dist.NativeTracking.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of a JVM outside of its heap, by who can leave something in it. Resident memory as a whole tells little: it holds what
 * the JVM needs for its own work, and pages of files that the system takes back and brings in again as it likes.
 *
 * @param libraryKib what native libraries hold, in KiB: tensors, kernels, sessions of tokenizers and codecs, arenas that the C
 *     library never gives back. Resident pages that belong to no file and lie outside of what the JVM has reserved, less what
 *     the JVM itself has from the C library
 * @param jvmKib what programs hold through the JVM, in KiB: see {@link NativeTracking#heldKib()}
 * @param parts of the JVM, in KiB, for whoever has to find out which one grew
 */
record NativeMemory(long libraryKib, long jvmKib, Map<String, Long> parts) {
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) \\S+ \\S+ \\S+ \\d+");
    private static final int LOOKS = 3;

    /** Between two questions to the JVM that ought to have one answer. */
    private static final long STEADY_KIB = 512;

    /** The least of some looks: memory that is free but not given back yet only adds. */
    static NativeMemory at(long pid) {
        List<NativeMemory> looks = new ArrayList<>();
        await("the JVM takes and returns no memory while looked at")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> look(pid, looks) == LOOKS);
        return looks.stream()
                .min(Comparator.comparingLong(NativeMemory::libraryKib))
                .orElseThrow();
    }

    private static int look(long pid, List<NativeMemory> looks) throws IOException, InterruptedException {
        List<String> unused = JvmLook.jcmd(pid, "System.trim_native_heap");
        NativeTracking before = NativeTracking.of(pid);
        long resident = outsideKib(pid, before.ranges());
        NativeTracking after = NativeTracking.of(pid);
        if (Math.abs(after.mallocKib() - before.mallocKib()) <= STEADY_KIB) {
            looks.add(new NativeMemory(
                    resident - before.mallocKib(), before.heldKib(), new TreeMap<>(before.committedKib())));
        }
        return looks.size();
    }

    /** Resident pages of no file outside of these ranges, in KiB. */
    private static long outsideKib(long pid, List<Range> ranges) throws IOException {
        long kib = 0;
        long inside = 0;
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "smaps"))) {
            Matcher matcher = MAPPING.matcher(line);
            if (matcher.find()) {
                Range mapping = new Range(
                        Long.parseUnsignedLong(matcher.group(1), 16), Long.parseUnsignedLong(matcher.group(2), 16));
                inside = ranges.stream().mapToLong(mapping::shared).sum() / 1024;
            } else if (line.startsWith("Anonymous:")) {
                // The kernel joins neighbours: of a mapping that is the JVM's in part, what exceeds that part counts.
                kib += Math.max(0, Long.parseLong(line.replaceAll("\\D", "")) - inside);
            }
        }
        return kib;
    }

    @Override
    public String toString() {
        return libraryKib + " KiB in libraries, " + jvmKib + " through the JVM, whose parts have " + parts;
    }
}
