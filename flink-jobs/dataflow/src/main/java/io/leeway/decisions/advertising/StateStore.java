package io.leeway.decisions.advertising;

import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/** A campaign's bids and shoppers in Flink's state, as JSON: {@code bids} by decision and {@code impressions} by shopper. */
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
        try {
            byte[] json = bids.get(decisionId);
            return json == null ? null : CampaignState.decode(json, OpenBid.class);
        } catch (Exception failed) {
            throw unreadable(failed);
        }
    }

    @Override
    public void put(OpenBid bid) {
        try {
            bids.put(bid.id(), CampaignState.encode(bid));
        } catch (Exception failed) {
            throw unreadable(failed);
        }
    }

    @Override
    public void forget(String decisionId) {
        try {
            bids.remove(decisionId);
        } catch (Exception failed) {
            throw unreadable(failed);
        }
    }

    @Override
    public List<Impression> impressions(String userId) {
        try {
            byte[] json = impressions.get(userId);
            return json == null ? List.of() : List.of(CampaignState.decode(json, Impression[].class));
        } catch (Exception failed) {
            throw unreadable(failed);
        }
    }

    @Override
    public void put(String userId, List<Impression> of) {
        try {
            if (of.isEmpty()) {
                impressions.remove(userId);
            } else {
                impressions.put(userId, CampaignState.encode(of));
            }
        } catch (Exception failed) {
            throw unreadable(failed);
        }
    }

    private static FlinkRuntimeException unreadable(Exception failed) {
        return new FlinkRuntimeException("Expected a state that can be read and written, found: " + failed, failed);
    }
}
