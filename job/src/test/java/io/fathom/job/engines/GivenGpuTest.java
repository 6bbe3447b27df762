package io.fathom.job.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.junit.jupiter.api.Test;

class GivenGpuTest {

    @Test
    void itsIndexIsTheOneThatTheDriverSays() {
        assertThat(GivenGpu.of(context("2"))).hasValue(2);
    }

    @Test
    void ofSeveralTheFirstIsUsed() {
        assertThat(GivenGpu.of(context("3", "1"))).hasValue(1);
    }

    @Test
    void withoutTheResourceThereIsNone() {
        assertThat(GivenGpu.of(context())).isEmpty();
    }

    @Test
    void whatIsNoIndexIsRefused() {
        assertThatThrownBy(() -> GivenGpu.of(context("GPU-4f")))
                .hasMessageStartingWith(
                        "the external resource 'gpu' must say the index of each GPU, but said 'GPU-4f'");
    }

    /** A context that gives nothing but these GPUs. */
    private static RuntimeContext context(String... indices) {
        Set<ExternalResourceInfo> gpus = Arrays.stream(indices).map(Gpu::new).collect(Collectors.toSet());
        return (RuntimeContext) Proxy.newProxyInstance(
                GivenGpuTest.class.getClassLoader(), new Class<?>[] {RuntimeContext.class}, (proxy, method, args) -> {
                    if (method.getName().equals("getExternalResourceInfos") && args[0].equals("gpu")) {
                        return gpus;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private record Gpu(String index) implements ExternalResourceInfo {
        @Override
        public Optional<String> getProperty(String key) {
            return key.equals("index") ? Optional.of(index) : Optional.empty();
        }

        @Override
        public Collection<String> getKeys() {
            return List.of("index");
        }
    }
}
