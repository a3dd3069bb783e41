package io.leeway.decisions.recommendation;

import io.leeway.state.StateCodec;
import io.leeway.state.StateReader;
import io.leeway.state.StateWriter;
import java.io.IOException;

/** Parts of lists that wait for the others. */
final class PartCodec extends StateCodec<Part> {
    private static final long serialVersionUID = 1L;
    static final PartCodec INSTANCE = new PartCodec();

    private PartCodec() {
        super(Part.class);
    }

    @Override
    protected void write(Part part, StateWriter out) throws IOException {
        Request request = part.request();
        out.writeText(part.userId());
        out.writeLong(part.asOfMillis());
        out.writeBoolean(request != null);
        if (request != null) {
            out.writeValue(RequestCodec.INSTANCE, request);
        }
        out.writeText(part.key());
        out.writeTexts(part.items());
        out.writeDoubles(part.shares());
    }

    @Override
    protected Part read(StateReader in) throws IOException {
        return new Part(
                in.readText(),
                in.readLong(),
                in.readBoolean() ? in.readValue(RequestCodec.INSTANCE) : null,
                in.readText(),
                in.readTexts(),
                in.readDoubles());
    }
}
