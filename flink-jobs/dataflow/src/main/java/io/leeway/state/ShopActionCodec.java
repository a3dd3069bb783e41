package io.leeway.state;

import io.leeway.records.ShopAction;
import java.io.IOException;

/** Actions that wait for the watermark. */
public final class ShopActionCodec extends StateCodec<ShopAction> {
    private static final long serialVersionUID = 1L;
    public static final ShopActionCodec INSTANCE = new ShopActionCodec();

    private ShopActionCodec() {
        super(ShopAction.class);
    }

    @Override
    protected void write(ShopAction action, StateWriter out) throws IOException {
        out.writeText(action.eventId());
        out.writeInt(action.type());
        out.writeText(action.userId());
        out.writeText(action.item());
        out.writeText(action.category());
        out.writeLong(action.timeMillis());
        out.writeLong(action.arrivedMillis());
    }

    @Override
    protected ShopAction read(StateReader in) throws IOException {
        return new ShopAction(
                in.readText(), in.readInt(), in.readText(), in.readText(), in.readText(), in.readLong(), in.readLong());
    }
}
