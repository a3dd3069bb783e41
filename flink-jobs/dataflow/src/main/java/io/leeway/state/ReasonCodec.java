package io.leeway.state;

import io.leeway.shopper.Reason;
import java.io.IOException;

/** Reasons within other values. */
public final class ReasonCodec extends StateCodec<Reason> {
    private static final long serialVersionUID = 1L;
    public static final ReasonCodec INSTANCE = new ReasonCodec();

    private ReasonCodec() {
        super(Reason.class);
    }

    @Override
    protected void write(Reason reason, StateWriter out) throws IOException {
        out.writeText(reason.code());
        out.writeText(reason.words());
        out.writeText(reason.feature());
        out.writeDouble(reason.value());
        out.writeFloat(reason.contribution());
    }

    @Override
    protected Reason read(StateReader in) throws IOException {
        return new Reason(in.readText(), in.readText(), in.readText(), in.readDouble(), in.readFloat());
    }
}
