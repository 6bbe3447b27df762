package io.fathom.cli.cluster;

import io.fathom.cli.flink.FlinkUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** Flink's configuration of a cluster: the template, with addresses and folders. */
final class ClusterConfig {

    private ClusterConfig() {}

    /**
     * Writes it to where Flink looks for it.
     *
     * @param rest port of the REST API
     * @param rpc port of the JobManager
     */
    static Configuration write(ClusterFolder folder, Path templates, int rest, int rpc) throws IOException {
        Configuration config = GlobalConfiguration.loadConfiguration(templates.toString());
        config.set(JobManagerOptions.ADDRESS, FreePorts.HOST);
        config.set(JobManagerOptions.PORT, rpc);
        config.set(JobManagerOptions.BIND_HOST, FreePorts.HOST);
        config.set(TaskManagerOptions.HOST, FreePorts.HOST);
        config.set(TaskManagerOptions.BIND_HOST, FreePorts.HOST);
        config.set(RestOptions.ADDRESS, FreePorts.HOST);
        config.set(RestOptions.BIND_ADDRESS, FreePorts.HOST);
        config.set(RestOptions.PORT, rest);
        config.set(RestOptions.BIND_PORT, String.valueOf(rest));
        Path data = folder.data();
        config.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, FlinkUri.of(data.resolve("checkpoints")));
        config.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, FlinkUri.of(data.resolve("savepoints")));
        config.set(CoreOptions.TMP_DIRS, data.resolve("tmp").toString());
        config.set(WebOptions.TMP_DIR, data.resolve("web").toString());
        config.set(BlobServerOptions.STORAGE_DIRECTORY, data.resolve("blobs").toString());
        Files.createDirectories(data.resolve("tmp"));
        Files.write(
                folder.conf().resolve("config.yaml"), ConfigurationUtils.convertConfigToWritableLines(config, false));
        Files.copy(
                templates.resolve("log4j2.properties"),
                folder.conf().resolve("log4j2.properties"),
                StandardCopyOption.REPLACE_EXISTING);
        return config;
    }
}
