import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Unpacks the natives of PyTorch and of the tokenizers while an image is built: those of the tokenizers, and of PyTorch for
 * CPUs, where DJL does it, into DJL_CACHE_DIR; those of PyTorch for CUDA into PYTORCH_LIBRARY_PATH, where DJL takes them as
 * they are. DJL unpacks libraries for CUDA only where it sees a GPU, and a machine that builds images needs none.
 */
public final class BakeNatives {
    private static final List<String> NATIVES = List.of("libdjl_torch.so", "libtorch.so", "libtokenizers.so");

    public static void main(String[] args) throws IOException {
        Path cache = Path.of(System.getenv("DJL_CACHE_DIR"));
        String libraries = System.getenv("PYTORCH_LIBRARY_PATH");
        if (libraries == null) {
            System.out.println(Engine.getInstance());
        } else {
            unpack(Path.of(libraries), System.getenv("PYTORCH_VERSION"), System.getenv("PYTORCH_FLAVOR"));
        }
        LibUtils.checkStatus();
        try (Stream<Path> files = Files.walk(cache)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            for (String expected : NATIVES) {
                if (names.stream().noneMatch(name -> name.endsWith(expected))) {
                    throw new IllegalStateException(expected + " must be below " + cache + ", but there is " + names);
                }
            }
        }
    }

    private static void unpack(Path folder, String version, String flavor) throws IOException {
        Properties natives = new Properties();
        try (InputStream in = resource("native/lib/pytorch.properties")) {
            natives.load(in);
        }
        if (!natives.getProperty("flavor").equals(flavor) || !natives.getProperty("version").startsWith(version)) {
            throw new IllegalStateException("lib/ must have PyTorch " + version + " for " + flavor + ", but has "
                    + natives + "; build the distribution with -Pgpu");
        }
        String platform = natives.getProperty("classifier");
        Files.createDirectories(folder);
        copy("jnilib/" + platform + "/" + flavor + "/libdjl_torch.so", folder.resolve("libdjl_torch.so"));
        for (String library : natives.getProperty("libraries").split(",")) {
            copy("pytorch/" + flavor + "/" + platform + "/" + library, folder.resolve(library));
            if (library.startsWith("libcudart")) {
                // By this name DJL looks for it in LD_LIBRARY_PATH, to see whether there are GPUs.
                Path links = Files.createDirectories(folder.resolveSibling("cudart"));
                Files.createSymbolicLink(links.resolve("libcudart.so"), folder.resolve(library));
            }
        }
        if (!Files.exists(folder.resolveSibling("cudart").resolve("libcudart.so"))) {
            throw new IllegalStateException("libcudart must be among the libraries, but there is " + natives);
        }
    }

    private static void copy(String resource, Path file) throws IOException {
        try (InputStream in = resource(resource)) {
            Files.copy(in, file);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = BakeNatives.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " must be on the class path");
        }
        return in;
    }
}
