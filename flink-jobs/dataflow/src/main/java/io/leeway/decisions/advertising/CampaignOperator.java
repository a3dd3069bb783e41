package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;
import io.leeway.records.SinkRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Campaign} a key: bids for {@code leeway.ads}, and by window how it did for
 * {@code leeway.effects}.
 *
 * <p><b>Keeps</b> in {@code campaign} money, pacing, bandit and open windows, a few kilobytes;
 * after its end only what is needed so that its money is not spent twice. In {@code bids} what is
 * out or may yet convert, in {@code impressions} what shoppers have seen, in {@code forgetting}
 * when which bid is to be forgotten: all three are cleared by timers when the horizon of
 * conversions and the period of the cap have passed. A shopper's id is kept no longer. Waiting
 * events and <b>late input</b> as {@link AdEventOrder} says; outcomes of other kinds of decisions
 * find no campaign and leave nothing.
 */
final class CampaignOperator extends AdEventOrder<SinkRecord> {
    private static final long serialVersionUID = 1L;

    private final AdvertisingOptions options;
    private final PredictorFactory predictors;

    private transient AdPredictor predictor;
    private transient CampaignStore store;
    private transient ValueState<byte[]> kept;
    private transient MapState<Long, List<String>> forgetting;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    CampaignOperator(AdvertisingOptions options, PredictorFactory predictors) {
        this.options = options;
        this.predictors = predictors;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        predictor = predictors.open();
        store = new StateStore(getRuntimeContext());
        kept = getRuntimeContext()
                .getState(
                        new ValueStateDescriptor<>("campaign", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        forgetting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("forgetting", Types.LONG, Types.LIST(Types.STRING)));
    }

    @Override
    void wakeLater(long atMillis, Context context) {
        long length = options.window().toMillis();
        context.timerService().registerEventTimeTimer((Math.floorDiv(atMillis, length) + 1) * length);
    }

    @Override
    void apply(long atMillis, List<byte[]> events, OnTimerContext context, Collector<SinkRecord> out) throws Exception {
        byte[] before = kept.value();
        Campaign campaign =
                before == null ? null : new Campaign(CampaignState.decode(before), options, store, predictor);
        if (campaign != null) {
            campaign.advanceTo(atMillis)
                    .forEach(report -> out.collect(report.effect().outgoing()));
        }
        for (byte[] event : events) {
            if (event[0] == AdEvent.CAMPAIGN) {
                campaign = announced(AdEvent.campaign(event), campaign, context);
            } else if (campaign != null) {
                apply(event, campaign, context, out);
            }
        }
        if (campaign != null) {
            forget(campaign, atMillis);
            CampaignState state = campaign.state();
            kept.update((campaign.isOver(atMillis) ? state.whenOver() : state).encode());
        }
    }

    private Campaign announced(AdCampaign plan, @Nullable Campaign known, OnTimerContext context) {
        Campaign campaign = known == null ? new Campaign(plan, options, store, predictor) : known;
        if (known != null) {
            campaign.replace(plan);
        }
        context.timerService().registerEventTimeTimer(campaign.forgottenBy(plan.endMillis()));
        return campaign;
    }

    private void apply(byte[] event, Campaign campaign, OnTimerContext context, Collector<SinkRecord> out)
            throws Exception {
        if (event[0] != AdEvent.REQUEST) {
            campaign.outcome(AdEvent.outcome(event));
            return;
        }
        AdRequest request = AdEvent.request(event);
        AdBid bid = campaign.request(request).orElse(null);
        if (bid != null) {
            out.collect(bid.outgoing());
            long at = campaign.forgottenBy(request.asOfMillis());
            List<String> others = forgetting.get(at);
            List<String> ids = others == null ? new ArrayList<>() : new ArrayList<>(others);
            ids.add(request.id());
            forgetting.put(at, ids);
            context.timerService().registerEventTimeTimer(at);
        }
    }

    private void forget(Campaign campaign, long atMillis) throws Exception {
        List<String> ids = forgetting.get(atMillis);
        if (ids != null) {
            ids.forEach(id -> campaign.forget(id, atMillis));
            forgetting.remove(atMillis);
        }
    }

    @Override
    public void close() throws Exception {
        if (predictor instanceof AutoCloseable open) {
            open.close();
        }
        super.close();
    }
}
