package io.fathom.model.base;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where bases are looked for: folders of imported bases, the folder that a bundle lies in, and local Maven repositories.
 * Nothing is fetched from a network.
 *
 * @param folders each is a base, or holds bases
 * @param repository for bases with coordinates
 */
public record Bases(List<Path> folders, MavenRepository repository) {
    public static final String VARIABLE = "FATHOM_BASES";
    public static final String PROPERTY = "fathom.bases";

    public Bases {
        folders = List.copyOf(folders);
    }

    /** As the system property {@code fathom.bases} or else the variable {@code FATHOM_BASES} says, and the user's Maven. */
    public static Bases ofThisProcess() {
        String list = Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
                .orElse("");
        List<Path> folders = Arrays.stream(list.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
        return new Bases(folders, MavenRepository.ofThisProcess());
    }

    /** The named base of this process's repositories; see {@link #open}. */
    public static BaseEncoder named(String name) {
        return ofThisProcess().open(name);
    }

    /**
     * A base by its name or by its folder.
     *
     * @throws IllegalArgumentException if there is none, or it is damaged, in one sentence
     */
    public BaseEncoder open(String nameOrFolder) {
        Optional<NamedBase> named = NamedBase.of(nameOrFolder);
        try {
            if (named.isPresent()) {
                Path jar = repository
                        .jar(named.get().reference().coordinates())
                        .orElseThrow(() ->
                                new IllegalArgumentException(missing(named.get().reference())));
                return BaseJar.open(named.get(), jar);
            }
            Path folder = Path.of(nameOrFolder);
            for (Path root : folders) {
                if (!BaseFolder.is(folder) && BaseFolder.is(root.resolve(nameOrFolder))) {
                    return BaseFolder.read(root.resolve(nameOrFolder));
                }
            }
            return BaseFolder.read(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("base '" + nameOrFolder + "' cannot be read", e);
        }
    }

    /**
     * The base that a bundle is built on.
     *
     * @param bundle the bundle's folder; bases inside it and beside it are found as well
     * @throws IllegalArgumentException if it is nowhere, or damaged, in one sentence
     */
    public BaseEncoder find(BaseReference reference, Path bundle) {
        try {
            List<Path> places = new ArrayList<>(folders);
            Path beside = bundle.toAbsolutePath().normalize().getParent();
            if (beside != null) {
                places.add(beside);
            }
            for (Path place : places) {
                Optional<Path> folder = folderIn(place, reference);
                if (folder.isPresent()) {
                    return BaseFolder.read(folder.get());
                }
            }
            Optional<NamedBase> named = NamedBase.of(reference.name())
                    .filter(base -> base.reference().equals(reference));
            Optional<Path> jar =
                    named.flatMap(base -> repository.jar(base.reference().coordinates()));
            if (named.isPresent() && jar.isPresent()) {
                return BaseJar.open(named.get(), jar.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("base '" + reference.name() + "' cannot be read", e);
        }
        throw new IllegalArgumentException(missing(reference));
    }

    private static Optional<Path> folderIn(Path place, BaseReference reference) throws IOException {
        if (!Files.isDirectory(place)) {
            return Optional.empty();
        }
        List<Path> candidates = new ArrayList<>(List.of(place));
        try (Stream<Path> children = Files.list(place)) {
            children.filter(BaseFolder::is).sorted().forEach(candidates::add);
        }
        for (Path candidate : candidates) {
            if (BaseFolder.is(candidate) && BaseFolder.sha256(candidate).equals(reference.sha256())) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private String missing(BaseReference reference) {
        String places = reference.coordinates().isEmpty()
                ? "in the folders of " + VARIABLE + " " + folders + " nor beside the bundle: copy it there"
                : "the local Maven repository " + repository.roots() + " has no jar " + reference.coordinates()
                        + ": run ./fathom import --from " + reference.name() + " on a machine with Maven";
        return "base " + reference + " must be on this machine, but "
                + (reference.coordinates().isEmpty() ? "is neither " : "") + places
                + ", or serve a bundle that ./fathom pack has made self-contained";
    }
}
