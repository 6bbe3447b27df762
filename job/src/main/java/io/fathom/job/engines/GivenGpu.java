package io.fathom.job.engines;

import java.util.OptionalInt;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GPU that Flink's external resource framework gave to the TaskManager: the resource {@value #RESOURCE}, configured by
 * {@code external-resource.gpu.*}, whose driver says which index each has.
 */
final class GivenGpu {
    private static final Logger LOG = LoggerFactory.getLogger(GivenGpu.class);
    private static final String RESOURCE = "gpu";
    private static final String INDEX = "index";

    private GivenGpu() {}

    /**
     * Its index; empty if Flink gave none.
     *
     * @throws IllegalStateException if the driver gives an index that is no number
     */
    static OptionalInt of(RuntimeContext context) {
        Set<ExternalResourceInfo> given = context.getExternalResourceInfos(RESOURCE);
        if (given.size() > 1) {
            LOG.warn(
                    "the TaskManager was given {} GPUs, and one engine uses one: run as many TaskManagers as there are GPUs,"
                            + " with external-resource.gpu.amount: 1",
                    given.size());
        }
        return given.stream().mapToInt(GivenGpu::index).min();
    }

    private static int index(ExternalResourceInfo info) {
        String index = info.getProperty(INDEX).orElse("");
        try {
            return Integer.parseInt(index);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "the external resource 'gpu' must say the index of each GPU, but said '" + index
                            + "': check external-resource.gpu.driver-factory.class",
                    e);
        }
    }
}
