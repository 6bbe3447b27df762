package io.fathom.dist;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM says that it took from the system itself: the JDK's Native Memory Tracking, which a process must have been started
 * with ({@code -XX:NativeMemoryTracking=detail}).
 *
 * @param mallocKib taken from the C library, in KiB: by all parts of the JVM, with the headers of the tracking
 * @param committedKib for each part of the JVM, in KiB, what it has from the C library and from the system
 * @param ranges addresses that the JVM has reserved: heap, code, metaspace, stacks of Java's threads and the like
 */
record NativeTracking(long mallocKib, TreeMap<String, Long> committedKib, List<Range> ranges) {
    private static final Pattern PART = Pattern.compile("^- +(.+) \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
    private static final Pattern MALLOC = Pattern.compile("\\((?:malloc=|arena=|tracking overhead=)(\\d+)KB");
    private static final Pattern RANGE = Pattern.compile("^\\[0x([0-9a-f]+) - 0x([0-9a-f]+)] reserved ");

    /**
     * Parts whose size follows what the JVM is busy with, and that have bounds of their own: the compiler alone needs up to
     * 60 MiB for one large method, and has them or not when somebody looks.
     */
    private static final Set<String> BUSY = Set.of(
            "Java Heap",
            "Code",
            "Compiler",
            "Arena Chunk",
            "GC",
            "GCCardSet",
            "Native Memory Tracking",
            "Shared class space");

    /** Addresses from {@code from}, to {@code to}, exclusive. */
    record Range(long from, long to) {
        /** Bytes that are in both. */
        long shared(Range other) {
            return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
        }
    }

    static NativeTracking of(long pid) throws IOException, InterruptedException {
        List<String> lines = JvmLook.jcmd(pid, "VM.native_memory", "detail");
        TreeMap<String, Long> committed = new TreeMap<>();
        List<Range> ranges = new ArrayList<>();
        long malloc = 0;
        for (String line : lines.subList(0, start(lines))) {
            Matcher part = PART.matcher(line);
            if (part.find()) {
                committed.merge(part.group(1), Long.parseLong(part.group(2)), Long::sum);
            }
            Matcher taken = MALLOC.matcher(line);
            if (taken.find()) {
                malloc += Long.parseLong(taken.group(1));
            }
        }
        for (String line : lines.subList(start(lines), lines.size())) {
            Matcher range = RANGE.matcher(line);
            if (range.find()) {
                ranges.add(new Range(
                        Long.parseUnsignedLong(range.group(1), 16), Long.parseUnsignedLong(range.group(2), 16)));
            }
        }
        return new NativeTracking(malloc, committed, List.copyOf(ranges));
    }

    /** What programs hold through the JVM, in KiB: classes, symbols, threads, monitors, direct buffers. */
    long heldKib() {
        return committedKib.entrySet().stream()
                .filter(part -> !BUSY.contains(part.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Where the list of addresses starts; call sites, which come after it, do not look like addresses of their own. */
    private static int start(List<String> lines) {
        int start = lines.indexOf("Virtual memory map:");
        if (start < 0) {
            throw new AssertionError("the JVM must track its native memory in detail, but says '"
                    + String.join(" ", lines.subList(0, Math.min(2, lines.size())))
                    + "'; start it with -XX:NativeMemoryTracking=detail");
        }
        return start;
    }
}
