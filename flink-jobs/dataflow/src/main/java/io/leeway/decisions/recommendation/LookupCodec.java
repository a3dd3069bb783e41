package io.leeway.decisions.recommendation;

import io.leeway.state.StateCodec;
import io.leeway.state.StateReader;
import io.leeway.state.StateWriter;
import java.io.IOException;

/** Lookups that wait for the watermark. */
final class LookupCodec extends StateCodec<Lookup> {
    private static final long serialVersionUID = 1L;
    static final LookupCodec INSTANCE = new LookupCodec();

    private LookupCodec() {
        super(Lookup.class);
    }

    @Override
    protected void write(Lookup lookup, StateWriter out) throws IOException {
        out.writeText(lookup.key());
        out.writeText(lookup.userId());
        out.writeLong(lookup.asOfMillis());
    }

    @Override
    protected Lookup read(StateReader in) throws IOException {
        return new Lookup(in.readText(), in.readText(), in.readLong());
    }
}
