package io.leeway.features;

import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The names and types of what is kept of a shopper, as the ledger in {@code savepoints/} has them.
 * Bootstrap writes the same.
 *
 * <p>The bytes carry their own version and tagged pieces, so that a profile can grow without
 * Flink's serialisers noticing.
 */
public final class ProfileState {
    public static final String UID = "features";

    /** Flink's own name of user timers, so that the State Processor API can write them. */
    static final String TIMERS = "user-timers";

    private ProfileState() {}

    /** {@code ShopperProfile.toBytes()}. */
    static ValueStateDescriptor<byte[]> profile() {
        return new ValueStateDescriptor<>("profile", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /** {@code PendingEvent.toBytes()} of events that the watermark has not passed. */
    static ListStateDescriptor<byte[]> pending() {
        return new ListStateDescriptor<>("pending", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    /**
     * Whether an erasure is among the pending events; absent where that is not known, as in
     * savepoints of before, or nothing is pending.
     */
    static ValueStateDescriptor<Boolean> erasing() {
        return new ValueStateDescriptor<>("erasing", Types.BOOLEAN);
    }

    /** When the shopper's one timer rings, milliseconds of event time. */
    static ValueStateDescriptor<Long> wake() {
        return new ValueStateDescriptor<>("wake", Types.LONG);
    }
}
