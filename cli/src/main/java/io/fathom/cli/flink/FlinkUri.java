package io.fathom.cli.flink;

import java.nio.file.Path;

/** Local folders as Flink's options want them. */
public final class FlinkUri {
    private FlinkUri() {}

    /**
     * Of a folder, which need not be there.
     *
     * <p>Flink escapes what it reads from an option, so {@link Path#toUri}, where it is escaped already, names another folder
     * as soon as there is a space in the path: 'a b' becomes 'a%20b'.
     */
    public static String of(Path folder) {
        return new org.apache.flink.core.fs.Path(folder.toUri()).toString();
    }
}
