package io.leeway.release;

import io.leeway.jobs.PipelineHooks;
import io.leeway.records.scores.ScoreUpdate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Behind the scorers: counts a job's attempts, and fails each of its first attempts at the first score that comes to an instant, one instant after the other. The job runs in this
 * JVM.
 *
 * @param run the job's name
 * @param instants event time in milliseconds
 */
record FailOnce(String run, List<Long> instants) implements PipelineHooks {
    private static final Map<String, AtomicInteger> ATTEMPTS = new ConcurrentHashMap<>();

    /** How often the job began anew. */
    int restarts() {
        return counter().get();
    }

    private AtomicInteger counter() {
        return ATTEMPTS.computeIfAbsent(run, absent -> new AtomicInteger());
    }

    @Override
    public <T> DataStream<T> at(String place, DataStream<T> stream) {
        return place.equals(SCORING)
                ? stream.map(new Point<T>(this), stream.getType()).name("fail-once")
                : stream;
    }

    private static final class Point<T> extends RichMapFunction<T, T> {
        private static final long serialVersionUID = 1L;

        private final FailOnce plan;
        private transient int attempt;

        private Point(FailOnce plan) {
            this.plan = plan;
        }

        @Override
        public void open(OpenContext context) {
            attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
            plan.counter().accumulateAndGet(attempt, Math::max);
        }

        @Override
        public T map(T value) {
            if (attempt < plan.instants().size()
                    && value instanceof ScoreUpdate score
                    && score.asOfMillis() >= plan.instants().get(attempt)) {
                throw new IllegalStateException("Failed on purpose at " + score.asOfMillis() + ", attempt " + attempt);
            }
            return value;
        }
    }
}
