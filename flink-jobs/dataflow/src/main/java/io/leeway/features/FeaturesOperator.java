package io.leeway.features;

import io.leeway.model.calls.LogHistogram;
import io.leeway.operators.EndlessInput;
import io.leeway.operators.SteppedTimers;
import io.leeway.records.EventTimeLag;
import io.leeway.records.FeatureVector;
import io.leeway.records.HistoryException;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.shopper.ProfileTimers;
import io.leeway.shopper.ShopperProfile;
import io.leeway.topics.StageCounters;
import io.leeway.topics.erasure.ErasureLedger;
import java.time.Instant;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionInternalTimeService;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each shopper's profile and asks for a score when one is due. Keyed by user.
 *
 * <p><b>Keeps</b>, per shopper: the profile (bounded, about a kilobyte), the accepted events ahead
 * of the watermark, and the instant of the one timer that wakes it. <b>Clears</b> all of it when
 * the profile is forgotten: {@code retention} after the last event, or {@code eraseMemory} after an
 * erasure; never an objection, which a {@code consent} ends. <b>Late input</b> was recognised at the source by the record's timestamp; here it only
 * leaves as a late record. An accepted event behind the watermark can come only from a topic whose
 * timestamps are not the append times, and leaves as late too.
 *
 * <p><b>Of a large shopper</b> at most {@code eventsPerHour} events of an hour of event time are
 * applied, by the profile's rule; the rest are dead letters. When that many have come the shopper is
 * woken ahead of the timer, up to where no earlier event can follow, so that what waits is bounded
 * by the limit and the hours ahead of the watermark; in batch, where a shopper's events come in order
 * of time, by the limit.
 *
 * <p>The profile advances by itself through event time; a timer only wakes it. So batch (every
 * event of a key before any timer), a bounded stream and a live one ask for the same scores. It is
 * an operator and not a function, because counts have to leave before the checkpoint barrier. Timers
 * fire in steps: a checkpoint need not wait for all that a jump of the watermark makes due.
 *
 * <p><b>Of the ledger of erasures</b>, where there is one: an erasure is written into it, and what a
 * savepoint of before an erasure brings back is dropped when the shopper is woken.
 *
 * <p>A run without {@code until} has no last watermark: see {@link EndlessInput}.
 */
final class FeaturesOperator extends AbstractStreamOperator<FeatureVector>
        implements OneInputStreamOperator<SourceRecord, FeatureVector>,
                Triggerable<String, VoidNamespace>,
                BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final FeaturesOptions options;
    private final ProfileTimers wakes;
    private final transient MailboxExecutor mailbox;

    private transient ValueState<byte[]> profileState;
    private transient PendingEvents pending;
    private transient LargeShoppers largeShoppers;
    private transient ValueState<Long> wakeState;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient SteppedTimers steps;
    private transient ScoreRequests requests;
    private transient StageCounters tallies;
    private transient LateRecords lateRecords;
    private transient @Nullable ErasureLedger erased;
    private transient long watermarkMillis;
    private transient long watermarkPassedMillis;
    private transient LogHistogram profileBytes;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
    FeaturesOperator(StreamOperatorParameters<FeatureVector> parameters, FeaturesOptions options) {
        super(parameters);
        this.options = options;
        this.mailbox = parameters.getMailboxExecutor();
        this.wakes = new ProfileTimers(options.settings(), options.untilMillis());
    }

    @Override
    public void open() throws Exception {
        super.open();
        profileState = getRuntimeContext().getState(ProfileState.profile());
        pending = new PendingEvents(getRuntimeContext(), options.settings().eventsPerHour());
        largeShoppers = new LargeShoppers(options.settings().eventsPerHour(), getMetricGroup());
        wakeState = getRuntimeContext().getState(ProfileState.wake());
        timers = getInternalTimerService(ProfileState.TIMERS, VoidNamespaceSerializer.INSTANCE, this);
        steps = new SteppedTimers(getTimeServiceManager().orElseThrow(), mailbox, output);
        tallies = new StageCounters("features");
        erased = options.erasures() == null ? null : ErasureLedger.open(options.erasures());
        requests = new ScoreRequests(options, tallies, largeShoppers, this::emit, this::send, erased);
        lateRecords = new LateRecords();
        watermarkMillis = Long.MIN_VALUE;
        profileBytes = new LogHistogram();
        Gauge<Long> lag =
                () -> EventTimeLag.millis(getProcessingTimeService().getCurrentProcessingTime(), steps.reachedMillis());
        Gauge<Long> usual = () -> profileBytes.quantile(0.5);
        Gauge<Long> large = () -> profileBytes.quantile(0.99);
        getMetricGroup().gauge("eventTimeLagMillis", lag);
        getMetricGroup().gauge("profileBytesP50", usual);
        getMetricGroup().gauge("profileBytesP99", large);
    }

    @Override
    public void processElement(StreamRecord<SourceRecord> element) throws Exception {
        SourceRecord arrival = element.getValue();
        switch (arrival.kind()) {
            case LATE -> {
                tallies.add("late");
                send(lateRecords.late(arrival, isErased(arrival)));
            }
            case DEAD -> send(lateRecords.dead(arrival, isErased(arrival)));
            case EVENT -> accept(arrival);
            case HEARTBEAT, BEFORE_SEAM, LOST, OVERSIZED ->
                throw new IllegalStateException("Expected events behind the intake, found " + arrival.kind());
        }
    }

    private void accept(SourceRecord arrival) throws Exception {
        long time = arrival.eventTimeMillis();
        if (wakes.isBeyond(time)) {
            tallies.add("beyond-until");
            return;
        }
        // The timers' own watermark may still be on its way to this one.
        if (time <= watermarkMillis) {
            if (!arrival.live()) {
                throw new SuppressRestartsException(
                        new HistoryException("Expected history in order of time from file to file, found "
                                + Instant.ofEpochMilli(time) + " behind "
                                + Instant.ofEpochMilli(watermarkMillis) + " in " + arrival.origin()
                                + "; sort it with `leeway import`"));
            }
            tallies.add("late");
            send(lateRecords.behindWatermark(arrival, watermarkMillis, isErased(arrival)));
            return;
        }
        if (pending.add(arrival.userId(), arrival.body())) {
            wakeEarly(arrival.userId(), time);
        } else {
            wakeAt(wakes.wakeFor(arrival.userId(), time));
        }
        if (wakes.untilMillis() != Long.MAX_VALUE) {
            // Batch drops timers that are registered while timers fire: this one is there from the
            // start, and does what is left.
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, wakes.untilMillis());
        }
    }

    /** Advances a shopper of whom much waits to where no earlier event can follow. */
    private void wakeEarly(String user, long eventTimeMillis) throws Exception {
        boolean sorted = timers instanceof BatchExecutionInternalTimeService;
        Long wake = wakeState.value();
        if (wake != null) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, wake);
        }
        wake(user, Math.max(0, sorted ? eventTimeMillis - 1 : watermarkMillis));
    }

    /** One timer a shopper: an earlier one takes the place of a later one. */
    private void wakeAt(long dueMillis) throws Exception {
        Long wake = wakeState.value();
        if (dueMillis == ProfileTimers.NEVER || (wake != null && wake <= dueMillis)) {
            return;
        }
        if (wake != null) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, wake);
        }
        wakeState.update(dueMillis);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, dueMillis);
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        long now = timer.getTimestamp();
        if (wakes.isBeyond(now)) {
            // A savepoint brings timers of its own, and the end of input rings them all.
            return;
        }
        wake(timer.getKey(), now);
    }

    private void wake(String user, long now) throws Exception {
        byte[] before = profile();
        ProfileTimers.Woken woken =
                wakes.wake(now, before, pending.all(), requests.of(user, watermarkPassedMillis), erasedUntil(user));
        pending.keep(user, woken);
        ShopperProfile profile = woken.profile();
        if (!profile.isEmpty()) {
            byte[] after = profile.toBytes();
            profileBytes.record(after.length);
            profileState.update(after);
        } else if (before != null) {
            profileState.clear();
        }
        if (options.profiles() && now == wakes.untilMillis() && !profile.isEmpty()) {
            output.collect(Features.PROFILES, new StreamRecord<>(new ProfileSnapshot(user, profile.toBytes()), now));
        }
        wakeNext(woken.nextMillis());
    }

    /** The timer that takes the place of the one that rang. */
    private void wakeNext(long dueMillis) throws Exception {
        if (dueMillis == ProfileTimers.NEVER) {
            wakeState.clear();
            return;
        }
        wakeState.update(dueMillis);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, dueMillis);
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("Leeway sets no processing-time timer here");
    }

    private byte @Nullable [] profile() throws Exception {
        byte[] profile = profileState.value();
        if (profile != null && ShopperProfile.formatOf(profile) > ShopperProfile.FORMAT) {
            throw new SuppressRestartsException(new UnreadableStateException(
                    "profile", ProfileState.UID, ShopperProfile.FORMAT, ShopperProfile.formatOf(profile)));
        }
        return profile;
    }

    private boolean isErased(SourceRecord arrival) throws Exception {
        return wakes.isErased(profile())
                || pending.isErasing()
                || arrival.eventTimeMillis() <= erasedUntil(arrival.userId());
    }

    private long erasedUntil(String user) {
        return erased == null ? ProfileTimers.NOT_ERASED : erased.until(user);
    }

    private void emit(FeatureVector vector) {
        output.collect(new StreamRecord<>(vector, vector.asOfMillis()));
    }

    private void send(SinkRecord outgoing) {
        output.collect(Features.SIDE, new StreamRecord<>(outgoing, outgoing.eventTimeMillis()));
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (wakes.untilMillis() == Long.MAX_VALUE && EndlessInput.isDrain(mark)) {
            return;
        }
        watermarkPassedMillis = getProcessingTimeService().getCurrentProcessingTime();
        watermarkMillis = mark.getTimestamp();
        if (watermarkMillis == Long.MAX_VALUE) {
            steps.finish(mark);
        } else {
            steps.advance(mark);
        }
        largeShoppers.passed(steps.reachedMillis());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        drainTallies();
    }

    @Override
    public void endInput() {
        drainTallies();
    }

    @Override
    public void finish() throws Exception {
        // The last timers fire on the last watermark, which comes after the end of input.
        drainTallies();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (erased != null) {
            erased.close();
            erased = null;
        }
        super.close();
    }

    private void drainTallies() {
        tallies.drain(Math.max(0, watermarkMillis == Long.MAX_VALUE ? 0 : watermarkMillis))
                .ifPresent(this::send);
    }
}
