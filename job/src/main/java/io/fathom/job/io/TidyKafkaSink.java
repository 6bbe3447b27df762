package io.fathom.job.io;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's sink, without the admin clients that it leaves behind.
 *
 * <p>With pooled transactions, a writer asks the brokers once, when it begins, which transactions an earlier one has left
 * open. Connector 5.0.0 opens an admin client for that and never closes it: each restart of a job leaves one thread for
 * each subtask and topic, which holds on to the classes of the job for as long as the TaskManager lives. So it is closed
 * here, as soon as the writer is ready; should the writer ask again, it opens another.
 */
final class TidyKafkaSink<T, S, C>
        implements TwoPhaseCommittingStatefulSink<T, S, C>, SupportsPostCommitTopology<C>, LineageVertexProvider {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TidyKafkaSink.class);
    private static final String ADMIN_CLIENT = "adminClient";

    private final TwoPhaseCommittingStatefulSink<T, S, C> sink;
    private final SupportsPostCommitTopology<C> postCommit;
    private final LineageVertexProvider lineage;

    private TidyKafkaSink(
            TwoPhaseCommittingStatefulSink<T, S, C> sink,
            SupportsPostCommitTopology<C> postCommit,
            LineageVertexProvider lineage) {
        this.sink = sink;
        this.postCommit = postCommit;
        this.lineage = lineage;
    }

    /** Around the connector's own; its types of state and committable are its private matter. */
    static <
                    T,
                    S,
                    C,
                    K extends
                            TwoPhaseCommittingStatefulSink<T, S, C> & SupportsPostCommitTopology<C>
                                    & LineageVertexProvider>
            Sink<T> around(K sink) {
        return new TidyKafkaSink<>(sink, sink, sink);
    }

    @Override
    public PrecommittingStatefulSinkWriter<T, S, C> createWriter(WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public PrecommittingStatefulSinkWriter<T, S, C> restoreWriter(WriterInitContext context, Collection<S> recovered)
            throws IOException {
        PrecommittingStatefulSinkWriter<T, S, C> writer = sink.restoreWriter(context, recovered);
        closeAdminClient(writer);
        return writer;
    }

    /** It is private to the writer, which has no other way in. */
    private static void closeAdminClient(Object writer) {
        try {
            Field field = writer.getClass().getDeclaredField(ADMIN_CLIENT);
            field.setAccessible(true);
            if (field.get(writer) instanceof Admin admin) {
                field.set(writer, null);
                admin.close();
            }
        } catch (NoSuchFieldException e) {
            // A writer without transactions has none.
        } catch (IllegalAccessException e) {
            LOG.warn("An admin client of the Kafka sink stays open until its process ends", e);
        }
    }

    @Override
    public Committer<C> createCommitter(CommitterInitContext context) throws IOException {
        return sink.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<C> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<S> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<C>> committables) {
        postCommit.addPostCommitTopology(committables);
    }

    @Override
    public LineageVertex getLineageVertex() {
        return lineage.getLineageVertex();
    }
}
