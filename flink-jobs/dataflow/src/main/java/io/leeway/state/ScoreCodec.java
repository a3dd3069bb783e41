package io.leeway.state;

import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import io.leeway.shopper.Reason;
import java.io.IOException;
import java.util.List;

/** Scores that wait for the watermark. */
public final class ScoreCodec extends StateCodec<Score> {
    private static final long serialVersionUID = 1L;
    public static final ScoreCodec INSTANCE = new ScoreCodec();

    private ScoreCodec() {
        super(Score.class);
    }

    @Override
    protected void write(Score score, StateWriter out) throws IOException {
        out.writeText(score.id());
        out.writeText(score.userId());
        out.writeLong(score.asOfMillis());
        out.writeInt(score.triggers());
        out.writeText(score.model());
        out.writeLong(score.version());
        out.writeText(score.role().id());
        out.writeText(score.digest());
        out.writeText(score.features());
        out.writeBoolean(score.backfill());
        out.writeText(score.task());
        out.writeFloat(score.value());
        out.writeTexts(score.from());
        out.writeFloats(score.fromChanges());
        out.writeTexts(score.to());
        out.writeFloats(score.toChanges());
        out.writeTexts(score.next());
        out.writeFloats(score.nextProbabilities());
        out.writeValues(ReasonCodec.INSTANCE, List.of(score.reasons()));
        out.writeLong(score.scoredAtMillis());
        out.writeLong(score.scoringMillis());
        out.writeLong(score.appendedAtMillis());
        out.writeInt(score.bundleRows());
    }

    @Override
    protected Score read(StateReader in) throws IOException {
        return new Score(
                in.readText(),
                in.readText(),
                in.readLong(),
                in.readInt(),
                in.readText(),
                in.readLong(),
                ReleaseRole.of(in.readText()),
                in.readText(),
                in.readText(),
                in.readBoolean(),
                in.readText(),
                in.readFloat(),
                in.readTexts(),
                in.readFloats(),
                in.readTexts(),
                in.readFloats(),
                in.readTexts(),
                in.readFloats(),
                in.readValues(ReasonCodec.INSTANCE).toArray(Reason[]::new),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt());
    }
}
