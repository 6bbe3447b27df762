package io.fathom.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.cli.Ran;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {
    private static final Member ALIVE = Member.of("any", ProcessHandle.current(), 0);

    @TempDir
    private Path path;

    private static Member member(String name, boolean alive) {
        return new Member(name, ALIVE.pid(), alive ? ALIVE.started() : 1, 0);
    }

    private ClusterFolder with(Member... members) {
        ClusterFolder folder = new ClusterFolder(path);
        folder.write(new ClusterState(1, "127.0.0.1:1", 2, List.of(members)));
        return folder;
    }

    @Test
    void jobsNeedBrokerAndJobManager() {
        ClusterFolder noBroker =
                with(member("broker", false), member("jobmanager", true), member("taskmanager-1", true));
        assertThat(noBroker.running().dead()).hasSize(1);
        assertThatThrownBy(noBroker::working).hasMessageContainingAll("'broker' must run", "is gone", "broker.log");

        ClusterFolder noJobManager = with(member("broker", true), member("jobmanager", false));
        assertThatThrownBy(noJobManager::working).hasMessageContaining("'jobmanager' must run");
    }

    @Test
    void jobsGoOnWithoutATaskManager() {
        ClusterFolder folder = with(member("broker", true), member("jobmanager", true), member("taskmanager-1", false));
        assertThat(folder.working().dead()).extracting(Member::name).containsExactly("taskmanager-1");
    }

    @Test
    void nothingIsUpWhereAllAreGone() {
        ClusterFolder folder = with(member("broker", false), member("jobmanager", false));
        assertThatThrownBy(folder::working).hasMessageContaining("a cluster must be up");
    }

    @Test
    void downMakesNoFolder() {
        Path nowhere = path.resolve("nowhere");
        Ran ran = Ran.fathom("cluster", "down", "--folder", nowhere.toString());
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("no cluster is up in " + nowhere);
        assertThat(nowhere).doesNotExist();
    }
}
