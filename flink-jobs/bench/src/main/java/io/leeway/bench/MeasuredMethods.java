package io.leeway.bench;

import io.leeway.bench.job.SilentListener;
import io.leeway.model.FeatureColumns;
import io.leeway.model.RowRejected;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.topics.ScoreJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The methods on the way of every event and every score, each with what shoppers of a simulated
 * shop bring. JMH asks for a public class with public methods; it is not to be called otherwise.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH prepares before it measures.
public class MeasuredMethods {
    private static final int BUNDLE = 128;
    private static final long BETWEEN_VISITS = 6 * 3_600_000L;
    private static final long BETWEEN_EVENTS = 60_000L;
    private static final int EVENTS_A_VISIT = 4;

    private MethodInputs inputs;
    private FeatureColumns churnColumns;
    private FeatureColumns interestColumns;
    private ShopperProfile visited;
    private long visitMillis;
    private int turn;

    /** Once a JVM. */
    @Setup
    public void prepare() {
        inputs = MethodInputs.make();
        churnColumns = new FeatureColumns(Task.CHURN, inputs.manifest(Task.CHURN), BUNDLE);
        interestColumns = new FeatureColumns(Task.INTEREST, inputs.manifest(Task.INTEREST), BUNDLE);
        visited = ShopperProfile.ofBytes(ProfileSettings.DEFAULTS, inputs.profiles()[0]);
        visitMillis = inputs.endMillis();
    }

    @Benchmark
    public ShopperEvent decodeEvent() throws MalformedEventException {
        return EventJson.read(next(inputs.lines()));
    }

    /** What state costs an event beside RocksDB itself: from bytes to a profile and back. */
    @Benchmark
    public byte[] profileThroughBytes() {
        return ShopperProfile.ofBytes(ProfileSettings.DEFAULTS, next(inputs.profiles()))
                .toBytes();
    }

    /**
     * Four events and what falls due after them, six hours after the visit before: always the same
     * profile, which stays as large as it is.
     */
    @Benchmark
    public ShopperProfile profileVisit() {
        visitMillis += BETWEEN_VISITS;
        List<PendingEvent> visit = new ArrayList<>(EVENTS_A_VISIT);
        for (int i = 0; i < EVENTS_A_VISIT; i++) {
            visit.add(new PendingEvent(next(inputs.events()).at(visitMillis + i * BETWEEN_EVENTS), 0));
        }
        visited.advanceTo(visitMillis + BETWEEN_VISITS - 1, visit, SilentListener.INSTANCE);
        return visited;
    }

    @Benchmark
    public FeatureValues featuresChurn() {
        return visited.values(Task.CHURN, visitMillis);
    }

    @Benchmark
    public FeatureValues featuresInterest() {
        return visited.values(Task.INTEREST, visitMillis);
    }

    @Benchmark
    public int columnsChurn() throws RowRejected {
        return add(churnColumns, next(inputs.churn()));
    }

    /** The same for the interest model, whose categories become the vocabulary's ids. */
    @Benchmark
    public int columnsInterest() throws RowRejected {
        return add(interestColumns, next(inputs.interest()));
    }

    @Benchmark
    public SinkRecord encodeChurn() {
        return ScoreJson.encode(next(inputs.churnScores()));
    }

    @Benchmark
    public SinkRecord encodeInterest() {
        return ScoreJson.encode(next(inputs.interestScores()));
    }

    private static int add(FeatureColumns columns, FeatureValues values) throws RowRejected {
        if (columns.rows() == BUNDLE) {
            columns.clear();
        }
        columns.add(values.dictionary(), values.ids(), values.numbers());
        return columns.rows();
    }

    private <T> T next(T[] from) {
        turn = turn + 1 < from.length ? turn + 1 : 0;
        return from[turn];
    }
}
