package io.leeway.decisions.recommendation;

import io.leeway.records.CatalogueItem;
import io.leeway.records.Slate;
import io.leeway.state.CatalogueItemCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Puts a list's parts together, by the catalogue as it is as of the list's instant.
 *
 * <p><b>Keeps</b> a shopper's parts until the watermark has passed their instant, when they are all
 * there; and of each item of the catalogue the changes that a list may still ask for, broadcast to
 * every task. <b>Late input</b>: a change of the catalogue that comes behind the watermark holds
 * for the lists that are still to be made, which a replay need not repeat: let changes of the
 * catalogue begin a little later than now.
 */
final class SlatesFunction extends KeyedBroadcastProcessFunction<String, Part, CatalogueItem, Slate> {
    private static final long serialVersionUID = 1L;

    static final MapStateDescriptor<String, List<Object>> CATALOGUE =
            new MapStateDescriptor<>("catalogue", Types.STRING, Types.LIST(CatalogueItemCodec.INSTANCE.type()));

    private final RecommendationOptions options;

    private transient ListState<Object> parts;
    /** Broadcast state by category as well; null until it is first needed. */
    private transient @Nullable CatalogueView shelf;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    SlatesFunction(RecommendationOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        parts = getRuntimeContext().getListState(new ListStateDescriptor<>("parts", PartCodec.INSTANCE.type()));
        shelf = null;
    }

    @Override
    public void processBroadcastElement(CatalogueItem change, Context context, Collector<Slate> out) throws Exception {
        BroadcastState<String, List<Object>> kept = context.getBroadcastState(CATALOGUE);
        List<CatalogueItem> changes = shelf(kept).put(change, context.currentWatermark());
        if (changes.isEmpty()) {
            kept.remove(change.item());
        } else {
            List<Object> stored = new ArrayList<>();
            changes.forEach(each -> stored.add(CatalogueItemCodec.INSTANCE.write(each)));
            kept.put(change.item(), stored);
        }
    }

    private CatalogueView shelf(ReadOnlyBroadcastState<String, List<Object>> kept) throws Exception {
        CatalogueView known = shelf;
        if (known == null) {
            known = new CatalogueView();
            for (Map.Entry<String, List<Object>> each : kept.immutableEntries()) {
                for (Object stored : each.getValue()) {
                    known.put(CatalogueItemCodec.INSTANCE.read(stored), Long.MIN_VALUE);
                }
            }
            shelf = known;
        }
        return known;
    }

    @Override
    public void processElement(Part part, ReadOnlyContext context, Collector<Slate> out) throws Exception {
        parts.add(PartCodec.INSTANCE.write(part));
        context.timerService().registerEventTimeTimer(part.asOfMillis());
    }

    @Override
    public void onTimer(long now, OnTimerContext context, Collector<Slate> out) throws Exception {
        TreeMap<Long, List<Part>> due = new TreeMap<>();
        List<Object> later = new ArrayList<>();
        for (Object stored : parts.get()) {
            Part part = PartCodec.INSTANCE.read(stored);
            if (part.asOfMillis() <= now) {
                due.computeIfAbsent(part.asOfMillis(), at -> new ArrayList<>()).add(part);
            } else {
                later.add(stored);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        parts.update(later);
        Slates slates = new Slates(options, shelf(context.getBroadcastState(CATALOGUE)));
        due.values().forEach(of -> emit(slates, of, out));
    }

    /** A list and an erasure may have the same instant: the erasure is last. */
    private static void emit(Slates slates, List<Part> of, Collector<Slate> out) {
        Map<String, Part> answers = new HashMap<>();
        of.stream().filter(part -> part.request() == null).forEach(part -> answers.put(part.key(), part));
        Request erasure = null;
        for (Part part : of) {
            Request request = part.request();
            if (request != null && request.erased()) {
                erasure = request;
            } else if (request != null) {
                out.collect(slates.of(request, answers));
            }
        }
        if (erasure != null) {
            out.collect(Slates.erasure(erasure));
        }
    }
}
