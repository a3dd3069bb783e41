package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/**
 * By category: a request for every campaign that runs when a shopper's interest moves there.
 *
 * <p><b>Keeps</b> in {@code campaigns} those of the category that have not ended; a timer clears
 * each at its end. Waiting events and <b>late input</b> as {@link AdEventOrder} says.
 */
final class Matching extends AdEventOrder<AdEvent> {
    private static final long serialVersionUID = 1L;

    private transient MapState<String, byte[]> campaigns;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    Matching() {}

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        campaigns = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "campaigns", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    void wakeLater(long atMillis, Context context) {
        // An end that no timer clears is looked at with the next event.
    }

    @Override
    void apply(long atMillis, List<byte[]> events, OnTimerContext context, Collector<AdEvent> out) throws Exception {
        List<AdCampaign> running = new ArrayList<>();
        for (byte[] campaign : campaigns.values()) {
            running.add(AdEvent.campaign(campaign));
        }
        for (AdCampaign campaign : List.copyOf(running)) {
            if (campaign.endMillis() <= atMillis) {
                running.remove(campaign);
                campaigns.remove(campaign.id());
            }
        }
        for (byte[] event : events) {
            if (event[0] == AdEvent.CAMPAIGN) {
                AdCampaign campaign = AdEvent.campaign(event);
                running.removeIf(one -> one.id().equals(campaign.id()));
                campaigns.remove(campaign.id());
                if (campaign.endMillis() > atMillis) {
                    running.add(campaign);
                    campaigns.put(campaign.id(), event);
                    context.timerService().registerEventTimeTimer(campaign.endMillis());
                }
            } else {
                ask(AdEvent.request(event), running, out);
            }
        }
    }

    private static void ask(AdRequest request, List<AdCampaign> running, Collector<AdEvent> out) {
        running.stream()
                .filter(campaign -> asks(campaign, request))
                .sorted(Comparator.comparing(AdCampaign::id))
                .forEach(campaign -> out.collect(request(campaign, request)));
    }

    /** Whether a campaign runs as of a request. */
    static boolean asks(AdCampaign campaign, AdRequest request) {
        return campaign.startMillis() <= request.asOfMillis() && request.asOfMillis() < campaign.endMillis();
    }

    static AdEvent request(AdCampaign campaign, AdRequest request) {
        return AdEvent.of(
                AdIds.route(campaign.id()),
                AdRequest.of(
                        campaign.id(), request.userId(), request.asOfMillis(), request.scoreId(), request.interest()));
    }
}
