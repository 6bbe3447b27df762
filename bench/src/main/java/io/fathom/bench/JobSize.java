package io.fathom.bench;

import io.fathom.job.ScoringTopology;
import io.fathom.job.config.ControlOptions;
import io.fathom.job.config.FathomOptions;
import io.fathom.job.config.JobConfig;
import io.fathom.job.io.KafkaEnds;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.partition.ResultPartitionType;
import org.apache.flink.runtime.jobgraph.DistributionPattern;
import org.apache.flink.runtime.jobgraph.IntermediateDataSet;
import org.apache.flink.runtime.jobgraph.IntermediateDataSetID;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.shuffle.NettyShuffleMaster;
import org.apache.flink.runtime.shuffle.ShuffleMasterContextImpl;
import org.apache.flink.runtime.shuffle.TaskInputsOutputsDescriptor;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job's tasks and the network buffers that they reserve: the real job graph, and Flink's own sum of buffers. */
final class JobSize {
    private static final double MEBI = 1 << 20;

    /**
     * One cluster.
     *
     * @param tasks of the job: what the JobManager deploys, and asks for an answer in every checkpoint
     * @param producers of Kafka in the whole job, each with its transactions
     * @param slotMebi network memory of all tasks in a slot without the control desk
     * @param deskMebi network memory of the control desk, on top, in one TaskManager
     */
    record Row(ClusterSize cluster, int tasks, int producers, double slotMebi, double deskMebi) {}

    private JobSize() {}

    static Row of(ClusterSize cluster) throws Exception {
        List<JobVertex> vertices = StreamSupport.stream(
                        graph(cluster, true).getVertices().spliterator(), false)
                .toList();
        double slot = 0;
        double desk = 0;
        int tasks = 0;
        for (JobVertex vertex : vertices) {
            tasks += vertex.getParallelism();
            double buffers = networkMebi(vertex);
            if (vertex.getName().contains("control-desk")) {
                desk += buffers;
            } else if (vertex.getParallelism() == cluster.subtasks()) {
                slot += buffers;
            }
        }
        // Predictions, telemetry and dead letters in each subtask, acknowledgements in one.
        return new Row(cluster, tasks, 3 * cluster.subtasks() + 1, slot, desk);
    }

    /** @param control false for a job that takes no directives */
    static JobGraph graph(ClusterSize cluster, boolean control) {
        JobConfig config = JobConfig.parse(Configuration.fromMap(Map.of(
                FathomOptions.BUNDLE.key(), "unused",
                FathomOptions.KAFKA_BOOTSTRAP_SERVERS.key(), "localhost:9092",
                ControlOptions.CONTROL_ENABLED.key(), String.valueOf(control))));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(cluster.subtasks());
        KafkaEnds ends = new KafkaEnds(config.kafka(), config.wireFormat());
        ScoringTopology.Outputs outputs = ScoringTopology.compose(
                new ScoringTopology.Inputs(
                        environment.fromSource(ends.events(), WatermarkStrategy.noWatermarks(), "events"),
                        ends.control().map(directives -> environment
                                .fromSource(directives, WatermarkStrategy.noWatermarks(), "control")
                                .setParallelism(1))),
                config,
                new ImaginarySites.Budgeted(1),
                Clock.systemUTC());
        outputs.predictions().sinkTo(ends.predictions());
        outputs.depthTelemetry().sinkTo(ends.depthTelemetry());
        outputs.deadLetters().sinkTo(ends.deadLetters());
        outputs.controlAcks().ifPresent(acks -> ends.controlAcks()
                .ifPresent(sink -> acks.sinkTo(sink).setParallelism(1)));
        return environment.getStreamGraph().getJobGraph();
    }

    @SuppressWarnings("try") // Flink says that closing may be interrupted
    private static double networkMebi(JobVertex vertex) throws Exception {
        Map<IntermediateDataSetID, Integer> inputs = new HashMap<>();
        Map<IntermediateDataSetID, Integer> reuse = new HashMap<>();
        Map<IntermediateDataSetID, ResultPartitionType> inputTypes = new HashMap<>();
        for (JobEdge edge : vertex.getInputs()) {
            IntermediateDataSet source = edge.getSource();
            boolean all = edge.getDistributionPattern() == DistributionPattern.ALL_TO_ALL;
            inputs.put(source.getId(), all ? source.getProducer().getParallelism() : 1);
            reuse.put(source.getId(), 1);
            inputTypes.put(source.getId(), source.getResultType());
        }
        Map<IntermediateDataSetID, Integer> outputs = new HashMap<>();
        Map<IntermediateDataSetID, ResultPartitionType> outputTypes = new HashMap<>();
        for (IntermediateDataSet set : vertex.getProducedDataSets()) {
            int subpartitions = set.getConsumers().stream()
                    .mapToInt(edge -> edge.getDistributionPattern() == DistributionPattern.ALL_TO_ALL
                            ? edge.getTarget().getParallelism()
                            : 1)
                    .max()
                    .orElse(1);
            outputs.put(set.getId(), subpartitions);
            outputTypes.put(set.getId(), set.getResultType());
        }
        try (NettyShuffleMaster shuffle =
                new NettyShuffleMaster(new ShuffleMasterContextImpl(new Configuration(), failure -> {}))) {
            return shuffle.computeShuffleMemorySizeForTask(TaskInputsOutputsDescriptor.from(
                                    vertex.getInputs().size(), inputs, reuse, outputs, inputTypes, outputTypes))
                            .getBytes()
                    / MEBI;
        }
    }
}
