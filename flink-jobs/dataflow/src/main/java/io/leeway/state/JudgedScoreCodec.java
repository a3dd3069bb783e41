package io.leeway.state;

import io.leeway.records.JudgedScore;
import java.io.IOException;

/** Scores that are to be judged. */
public final class JudgedScoreCodec extends StateCodec<JudgedScore> {
    private static final long serialVersionUID = 1L;
    public static final JudgedScoreCodec INSTANCE = new JudgedScoreCodec();

    private JudgedScoreCodec() {
        super(JudgedScore.class);
    }

    @Override
    protected void write(JudgedScore score, StateWriter out) throws IOException {
        out.writeText(score.userId());
        out.writeText(score.model());
        out.writeLong(score.version());
        out.writeBoolean(score.canary());
        out.writeLong(score.asOfMillis());
        out.writeDouble(score.value());
    }

    @Override
    protected JudgedScore read(StateReader in) throws IOException {
        return new JudgedScore(
                in.readText(), in.readText(), in.readLong(), in.readBoolean(), in.readLong(), in.readDouble());
    }
}
