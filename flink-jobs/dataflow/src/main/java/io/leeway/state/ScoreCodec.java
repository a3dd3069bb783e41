package io.leeway.state;

import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreErasure;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ScoringModel;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.util.List;

/**
 * Scores that wait for the watermark, and erasures. All have the same fields, those of a
 * {@link Score}: a churn score has no categories, an erasure has no id.
 */
public final class ScoreCodec extends StateCodec<ScoreUpdate> {
    private static final long serialVersionUID = 1L;
    public static final ScoreCodec INSTANCE = new ScoreCodec();

    private ScoreCodec() {
        super(Score.class);
    }

    @Override
    protected void write(ScoreUpdate update, StateWriter out) throws IOException {
        InterestScore fields = fields(update);
        writeOrigin(fields.origin(), out);
        out.writeText(update.task().id());
        out.writeFloat(fields.drift());
        writeShares(fields.from(), out);
        writeShares(fields.to(), out);
        writeShares(fields.next(), out);
        out.writeValues(ReasonCodec.INSTANCE, fields.reasons());
        ScoreHeaders headers = fields.headers();
        out.writeLong(headers.scoredAtMillis());
        out.writeLong(headers.scoringMillis());
        out.writeLong(headers.appendedAtMillis());
        out.writeInt(headers.bundleRows());
    }

    @Override
    protected ScoreUpdate read(StateReader in) throws IOException {
        ScoreOrigin origin = readOrigin(in);
        Task task = Task.of(in.readText());
        return update(
                task,
                new InterestScore(
                        origin,
                        in.readFloat(),
                        readShares(in),
                        readShares(in),
                        readShares(in),
                        in.readValues(ReasonCodec.INSTANCE),
                        new ScoreHeaders(in.readLong(), in.readLong(), in.readLong(), in.readInt())));
    }

    @Override
    protected ScoreUpdate ofPojo(Object stored) {
        Score score = (Score) stored;
        return update(
                Task.of(score.task()),
                new InterestScore(
                        new ScoreOrigin(
                                score.id(),
                                score.userId(),
                                score.asOfMillis(),
                                score.triggers(),
                                new ScoringModel(score.model(), score.version(), score.role(), score.digest()),
                                score.features(),
                                score.backfill()),
                        score.value(),
                        CategoryShare.listOf(score.from(), score.fromChanges()),
                        CategoryShare.listOf(score.to(), score.toChanges()),
                        CategoryShare.listOf(score.next(), score.nextProbabilities()),
                        List.of(score.reasons()),
                        new ScoreHeaders(
                                score.scoredAtMillis(),
                                score.scoringMillis(),
                                score.appendedAtMillis(),
                                score.bundleRows())));
    }

    /** The fields of any update, where an interest score has them. */
    private static InterestScore fields(ScoreUpdate update) {
        if (update instanceof InterestScore interest) {
            return interest;
        }
        if (update instanceof ChurnScore churn) {
            return new InterestScore(
                    churn.origin(),
                    churn.probability(),
                    List.of(),
                    List.of(),
                    List.of(),
                    churn.reasons(),
                    churn.headers());
        }
        ScoringModel none = new ScoringModel("", 0, update.role(), "");
        ScoreOrigin origin = new ScoreOrigin("", update.userId(), update.asOfMillis(), 0, none, "", false);
        return new InterestScore(origin, 0, List.of(), List.of(), List.of(), List.of(), ScoreHeaders.NONE);
    }

    private static ScoreUpdate update(Task task, InterestScore fields) {
        if (fields.id().isEmpty()) {
            return new ScoreErasure(fields.userId(), fields.asOfMillis(), task, fields.role());
        }
        return switch (task) {
            case CHURN -> new ChurnScore(fields.origin(), fields.drift(), fields.reasons(), fields.headers());
            case INTEREST -> fields;
        };
    }

    private static void writeOrigin(ScoreOrigin origin, StateWriter out) throws IOException {
        out.writeText(origin.id());
        out.writeText(origin.userId());
        out.writeLong(origin.asOfMillis());
        out.writeInt(origin.triggers());
        ScoringModel model = origin.model();
        out.writeText(model.name());
        out.writeLong(model.version());
        out.writeText(model.role().id());
        out.writeText(model.digest());
        out.writeText(origin.features());
        out.writeBoolean(origin.backfill());
    }

    private static ScoreOrigin readOrigin(StateReader in) throws IOException {
        return new ScoreOrigin(
                in.readText(),
                in.readText(),
                in.readLong(),
                in.readInt(),
                new ScoringModel(in.readText(), in.readLong(), ReleaseRole.of(in.readText()), in.readText()),
                in.readText(),
                in.readBoolean());
    }

    private static void writeShares(List<CategoryShare> shares, StateWriter out) throws IOException {
        out.writeInt(shares.size());
        for (CategoryShare share : shares) {
            out.writeText(share.category());
        }
        out.writeInt(shares.size());
        for (CategoryShare share : shares) {
            out.writeFloat(share.share());
        }
    }

    private static List<CategoryShare> readShares(StateReader in) throws IOException {
        return CategoryShare.listOf(in.readTexts(), in.readFloats());
    }
}
