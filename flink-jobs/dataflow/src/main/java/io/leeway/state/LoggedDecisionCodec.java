package io.leeway.state;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.LoggedDecision;
import java.io.IOException;

/** Decisions that are not judged yet. */
public final class LoggedDecisionCodec extends StateCodec<LoggedDecision> {
    private static final long serialVersionUID = 1L;
    public static final LoggedDecisionCodec INSTANCE = new LoggedDecisionCodec();

    private LoggedDecisionCodec() {
        super(LoggedDecision.class);
    }

    @Override
    protected void write(LoggedDecision logged, StateWriter out) throws IOException {
        Decision decision = logged.decision();
        out.writeText(decision.id());
        out.writeText(decision.kind().id());
        out.writeText(decision.userId());
        out.writeLong(decision.asOfMillis());
        out.writeText(decision.scoreId());
        out.writeText(decision.model());
        out.writeLong(decision.version());
        out.writeText(decision.action());
        out.writeDouble(decision.propensity());
        out.writeDouble(decision.predicted());
        out.writeBoolean(decision.control());
        out.writeDouble(decision.cost());
        out.writeTexts(logged.targets());
        out.writeDoubles(logged.targetPropensities());
        out.writeDoubles(logged.targetPredictions());
    }

    @Override
    protected LoggedDecision read(StateReader in) throws IOException {
        Decision decision = new Decision(
                in.readText(),
                DecisionKind.of(in.readText()),
                in.readText(),
                in.readLong(),
                in.readText(),
                in.readText(),
                in.readLong(),
                in.readText(),
                in.readDouble(),
                in.readDouble(),
                in.readBoolean(),
                in.readDouble());
        return new LoggedDecision(decision, in.readTexts(), in.readDoubles(), in.readDoubles());
    }
}
