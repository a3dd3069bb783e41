package io.leeway.functions;

import static java.util.Objects.requireNonNull;

import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ProfileTimers;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.Lateness;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.ArgumentTrait;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.annotation.StateHint;
import org.apache.flink.table.api.dataview.ListView;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@code SHOPPER_FEATURES}: a table of events in, a row of features out whenever a score falls due,
 * as the DataStream job asks for it and from the same classes. Streaming only.
 *
 * <p>Flink puts {@code user_id}, the partition key, before the columns of {@link #OUTPUT}, and
 * {@code rowtime} behind them. <b>Keeps</b>, per shopper: the profile (bounded, about a kilobyte),
 * the accepted events ahead of the watermark, and when the one timer rings. <b>Clears</b> all of it
 * when the profile is forgotten, and at {@code until}; of a shopper who objected the objection
 * stays, unless {@code table.exec.state.ttl} removes it. <b>Late input</b>, implausible and
 * unreadable events are counted ({@code late}, {@code rejected}, {@code undecodable}) and dropped.
 */
@FunctionHint(output = @DataTypeHint(value = ShopperFeatures.OUTPUT, bridgedTo = RowData.class))
public final class ShopperFeatures extends ProcessTableFunction<RowData> implements SpecializedFunction {
    private static final long serialVersionUID = 1L;

    static final String OUTPUT = "ROW<as_of TIMESTAMP_LTZ(3), triggers ARRAY<STRING>, is_backfill BOOLEAN, churn "
            + FeatureRowType.CHURN + ", interest " + FeatureRowType.INTEREST + ">";

    private static final String STATE = "ROW<profile BYTES, wake BIGINT>";
    private static final String TIMER = "wake";
    private static final int PROFILE = 0;
    private static final int WAKE = 1;
    /** What became of the events, as Flink's counters: they start at zero after a restore. */
    private static final List<String> COUNTS = List.of(
            "applied",
            "duplicates",
            "tooMany",
            "erased",
            "objected",
            "late",
            "rejected",
            "undecodable",
            "beyondUntil",
            "requests");

    private final @Nullable ShopperCall call;
    private transient ProfileTimers wakes;
    private transient Map<String, Counter> counts;

    /** Before it is specialised: the planner gives it its arguments. */
    public ShopperFeatures() {
        this(null);
    }

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    private ShopperFeatures(@Nullable ShopperCall call) {
        this.call = call;
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory typeFactory) {
        TypeInference extracted = super.getTypeInference(typeFactory);
        return TypeInference.newBuilder()
                .staticArguments(extracted.getStaticArguments().orElseThrow())
                .stateTypeStrategies(extracted.getStateTypeStrategies())
                .outputTypeStrategy(context -> {
                    ShopperCall.of(context);
                    return extracted.getOutputTypeStrategy().inferType(context);
                })
                .build();
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        return new ShopperFeatures(ShopperCall.of(context.getCallContext()));
    }

    @Override
    public void open(FunctionContext context) {
        wakes = new ProfileTimers(ProfileSettings.DEFAULTS, call().untilMillis());
        counts = new HashMap<>();
        COUNTS.forEach(name -> counts.put(name, context.getMetricGroup().counter(name)));
    }

    private void count(String name) {
        requireNonNull(counts.get(name)).inc();
    }

    private ShopperCall call() {
        if (call == null) {
            throw new IllegalStateException("Expected the planner to have specialised SHOPPER_FEATURES");
        }
        return call;
    }

    public void eval(
            Context context,
            @StateHint(name = "shopper", type = @DataTypeHint(STATE)) Row shopper,
            @StateHint(name = "pending", type = @DataTypeHint("ARRAY<BYTES>")) ListView<byte[]> pending,
            @ArgumentHint(
                            name = "events",
                            value = {ArgumentTrait.SET_SEMANTIC_TABLE, ArgumentTrait.REQUIRE_ON_TIME})
                    Row event,
            @ArgumentHint(name = "until", isOptional = true) @Nullable String until,
            @ArgumentHint(name = "seam", isOptional = true) @Nullable String seam,
            @ArgumentHint(name = "allowed_lateness", isOptional = true) @Nullable Duration allowedLateness)
            throws Exception {
        TimeContext<Long> time = context.timeContext(Long.class);
        Optional<ShopperEvent> admitted = admit(event, time.time());
        if (admitted.isEmpty()) {
            return;
        }
        ShopperEvent accepted = admitted.get();
        long at = accepted.eventTimeMillis();
        if (wakes.isBeyond(at)) {
            count("beyondUntil");
            return;
        }
        Long watermark = time.currentWatermark();
        if (watermark != null && at <= watermark) {
            count("late");
            return;
        }
        pending.add(new PendingEvent(accepted, 0).toBytes());
        long due = orUntil(wakes.wakeFor(accepted.userId(), at));
        Long wake = shopper.getFieldAs(WAKE);
        if (due != ProfileTimers.NEVER && (wake == null || due < wake)) {
            shopper.setField(WAKE, due);
            time.registerOnTime(TIMER, due);
        }
    }

    public void onTimer(OnTimerContext context, Row shopper, ListView<byte[]> pending) throws Exception {
        long now = context.timeContext(Long.class).time();
        if (wakes.isBeyond(now)) {
            context.clearAll();
            return;
        }
        ProfileTimers.Woken woken = wakes.wake(now, shopper.getFieldAs(PROFILE), pending.get(), new Emitter());
        long next = now == wakes.untilMillis() ? ProfileTimers.NEVER : orUntil(woken.nextMillis());
        boolean wakesAgain = next != ProfileTimers.NEVER;
        if (!wakesAgain && (now == wakes.untilMillis() || !woken.profile().isObjected())) {
            context.clearAll();
            return;
        }
        if (woken.taken() > 0) {
            pending.setList(woken.waiting());
        }
        shopper.setField(
                PROFILE, woken.profile().isEmpty() ? null : woken.profile().toBytes());
        shopper.setField(WAKE, wakesAgain ? next : null);
        if (wakesAgain) {
            context.timeContext(Long.class).registerOnTime(TIMER, next);
        }
    }

    /** At its end a run clears the state. */
    private long orUntil(long dueMillis) {
        return Math.min(dueMillis, wakes.untilMillis());
    }

    private Optional<ShopperEvent> admit(Row row, long recordTimeMillis) {
        try {
            EventRules.Outcome outcome =
                    EventRules.apply(call().columns().read(row).toEvent(), OptionalLong.of(recordTimeMillis));
            if (outcome instanceof EventRules.Accepted accepted) {
                Optional<ShopperEvent> admitted =
                        Lateness.admit(accepted.event(), recordTimeMillis, call().allowedLatenessMillis());
                if (admitted.isEmpty()) {
                    count("late");
                }
                return admitted;
            }
            count("rejected");
        } catch (MalformedEventException undecodable) {
            count("undecodable");
        }
        return Optional.empty();
    }

    private final class Emitter implements ShopperProfile.Listener {
        @Override
        public void due(long asOfMillis, int triggers, ShopperProfile profile) {
            List<String> ids = Trigger.ids(triggers);
            StringData[] names = ids.stream().map(StringData::fromString).toArray(StringData[]::new);
            count("requests");
            collect(GenericRowData.of(
                    TimestampData.fromEpochMillis(asOfMillis),
                    new GenericArrayData(names),
                    asOfMillis < call().seamMillis(),
                    FeatureRowType.of(Task.CHURN, profile.values(Task.CHURN, asOfMillis)),
                    FeatureRowType.of(Task.INTEREST, profile.values(Task.INTEREST, asOfMillis))));
        }

        @Override
        public void applied(ShopperEvent event) {
            count("applied");
        }

        @Override
        public void duplicate(ShopperEvent event) {
            count("duplicates");
        }

        @Override
        public void tooMany(ShopperEvent event) {
            count("tooMany");
        }

        @Override
        public void erased(ShopperEvent event) {
            count("erased");
        }

        @Override
        public void objected(ShopperEvent event) {
            count("objected");
        }
    }
}
