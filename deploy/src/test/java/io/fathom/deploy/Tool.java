package io.fathom.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that tests run.
 *
 * @param binary its file
 */
public record Tool(Path binary) {
    private static final int LIMIT_SECONDS = 120;

    /**
     * What became of a run.
     *
     * @param code its exit code
     * @param output what it wrote, standard output and errors together
     */
    public record Run(int code, String output) {}

    /** Runs it in a folder to its end. */
    public Run run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end within " + LIMIT_SECONDS + " s: " + text);
            }
            return new Run(process.exitValue(), text);
        }
    }
}
