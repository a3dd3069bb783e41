package io.leeway.state;

import io.leeway.records.Outcome;
import java.io.IOException;

/** Outcomes of decisions that are not judged yet. */
public final class OutcomeCodec extends StateCodec<Outcome> {
    private static final long serialVersionUID = 1L;
    public static final OutcomeCodec INSTANCE = new OutcomeCodec();

    private OutcomeCodec() {
        super(Outcome.class);
    }

    @Override
    protected void write(Outcome outcome, StateWriter out) throws IOException {
        out.writeText(outcome.decisionId());
        out.writeText(outcome.userId());
        out.writeText(outcome.kind().id());
        out.writeLong(outcome.timeMillis());
        out.writeDouble(outcome.value());
    }

    @Override
    protected Outcome read(StateReader in) throws IOException {
        return new Outcome(
                in.readText(), in.readText(), Outcome.Kind.of(in.readText()), in.readLong(), in.readDouble());
    }
}
