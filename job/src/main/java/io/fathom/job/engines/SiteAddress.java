package io.fathom.job.engines;

import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Where the orders of one TaskManager go: to the subtask in one of its slots that Flink sends this key to. Orders are keyed
 * rather than broadcast, because a broadcast of what each of N TaskManagers has to do grows with N².
 *
 * @param taskManager Flink's id of it
 * @param key leads to the subtask
 * @param since when the subtask began to listen, milliseconds since 1970: an order to an earlier one, which waited in a
 *     checkpoint, is known by it
 */
public record SiteAddress(String taskManager, int key, long since) {

    /** The address of this subtask, which obeys for its TaskManager. */
    public static SiteAddress of(String taskManager, TaskInfo task, long nowMillis) {
        return new SiteAddress(
                taskManager,
                keyTo(
                        task.getIndexOfThisSubtask(),
                        task.getNumberOfParallelSubtasks(),
                        task.getMaxNumberOfParallelSubtasks()),
                nowMillis);
    }

    /** The least key that Flink sends to this subtask. Keys are spread evenly, so it is found after some tries per subtask. */
    static int keyTo(int subtask, int subtasks, int mostSubtasks) {
        int key = 0;
        while (KeyGroupRangeAssignment.assignKeyToParallelOperator(key, mostSubtasks, subtasks) != subtask) {
            key++;
        }
        return key;
    }
}
