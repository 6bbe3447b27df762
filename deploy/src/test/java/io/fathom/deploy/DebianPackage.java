package io.fathom.deploy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A package of Debian, which the pom has fetched and checked against its hash: an ar archive whose member
 * {@code data.tar.xz} holds the files. Nothing is installed.
 *
 * @param file in the folder that the pom fetches into
 */
public record DebianPackage(Path file) {
    private static final String DATA = "data.tar.xz";

    /** The package that the pom names in a property. */
    public static DebianPackage ofProperty(String property) {
        return new DebianPackage(Path.of(Repository.version("debian.folder"), Repository.version(property)));
    }

    /**
     * One of its files, unpacked beside the package and executable.
     *
     * @param path in the package, without a slash in front
     */
    public Path unpack(String path) throws IOException {
        Path folder = Files.createDirectories(file.resolveSibling("unpacked"));
        Path target = folder.resolve(Path.of(path).getFileName());
        if (Files.exists(target)) {
            return target;
        }
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                ArArchiveInputStream members = new ArArchiveInputStream(bytes)) {
            for (ArchiveEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
                if (member.getName().equals(DATA)) {
                    return copy(new TarArchiveInputStream(new XZCompressorInputStream(members)), path, target);
                }
            }
        }
        throw new IOException(file + " must hold " + DATA + ", but does not: is it a package of Debian?");
    }

    private Path copy(TarArchiveInputStream files, String path, Path target) throws IOException {
        for (ArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
            if (entry.getName().equals("./" + path)) {
                // Moved when complete, so that a run that was cut off leaves no half of a tool behind.
                Path part = Files.createTempFile(target.getParent(), "part", "");
                Files.copy(files, part, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
                return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        throw new IOException(file + " must hold " + path + ", but does not");
    }
}
