package io.fathom.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds after a full garbage collection, seen from outside by the JDK's own tool.
 *
 * @param userClassLoaders class loaders of jobs, those that are over included
 * @param nativeArrays tensors that somebody still holds
 * @param threads by name, digits left out
 */
record JvmLook(long userClassLoaders, long nativeArrays, TreeMap<String, Integer> threads) {
    private static final String CLASS_LOADER = "org.apache.flink.util.ChildFirstClassLoader";
    private static final Pattern HEAP = Pattern.compile("\\[0x([0-9a-f]+), 0x([0-9a-f]+)\\)");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) [-r]");
    private static final String ARRAY = "ai.djl.pytorch.engine.PtNDArray";

    static JvmLook at(long pid) throws IOException, InterruptedException {
        List<String> histogram = jcmd(pid, "GC.class_histogram");
        TreeMap<String, Integer> threads = new TreeMap<>();
        jcmd(pid, "Thread.print").stream()
                .filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.indexOf('"', 1)).replaceAll("\\d+", "N"))
                .forEach(name -> threads.merge(name, 1, Integer::sum));
        return new JvmLook(instances(histogram, CLASS_LOADER), instances(histogram, ARRAY), threads);
    }

    /**
     * Resident memory outside of the Java heap in MiB: tensors, kernels, classes, threads. The heap is left out because its
     * pages are touched one after the other as long as there are untouched ones. The C library gives back first what it
     * only keeps for later.
     */
    static long nativeMiB(long pid) throws IOException, InterruptedException {
        List<String> unused = jcmd(pid, "System.trim_native_heap");
        Matcher heap = HEAP.matcher(String.join("\n", jcmd(pid, "GC.heap_info")));
        if (!heap.find()) {
            throw new AssertionError("GC.heap_info of " + pid + " must say where the heap lies");
        }
        long from = Long.parseUnsignedLong(heap.group(1), 16);
        long to = Long.parseUnsignedLong(heap.group(2), 16);
        long kilobytes = 0;
        boolean inHeap = false;
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.find()) {
                inHeap = Long.parseUnsignedLong(mapping.group(1), 16) < to
                        && Long.parseUnsignedLong(mapping.group(2), 16) > from;
            } else if (!inHeap && line.startsWith("Rss:")) {
                kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return kilobytes / 1024;
    }

    private static long instances(List<String> histogram, String type) {
        return histogram.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[3].equals(type))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    private static List<String> jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("jcmd " + pid + " " + command + ": " + said);
        }
        return said.lines().toList();
    }
}
