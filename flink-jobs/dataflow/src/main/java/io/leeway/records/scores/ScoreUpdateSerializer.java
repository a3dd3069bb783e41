package io.leeway.records.scores;

import io.leeway.records.ImmutableSerializer;
import io.leeway.records.RecordType;
import io.leeway.records.ReleaseRole;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Scores and erasures as a byte that says which and in what format, then their fields. Never in
 * state, where {@code io.leeway.state.ScoreCodec} writes them.
 */
public final class ScoreUpdateSerializer extends ImmutableSerializer<ScoreUpdate> {
    private static final long serialVersionUID = 1L;

    // One whose fields change gets another number.
    private static final int CHURN = 1;
    private static final int INTEREST = 2;
    private static final int ERASURE = 3;

    private static final Task[] TASKS = Task.values();
    private static final ReleaseRole[] ROLES = ReleaseRole.values();

    @Override
    public void serialize(ScoreUpdate update, DataOutputView target) throws IOException {
        if (update instanceof ChurnScore score) {
            target.writeByte(CHURN);
            writeOrigin(score.origin(), target);
            target.writeFloat(score.probability());
            writeReasons(score.reasons(), target);
            writeHeaders(score.headers(), target);
        } else if (update instanceof InterestScore score) {
            target.writeByte(INTEREST);
            writeOrigin(score.origin(), target);
            target.writeFloat(score.drift());
            writeShares(score.from(), target);
            writeShares(score.to(), target);
            writeShares(score.next(), target);
            writeReasons(score.reasons(), target);
            writeHeaders(score.headers(), target);
        } else {
            target.writeByte(ERASURE);
            writeText(update.userId(), target);
            target.writeLong(update.asOfMillis());
            target.writeByte(update.task().ordinal());
            target.writeByte(update.role().ordinal());
        }
    }

    @Override
    public ScoreUpdate deserialize(DataInputView source) throws IOException {
        int kind = source.readByte();
        return switch (kind) {
            case CHURN ->
                new ChurnScore(readOrigin(source), source.readFloat(), readReasons(source), readHeaders(source));
            case INTEREST ->
                new InterestScore(
                        readOrigin(source),
                        source.readFloat(),
                        readShares(source),
                        readShares(source),
                        readShares(source),
                        readReasons(source),
                        readHeaders(source));
            case ERASURE ->
                new ScoreErasure(
                        readText(source), source.readLong(), TASKS[source.readByte()], ROLES[source.readByte()]);
            default -> throw new IOException("Expected a score of a known format, found " + kind);
        };
    }

    private static void writeOrigin(ScoreOrigin origin, DataOutputView target) throws IOException {
        writeText(origin.id(), target);
        writeText(origin.userId(), target);
        target.writeLong(origin.asOfMillis());
        target.writeInt(origin.triggers());
        writeText(origin.model().name(), target);
        target.writeLong(origin.model().version());
        target.writeByte(origin.model().role().ordinal());
        writeText(origin.model().digest(), target);
        writeText(origin.features(), target);
        target.writeBoolean(origin.backfill());
    }

    private static ScoreOrigin readOrigin(DataInputView source) throws IOException {
        return new ScoreOrigin(
                readText(source),
                readText(source),
                source.readLong(),
                source.readInt(),
                new ScoringModel(readText(source), source.readLong(), ROLES[source.readByte()], readText(source)),
                readText(source),
                source.readBoolean());
    }

    private static void writeShares(List<CategoryShare> shares, DataOutputView target) throws IOException {
        target.writeInt(shares.size());
        for (CategoryShare share : shares) {
            writeText(share.category(), target);
            target.writeFloat(share.share());
        }
    }

    private static List<CategoryShare> readShares(DataInputView source) throws IOException {
        CategoryShare[] shares = new CategoryShare[source.readInt()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = new CategoryShare(readText(source), source.readFloat());
        }
        return List.of(shares);
    }

    private static void writeReasons(List<Reason> reasons, DataOutputView target) throws IOException {
        target.writeInt(reasons.size());
        for (Reason reason : reasons) {
            writeText(reason.code(), target);
            writeText(reason.words(), target);
            writeText(reason.feature(), target);
            target.writeDouble(reason.value());
            target.writeFloat(reason.contribution());
        }
    }

    private static List<Reason> readReasons(DataInputView source) throws IOException {
        int count = source.readInt();
        List<Reason> reasons = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            reasons.add(new Reason(
                    readText(source), readText(source), readText(source), source.readDouble(), source.readFloat()));
        }
        return reasons;
    }

    private static void writeHeaders(ScoreHeaders headers, DataOutputView target) throws IOException {
        target.writeLong(headers.scoredAtMillis());
        target.writeLong(headers.scoringMillis());
        target.writeLong(headers.appendedAtMillis());
        target.writeInt(headers.bundleRows());
    }

    private static ScoreHeaders readHeaders(DataInputView source) throws IOException {
        return new ScoreHeaders(source.readLong(), source.readLong(), source.readLong(), source.readInt());
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public ScoreUpdate createInstance() {
        return new ScoreErasure("", 0, Task.CHURN, ReleaseRole.ACTIVE);
    }

    @Override
    public TypeSerializerSnapshot<ScoreUpdate> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Names the serialiser. Flink makes it by its constructor. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ScoreUpdate> {
        public Snapshot() {
            super(ScoreUpdateSerializer::new);
        }
    }

    /** The type of streams. */
    public static final class OfScoreUpdate extends TypeInfoFactory<ScoreUpdate> {
        @Override
        public TypeInformation<ScoreUpdate> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            return new RecordType<>(ScoreUpdate.class, ScoreUpdateSerializer::new);
        }
    }
}
