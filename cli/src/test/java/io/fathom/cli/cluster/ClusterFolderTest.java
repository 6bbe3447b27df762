package io.fathom.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fathom.cli.Ran;
import java.nio.file.Files;
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

    /** {@code up} deletes what is in 'data': in a project's folder, that would be somebody's. */
    @Test
    void whatLiesInAFolderThatIsNoClustersStays() throws Exception {
        Path precious = Files.createDirectories(path.resolve("data")).resolve("precious.txt");
        Files.writeString(precious, "not ours");
        ClusterFolder folder = new ClusterFolder(path);

        assertThatThrownBy(() -> folder.alone(() -> {
                    folder.prepare();
                    return "up";
                }))
                .hasMessageContainingAll("must be empty or that of an earlier one", "holds 'data'", "--folder");
        assertThat(Ran.fathom("cluster", "down", "--folder", path.toString()).out())
                .contains("no cluster is up");

        assertThat(precious).hasContent("not ours");
        assertThat(path.toFile().list()).containsExactly("data");
    }

    @Test
    void theFolderOfAnEarlierClusterIsUsedAgain() throws Exception {
        ClusterFolder folder = new ClusterFolder(path.resolve("cluster"));
        for (int round = 1; round <= 2; round++) {
            assertThat(folder.<Boolean>alone(() -> {
                        folder.prepare();
                        Files.writeString(folder.logs().resolve("broker.log"), "");
                        return Files.exists(folder.data());
                    }))
                    .isTrue();
        }
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Path file = Files.writeString(path.resolve("notes.txt"), "not ours");
        for (String command : List.of("up", "status", "down", "cancel")) {
            Ran ran = Ran.fathom("cluster", command, "--folder", file.toString());
            assertThat(ran.exitCode()).as(command).isEqualTo(2);
            assertThat(ran.err()).contains("--folder must name a folder", "notes.txt' is a file");
        }
    }

    @Test
    void statusForMachinesIsAnObjectAlsoWhereNothingIsUp() {
        ClusterFolder folder = with(member("broker", false));
        Ran ran = Ran.fathom("cluster", "status", "--json", "--folder", path.toString());
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().strip())
                .isEqualTo("{\"up\":false,\"whole\":false,\"logs\":\"" + folder.logs()
                        + "\",\"processes\":[],\"jobs\":[]}");
        assertThat(Ran.fathom("cluster", "status", "--folder", path.toString()).err())
                .contains("a cluster must be up");
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
