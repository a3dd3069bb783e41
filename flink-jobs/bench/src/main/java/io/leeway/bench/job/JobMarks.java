package io.leeway.bench.job;

import io.leeway.jobs.PipelineHooks;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.Trigger;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.Histogram;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Marks on two edges of the whole job: events behind the source, scores behind the models.
 *
 * @param skipped events a task of the source lets pass before it counts: what starting costs, and
 *     the buffers' filling
 * @param scoresFromMillis as-of time of the first score whose bundle and delay count
 */
public record JobMarks(long skipped, long scoresFromMillis) implements PipelineHooks {
    private static final String BEGUN = "begun-nanos";
    private static final String EVENTS = "events";
    private static final String ENDED = "ended-nanos";
    private static final String SCORES = "scores";
    private static final String BUNDLES = "bundle-rows";
    private static final String DELAYS = "scoring-millis";
    private static final String SESSION_DELAYS = "scoring-millis-session-end";

    /**
     * What the marks say of a job that has ended.
     *
     * @param eventsPerSecond from the first event that counts to the last score
     * @param scoresPerEvent of the whole run
     * @param bundleRows how many scores came from a bundle of so many rows
     * @param scoringMillis how many scores were made so long after the watermark had passed their
     *     as-of time
     * @param sessionEndMillis the same of scores that only a session's end asked for: these fall
     *     due one by one, others at the full hour
     */
    public record Reading(
            double eventsPerSecond,
            double scoresPerEvent,
            Map<Integer, Integer> bundleRows,
            Map<Integer, Integer> scoringMillis,
            Map<Integer, Integer> sessionEndMillis) {}

    @Override
    @SuppressWarnings("unchecked") // An edge carries what it carries: scores behind the models.
    public <T> DataStream<T> at(String place, DataStream<T> stream) {
        return switch (place) {
            case SOURCE ->
                stream.map(new EventMark<T>(skipped), stream.getType()).name("mark-source");
            case SCORING ->
                (DataStream<T>) ((DataStream<ScoreUpdate>) stream)
                        .map(new ScoreMark(scoresFromMillis), ((DataStream<ScoreUpdate>) stream).getType())
                        .name("mark-scores");
            default -> stream;
        };
    }

    /**
     * Reads the accumulators of a job; the counts of all its events must be given, since those
     * skipped are not among them.
     */
    public static Reading read(Map<String, Object> accumulators, long allEvents) {
        long begun = (long) Objects.requireNonNull(accumulators.get(BEGUN));
        long ended = (long) Objects.requireNonNull(accumulators.get(ENDED));
        long events = (long) Objects.requireNonNull(accumulators.get(EVENTS));
        long scores = (long) Objects.requireNonNull(accumulators.get(SCORES));
        return new Reading(
                events * 1e9 / (ended - begun),
                (double) scores / allEvents,
                histogram(accumulators, BUNDLES),
                histogram(accumulators, DELAYS),
                histogram(accumulators, SESSION_DELAYS));
    }

    @SuppressWarnings("unchecked") // Flink's histogram is such a map.
    private static Map<Integer, Integer> histogram(Map<String, Object> accumulators, String name) {
        return new TreeMap<>((Map<Integer, Integer>) Objects.requireNonNull(accumulators.get(name)));
    }

    /** The figure that this share of the counted ones does not exceed; 0 of none. */
    public static int quantile(Map<Integer, Integer> counts, double share) {
        long all = counts.values().stream().mapToLong(Integer::longValue).sum();
        long left = (long) Math.ceil(share * all);
        for (Map.Entry<Integer, Integer> each : new TreeMap<>(counts).entrySet()) {
            left -= each.getValue();
            if (left <= 0) {
                return each.getKey();
            }
        }
        return 0;
    }

    private static final class EventMark<T> extends RichMapFunction<T, T> {
        private static final long serialVersionUID = 1L;

        private final long skipped;
        private final LongMaximum begun = new LongMaximum();
        private final LongCounter events = new LongCounter();
        private long seen;

        EventMark(long skipped) {
            this.skipped = skipped;
        }

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().addAccumulator(BEGUN, begun);
            getRuntimeContext().addAccumulator(EVENTS, events);
        }

        @Override
        public T map(T event) {
            if (seen++ == skipped) {
                begun.add(System.nanoTime());
            }
            return event;
        }

        @Override
        public void close() {
            events.add(Math.max(0, seen - skipped));
        }
    }

    private static final class ScoreMark extends RichMapFunction<ScoreUpdate, ScoreUpdate> {
        private static final long serialVersionUID = 1L;

        private final long fromMillis;
        private LongMaximum ended = new LongMaximum();
        private LongCounter scores = new LongCounter();
        private Histogram bundles = new Histogram();
        private Histogram delays = new Histogram();
        private Histogram sessionDelays = new Histogram();
        private long seen;
        private long last;

        ScoreMark(long fromMillis) {
            this.fromMillis = fromMillis;
        }

        @Override
        public void open(OpenContext context) {
            // An accumulator belongs to a task by its name: in one chain both models' marks share
            // it.
            if (getRuntimeContext().<Long, Long>getAccumulator(ENDED) instanceof LongMaximum shared) {
                ended = shared;
            } else {
                getRuntimeContext().addAccumulator(ENDED, ended);
            }
            scores = getRuntimeContext().getLongCounter(SCORES);
            bundles = getRuntimeContext().getHistogram(BUNDLES);
            delays = getRuntimeContext().getHistogram(DELAYS);
            sessionDelays = getRuntimeContext().getHistogram(SESSION_DELAYS);
        }

        @Override
        public ScoreUpdate map(ScoreUpdate update) {
            seen++;
            last = System.nanoTime();
            if (update instanceof ShopperScore score && score.asOfMillis() >= fromMillis) {
                bundles.add(score.headers().bundleRows());
                delays.add((int) score.headers().scoringMillis());
                if (score.origin().triggers() == Trigger.SESSION_END.mask()) {
                    sessionDelays.add((int) score.headers().scoringMillis());
                }
            }
            return update;
        }

        @Override
        public void close() {
            ended.add(last);
            scores.add(seen);
        }
    }
}
