import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Unpacks the natives of PyTorch and of the tokenizers into DJL_CACHE_DIR while an image is built. */
public final class BakeNatives {
    private static final List<String> NATIVES = List.of("libdjl_torch.so", "libtorch.so", "libtokenizers.so");

    public static void main(String[] args) throws Exception {
        Path cache = Path.of(System.getenv("DJL_CACHE_DIR"));
        try {
            System.out.println(Engine.getInstance());
        } catch (Throwable e) {
            // Without a GPU and its driver, CUDA libraries unpack and then do not load; what counts is on disk, see below.
            System.out.println("does not load here: " + e);
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
}
