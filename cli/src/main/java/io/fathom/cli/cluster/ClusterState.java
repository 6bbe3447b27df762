package io.fathom.cli.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code up} has started.
 *
 * @param rest port of Flink's REST API and web interface
 * @param bootstrapServers where the broker listens, host:port
 * @param taskManagers how many there were to be
 * @param members in the order in which they were started
 */
record ClusterState(int rest, String bootstrapServers, int taskManagers, List<Member> members) {
    static final String BROKER = "broker";
    static final String JOB_MANAGER = "jobmanager";

    ClusterState {
        members = List.copyOf(members);
    }

    static String taskManager(int number) {
        return "taskmanager-" + number;
    }

    ClusterState with(Member member) {
        List<Member> more = new ArrayList<>(members);
        more.add(member);
        return new ClusterState(rest, bootstrapServers, taskManagers, more);
    }

    boolean isAnyAlive() {
        return members.stream().anyMatch(Member::isAlive);
    }

    List<Member> dead() {
        return members.stream().filter(member -> !member.isAlive()).toList();
    }
}
