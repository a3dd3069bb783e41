package io.leeway.state;

import io.leeway.records.CatalogueItem;
import java.io.IOException;

/** Changes of the catalogue. */
public final class CatalogueItemCodec extends StateCodec<CatalogueItem> {
    private static final long serialVersionUID = 1L;
    public static final CatalogueItemCodec INSTANCE = new CatalogueItemCodec();

    private CatalogueItemCodec() {
        super(CatalogueItem.class);
    }

    @Override
    protected void write(CatalogueItem item, StateWriter out) throws IOException {
        out.writeText(item.item());
        out.writeText(item.category());
        out.writeDouble(item.price());
        out.writeLong(item.stock());
        out.writeLong(item.addedAtMillis());
        out.writeBoolean(item.consumable());
        out.writeLong(item.fromMillis());
        out.writeBoolean(item.gone());
    }

    @Override
    protected CatalogueItem read(StateReader in) throws IOException {
        return new CatalogueItem(
                in.readText(),
                in.readText(),
                in.readDouble(),
                in.readLong(),
                in.readLong(),
                in.readBoolean(),
                in.readLong(),
                in.readBoolean());
    }
}
