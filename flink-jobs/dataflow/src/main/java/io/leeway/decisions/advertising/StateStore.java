package io.leeway.decisions.advertising;

import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/** Bids by decision and impressions by shopper in Flink's state, as JSON. */
final class StateStore implements CampaignStore {
    private final MapState<String, byte[]> bids;
    private final MapState<String, byte[]> impressions;

    StateStore(RuntimeContext context) {
        bids = map(context, "bids");
        impressions = map(context, "impressions");
    }

    private static MapState<String, byte[]> map(RuntimeContext context, String name) {
        return context.getMapState(
                new MapStateDescriptor<>(name, Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public @Nullable OpenBid bid(String decisionId) {
        byte[] json = read(bids, decisionId);
        return json == null ? null : CampaignState.decode(json, OpenBid.class);
    }

    @Override
    public void put(OpenBid bid) {
        write(bids, bid.id(), CampaignState.encode(bid));
    }

    @Override
    public void forget(String decisionId) {
        write(bids, decisionId, null);
    }

    @Override
    public List<Impression> impressions(String userId) {
        byte[] json = read(impressions, userId);
        return json == null ? List.of() : List.of(CampaignState.decode(json, Impression[].class));
    }

    @Override
    public void put(String userId, List<Impression> of) {
        write(impressions, userId, of.isEmpty() ? null : CampaignState.encode(of));
    }

    private static byte @Nullable [] read(MapState<String, byte[]> state, String key) {
        try {
            return state.get(key);
        } catch (Exception failed) {
            throw unreadable(failed);
        }
    }

    private static void write(MapState<String, byte[]> state, String key, byte @Nullable [] value) {
        try {
            if (value == null) {
                state.remove(key);
            } else {
                state.put(key, value);
            }
        } catch (Exception failed) {
            throw unreadable(failed);
        }
    }

    private static FlinkRuntimeException unreadable(Exception failed) {
        return new FlinkRuntimeException("Expected a state that can be read and written, found: " + failed, failed);
    }
}
