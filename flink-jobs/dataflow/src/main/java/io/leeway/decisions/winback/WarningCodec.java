package io.leeway.decisions.winback;

import io.leeway.shopper.Reason;
import io.leeway.state.ReasonCodec;
import io.leeway.state.StateCodec;
import io.leeway.state.StateReader;
import io.leeway.state.StateWriter;
import java.io.IOException;
import java.util.List;

/** Warnings that are to be decided. */
final class WarningCodec extends StateCodec<Warning> {
    private static final long serialVersionUID = 1L;
    static final WarningCodec INSTANCE = new WarningCodec();

    private WarningCodec() {
        super(Warning.class);
    }

    @Override
    protected void write(Warning warning, StateWriter out) throws IOException {
        out.writeText(warning.id());
        out.writeText(warning.userId());
        out.writeLong(warning.asOfMillis());
        out.writeText(warning.scoreId());
        out.writeDouble(warning.probability());
        out.writeDoubles(warning.features());
        out.writeText(warning.movesTo());
        out.writeValues(ReasonCodec.INSTANCE, List.of(warning.reasons()));
        out.writeBoolean(warning.control());
        out.writeBoolean(warning.erased());
    }

    @Override
    protected Warning read(StateReader in) throws IOException {
        return new Warning(
                in.readText(),
                in.readText(),
                in.readLong(),
                in.readText(),
                in.readDouble(),
                in.readDoubles(),
                in.readText(),
                in.readValues(ReasonCodec.INSTANCE).toArray(Reason[]::new),
                in.readBoolean(),
                in.readBoolean());
    }
}
