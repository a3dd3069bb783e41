package io.leeway.cli.savepoint;

import io.leeway.cli.console.UserError;
import io.leeway.topics.KafkaConnection;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.groups.InternalSinkCommitterMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.streaming.runtime.operators.sink.committables.CheckpointCommittableManager;
import org.apache.flink.streaming.runtime.operators.sink.committables.CommittableCollector;
import org.apache.flink.streaming.runtime.operators.sink.committables.CommittableCollectorSerializer;

/**
 * A Kafka transaction that a savepoint or checkpoint lists as pre-committed: a job that starts from
 * it commits the transaction, and does not write its records again.
 *
 * @param id its transactional id
 * @param producerId of the producer that began it
 * @param epoch of that producer
 * @param path of the savepoint or checkpoint
 */
public record PrecommittedTransaction(String id, long producerId, short epoch, String path) {
    /** The name under which Flink's committer keeps what is to be committed. */
    private static final String STATE = "streaming_committer_raw_states";

    /** With which the bytes of a committable of files begin. */
    private static final int FILES = 0x1e765c80;

    private static final KafkaCommittable OF_FILES = new KafkaCommittable(0, (short) 0, "files", null);

    /**
     * Those of all savepoints and retained checkpoints below a folder.
     *
     * @throws UserError when the folder is absent, or one of them cannot be read: what it lists is
     *     then not known
     */
    public static List<PrecommittedTransaction> below(String folder) {
        List<PrecommittedTransaction> found = new ArrayList<>();
        for (String path : SavepointFolder.paths(folder)) {
            try {
                read(path, found);
            } catch (IOException | RuntimeException e) {
                throw UserError.found(
                        "a savepoint or checkpoint that can be read at " + path,
                        e.getMessage(),
                        "name other folders with --checkpoints, or move it away if it is not whole",
                        e);
            }
        }
        return found;
    }

    private static void read(String path, List<PrecommittedTransaction> found) throws IOException {
        Path metadata = new Path(path, SavepointContents.METADATA);
        ClassLoader classes = PrecommittedTransaction.class.getClassLoader();
        try (DataInputStream in = new DataInputStream(metadata.getFileSystem().open(metadata))) {
            for (OperatorState operator :
                    Checkpoints.loadCheckpointMetadata(in, classes, path).getOperatorStates()) {
                for (OperatorSubtaskState subtask : operator.getStates()) {
                    for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
                        read(handle, path, found);
                    }
                }
            }
        }
    }

    private static void read(OperatorStateHandle handle, String path, List<PrecommittedTransaction> found)
            throws IOException {
        OperatorStateHandle.StateMetaInfo where =
                handle.getStateNameToPartitionOffsets().get(STATE);
        if (where == null) {
            return;
        }
        try (FSDataInputStream in = handle.openInputStream()) {
            for (long offset : where.getOffsets()) {
                in.seek(offset);
                byte[] element = BytePrimitiveArraySerializer.INSTANCE.deserialize(new DataInputViewStreamWrapper(in));
                read(element, path, found);
            }
        }
    }

    /** Committables by checkpoint. */
    private static void read(byte[] element, String path, List<PrecommittedTransaction> found) throws IOException {
        InternalSinkCommitterMetricGroup metrics =
                InternalSinkCommitterMetricGroup.wrap(UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup());
        CommittableCollector<KafkaCommittable> collector = SimpleVersionedSerialization.readVersionAndDeSerialize(
                new CommittableCollectorSerializer<>(committables(), 0, 1, metrics), element);
        Committer<KafkaCommittable> asked = new Committer<>() {
            @Override
            public void commit(Collection<CommitRequest<KafkaCommittable>> requests) {
                requests.stream()
                        .map(CommitRequest::getCommittable)
                        .filter(each -> each != OF_FILES)
                        .map(each -> new PrecommittedTransaction(
                                each.getTransactionalId(), each.getProducerId(), each.getEpoch(), path))
                        .forEach(found::add);
            }

            @Override
            public void close() {}
        };
        try {
            for (CheckpointCommittableManager<KafkaCommittable> each :
                    collector.getCheckpointCommittablesUpTo(Long.MAX_VALUE)) {
                each.commit(asked, 0);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** Those of Flink's sink of files, which have a number in front, are passed over. */
    private static SimpleVersionedSerializer<KafkaCommittable> committables() {
        SimpleVersionedSerializer<KafkaCommittable> kafka = kafkaCommittables();
        return new SimpleVersionedSerializer<>() {
            @Override
            public int getVersion() {
                return kafka.getVersion();
            }

            @Override
            public byte[] serialize(KafkaCommittable committable) throws IOException {
                return kafka.serialize(committable);
            }

            @Override
            public KafkaCommittable deserialize(int version, byte[] bytes) throws IOException {
                return bytes.length >= Integer.BYTES && ByteBuffer.wrap(bytes).getInt() == FILES
                        ? OF_FILES
                        : kafka.deserialize(version, bytes);
            }
        };
    }

    private static SimpleVersionedSerializer<KafkaCommittable> kafkaCommittables() {
        return KafkaConnection.to("none:1")
                .<byte[]>sink(Map.of())
                .setRecordSerializer((record, context, timestamp) -> null)
                .build()
                .getCommittableSerializer();
    }
}
