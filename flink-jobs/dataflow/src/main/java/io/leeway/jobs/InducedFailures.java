package io.leeway.jobs;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Makes a job fail now and then, to show that nothing is lost: each attempt at a place drawn by its number, so long after its start.
 *
 * @param every how long an attempt runs before it fails; wall clock
 * @param seed of the draw
 */
record InducedFailures(Duration every, long seed) implements PipelineHooks {
    private static final List<String> PLACES = List.of(SOURCE, FEATURES, SCORING, SINK);

    @Override
    public <T> DataStream<T> at(String place, DataStream<T> stream) {
        return stream.map(new Fuse<T>(place, every.toMillis(), seed), stream.getType())
                .name("failure-" + place);
    }

    private static final class Fuse<T> extends RichMapFunction<T, T> {
        private static final long serialVersionUID = 1L;

        private final String place;
        private final long everyMillis;
        private final long seed;
        private transient long failAtNanos;
        private transient boolean armed;
        private transient int attempt;

        private Fuse(String place, long everyMillis, long seed) {
            this.place = place;
            this.everyMillis = everyMillis;
            this.seed = seed;
        }

        @Override
        public void open(OpenContext context) {
            attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
            int drawn = (int) Math.floorMod(seed + attempt * 2_654_435_761L, (long) PLACES.size());
            armed = PLACES.get(drawn).equals(place)
                    && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
            failAtNanos = System.nanoTime() + everyMillis * 1_000_000;
        }

        @Override
        public T map(T value) {
            if (armed && System.nanoTime() - failAtNanos > 0) {
                throw new IllegalStateException("Failed on purpose at the " + place + ", attempt " + attempt);
            }
            return value;
        }
    }
}
