package io.leeway.decisions.recommendation;

import io.leeway.state.StateCodec;
import io.leeway.state.StateReader;
import io.leeway.state.StateWriter;
import java.io.IOException;

/** Requests within parts. */
final class RequestCodec extends StateCodec<Request> {
    private static final long serialVersionUID = 1L;
    static final RequestCodec INSTANCE = new RequestCodec();

    private RequestCodec() {
        super(Request.class);
    }

    @Override
    protected void write(Request request, StateWriter out) throws IOException {
        out.writeText(request.userId());
        out.writeLong(request.asOfMillis());
        out.writeText(request.scoreId());
        out.writeTexts(request.history());
        out.writeTexts(request.cart());
        out.writeTexts(request.bought());
        out.writeTexts(request.categories());
        out.writeDoubles(request.interests());
        out.writeBooleans(request.moving());
        out.writeBoolean(request.erased());
    }

    @Override
    protected Request read(StateReader in) throws IOException {
        return new Request(
                in.readText(),
                in.readLong(),
                in.readText(),
                in.readTexts(),
                in.readTexts(),
                in.readTexts(),
                in.readTexts(),
                in.readDoubles(),
                in.readBooleans(),
                in.readBoolean());
    }
}
