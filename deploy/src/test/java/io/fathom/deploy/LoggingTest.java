package io.fathom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {

    @Test
    void log4jReadsTheFileWithoutAComplaint(@TempDir Path folder) throws Exception {
        // Flink's start scripts set it.
        System.setProperty("log.file", folder.resolve("flink.log").toString());
        URI file = Repository.DEPLOY.resolve("flink/log4j-console.properties").toUri();
        List<String> complaints = new ArrayList<>();
        StatusListener listener = new Complaints(complaints);
        StatusLogger.getLogger().registerListener(listener);
        try (LoggerContext context = new LoggerContext("test")) {
            Configuration configuration = ConfigurationFactory.getInstance().getConfiguration(context, "flink", file);
            configuration.initialize();
            assertThat(configuration.getAppenders()).containsKeys("Console", "File");
            assertThat(configuration.getRootLogger().getLevel()).isEqualTo(Level.INFO);
            assertThat(configuration.getRootLogger().getAppenders()).containsKeys("Console", "File");
        } finally {
            StatusLogger.getLogger().removeListener(listener);
            System.clearProperty("log.file");
        }
        assertThat(complaints).isEmpty();
    }

    private record Complaints(List<String> texts) implements StatusListener {
        @Override
        public void log(StatusData data) {
            texts.add(data.getFormattedStatus());
        }

        @Override
        public Level getStatusLevel() {
            return Level.WARN;
        }

        @Override
        public void close() {}
    }
}
