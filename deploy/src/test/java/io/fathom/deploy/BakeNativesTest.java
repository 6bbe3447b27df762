package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fathom.deploy.Tool.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the GPU image runs while it is built, on a machine without a GPU, with a stand-in for the 2.5 GB of CUDA. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "runs what only runs in the image")
class BakeNativesTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void nativesForCudaAreUnpackedWhereThereIsNoGpu() throws Exception {
        library("cu124");

        Run run = bake("2.5.1", "cu124");

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(folder.resolve("natives/libtorch")).isDirectoryContaining("glob:**/libdjl_torch.so");
        assertThat(folder.resolve("natives/libtorch/libtorch.so")).hasContent("pytorch/cu124/linux-x86_64/libtorch.so");
        assertThat(folder.resolve("natives/cudart/libcudart.so"))
                .as("what DJL looks for")
                .hasContent("pytorch/cu124/linux-x86_64/libcudart-1.so.12");
        assertThat(folder.resolve("natives/tokenizers")).isNotEmptyDirectory();
    }

    @Test
    void aDistributionWithoutThemEndsTheBuild() throws Exception {
        library("cpu");

        Run run = bake("2.5.1", "cu124");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output()).contains("must have PyTorch 2.5.1 for cu124", "flavor=cpu", "-Pgpu");
    }

    /** As {@code pytorch-native-*} and {@code pytorch-jni} have them; each file holds its name. */
    private void library(String flavor) throws IOException {
        file(
                "native/lib/pytorch.properties",
                "version=2.5.1-20241113\nflavor=" + flavor
                        + "\nclassifier=linux-x86_64\nlibraries=libcudart-1.so.12,libtorch.so\n");
        for (String name : new String[] {"libcudart-1.so.12", "libtorch.so"}) {
            String resource = "pytorch/" + flavor + "/linux-x86_64/" + name;
            file(resource, resource);
        }
        String jni = "jnilib/linux-x86_64/" + flavor + "/libdjl_torch.so";
        file(jni, jni);
    }

    private void file(String name, String content) throws IOException {
        Path file = folder.resolve("lib").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Run bake(String version, String flavor) throws Exception {
        Path natives = folder.resolve("natives");
        return new Tool(Path.of("/usr/bin/env"))
                .run(
                        folder,
                        "DJL_CACHE_DIR=" + natives,
                        "DJL_OFFLINE=true",
                        "PYTORCH_LIBRARY_PATH=" + natives.resolve("libtorch"),
                        "PYTORCH_VERSION=" + version,
                        "PYTORCH_FLAVOR=" + flavor,
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        folder.resolve("lib") + File.pathSeparator + System.getProperty("java.class.path"),
                        Repository.DEPLOY.resolve("docker/BakeNatives.java").toString());
    }
}
