package io.leeway.shopper;

import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An accepted event that waits to be applied.
 *
 * @param event normalised by {@link EventRules}
 * @param appendedAtMillis wall clock when a live event was appended to its topic; 0 for history. It
 *     measures latency and is no part of any score
 */
public record PendingEvent(ShopperEvent event, long appendedAtMillis) {
    public static final Comparator<PendingEvent> ORDER = Comparator.comparing(PendingEvent::event, ShopperEvent.ORDER);

    private static final int VERSION = 1;

    /** A compact form for state and for edges. */
    public byte[] toBytes() {
        ByteOutput out = new ByteOutput(96);
        out.writeByte(VERSION);
        out.writeString(event.eventId());
        out.writeByte(event.type().code());
        out.writeString(event.userId());
        out.writeString(orEmpty(event.itemId()));
        out.writeString(orEmpty(event.category()));
        out.writeDouble(event.price());
        out.writeString(orEmpty(event.currency()));
        out.writeLong(event.quantity());
        out.writeDouble(event.rating());
        SocialAction social = event.social();
        out.writeByte(social == null ? 0 : social.ordinal() + 1);
        Platform platform = event.platform();
        out.writeByte(platform == null ? 0 : platform.ordinal() + 1);
        out.writeLong(event.eventTimeMillis());
        out.writeLong(appendedAtMillis);
        return out.toByteArray();
    }

    /** Reads what {@link #toBytes()} wrote; later versions append fields. */
    public static PendingEvent ofBytes(byte[] bytes) {
        ByteInput in = new ByteInput(bytes);
        int version = in.readByte();
        if (version < VERSION) {
            throw new IllegalStateException(
                    "Expected an event of version " + VERSION + " or later in state, found " + version);
        }
        String eventId = in.readString();
        EventType type = EventType.ofCode(in.readByte());
        String userId = in.readString();
        String itemId = in.readString();
        String category = in.readString();
        double price = in.readDouble();
        String currency = in.readString();
        int quantity = in.readInt();
        double rating = in.readDouble();
        int social = in.readByte();
        int platform = in.readByte();
        long eventTimeMillis = in.readLong();
        ShopperEvent event = new ShopperEvent(
                eventId,
                type,
                userId,
                itemId.isEmpty() ? null : itemId,
                category.isEmpty() ? null : category,
                price,
                currency.isEmpty() ? null : currency,
                quantity,
                rating,
                social == 0 ? null : SocialAction.values()[social - 1],
                platform == 0 ? null : Platform.values()[platform - 1],
                eventTimeMillis);
        return new PendingEvent(event, in.readLong());
    }

    /** Whether the bytes are of an erasure, without reading the rest of them. */
    public static boolean isErasure(byte[] bytes) {
        return typeOf(bytes) == EventType.ERASE;
    }

    /** {@link EventType#isRequest()} of the bytes' event, without reading the rest of them. */
    public static boolean isRequest(byte[] bytes) {
        return typeOf(bytes).isRequest();
    }

    private static EventType typeOf(byte[] bytes) {
        ByteInput in = new ByteInput(bytes);
        in.readByte();
        in.readString();
        return EventType.ofCode(in.readByte());
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
