package io.leeway.state;

import io.leeway.records.ImmutableSerializer;
import io.leeway.records.JudgedScore;
import io.leeway.records.RecordType;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of {@link JudgedScoreCodec}. Flink's window operator reads its state itself, so that
 * this serialiser gives values and not bytes. After a savepoint of 0.1.0 those on the heap are the
 * POJOs of then, so that the class itself has to stay.
 */
public final class JudgedScoreSerializer extends ImmutableSerializer<JudgedScore> {
    private static final long serialVersionUID = 1L;

    /** The type of streams and state. */
    public static final TypeInformation<JudgedScore> TYPE =
            new RecordType<>(JudgedScore.class, JudgedScoreSerializer::new);

    @Override
    public void serialize(JudgedScore score, DataOutputView target) throws IOException {
        writeBytes(JudgedScoreCodec.INSTANCE.write(score), target);
    }

    @Override
    public JudgedScore deserialize(DataInputView source) throws IOException {
        return JudgedScoreCodec.INSTANCE.read(StateSerializer.requireBytes(source));
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        copyBytes(source, target);
    }

    @Override
    public JudgedScore createInstance() {
        return new JudgedScore("", "", 0, false, 0, 0);
    }

    @Override
    public TypeSerializerSnapshot<JudgedScore> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Is in savepoints by its name. */
    public static final class Snapshot extends StateSnapshot<JudgedScore> {
        public Snapshot() {
            super(JudgedScoreSerializer::new);
        }
    }
}
