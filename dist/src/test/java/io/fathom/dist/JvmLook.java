package io.fathom.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a JVM holds after a full garbage collection, seen from outside by the JDK's own tool.
 *
 * @param userClassLoaders class loaders of jobs, those that are over included
 * @param nativeArrays tensors that somebody still holds
 * @param threads by name, digits left out
 */
record JvmLook(long userClassLoaders, long nativeArrays, TreeMap<String, Integer> threads) {
    private static final String CLASS_LOADER = "org.apache.flink.util.ChildFirstClassLoader";
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

    private static long instances(List<String> histogram, String type) {
        return histogram.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[3].equals(type))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    /** What a JVM answers to a diagnostic command, in lines. */
    static List<String> jcmd(long pid, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        all.add(String.valueOf(pid));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", all) + ": " + said);
        }
        return said.lines().toList();
    }
}
