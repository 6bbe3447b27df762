package io.fathom.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folders that natives are unpacked to: they must be writable, and let files be executed. */
final class FolderChecks {
    private static final String AREA = "folders";

    private FolderChecks() {}

    /**
     * @param temporary of the process
     * @param cache of DJL
     */
    static List<Check> of(Path temporary, Path cache) {
        return List.of(
                check("temporary files", temporary, "set -Djava.io.tmpdir (FATHOM_JAVA_OPTS)"),
                check("natives (DJL cache)", cache, "set the variable DJL_CACHE_DIR"));
    }

    private static Check check(String name, Path folder, String how) {
        Path probe = null;
        try {
            Files.createDirectories(folder);
            probe = Files.createTempFile(folder, "fathom-doctor", ".so");
            // On a file system that is mounted with noexec the file stays not executable, whatever its mode says.
            if (!probe.toFile().setExecutable(true) || !Files.isExecutable(probe)) {
                return Check.broken(
                        AREA,
                        name,
                        folder + " (noexec)",
                        "Natives cannot be loaded from '" + folder + "': mount it without noexec, or " + how
                                + " to a folder that allows it.");
            }
            return Check.ok(AREA, name, folder.toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Check.broken(
                    AREA,
                    name,
                    folder + " (not writable)",
                    "Make '" + folder + "' writable, or " + how + " to a folder that is.");
        } finally {
            delete(probe);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path probe) {
        if (probe != null) {
            try {
                Files.deleteIfExists(probe);
            } catch (IOException e) {
                probe.toFile().deleteOnExit();
            }
        }
    }
}
