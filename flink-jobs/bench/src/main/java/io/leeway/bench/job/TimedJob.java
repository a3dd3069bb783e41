package io.leeway.bench.job;

import io.leeway.bench.measure.BenchmarkRig;
import java.util.function.Function;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A bounded job between two marks: the first record and the end of the last. What a job costs
 * before and after is not counted.
 */
public final class TimedJob {
    static final String FIRST = "first-nanos";
    private static final String LAST = "last-nanos";
    static final String RECORDS = "records";

    private TimedJob() {}

    /**
     * Runs source → calls → discarding sink, one task of each.
     *
     * @param rows of which the source gives one after the other, {@code count} in all, as fast as the
     *     job takes them
     * @return records a second
     */
    public static <T> double turn(
            String name, T[] rows, TypeInformation<T> type, long count, Function<DataStream<T>, DataStream<?>> calls)
            throws Exception {
        StreamExecutionEnvironment env = BenchmarkRig.single();
        end(calls.apply(
                env.fromSequence(1, count).map(new InTurn<>(rows)).returns(type).name("rows")));
        return run(env, "leeway " + name);
    }

    static <T> void end(DataStream<T> stream) {
        stream.map(new LastMark<T>()).returns(stream.getType()).name("end").sinkTo(new DiscardingSink<>());
    }

    /** Runs the job; returns the source's records a second. */
    static double run(StreamExecutionEnvironment env, String name) throws Exception {
        JobExecutionResult result = env.execute(name);
        long first = result.getAccumulatorResult(FIRST);
        long last = result.getAccumulatorResult(LAST);
        long records = result.getAccumulatorResult(RECORDS);
        return records * 1e9 / (last - first);
    }

    private static final class InTurn<T> extends RichMapFunction<Long, T> {
        private static final long serialVersionUID = 1L;

        private final T[] rows;
        private final LongMinimum first = new LongMinimum();
        private final LongCounter records = new LongCounter();
        private long count;
        private int next;

        InTurn(T[] rows) {
            this.rows = rows;
        }

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().addAccumulator(FIRST, first);
            getRuntimeContext().addAccumulator(RECORDS, records);
        }

        @Override
        public T map(Long number) {
            if (count++ == 0) {
                first.add(System.nanoTime());
            }
            T row = rows[next];
            next = next + 1 == rows.length ? 0 : next + 1;
            return row;
        }

        @Override
        public void close() {
            records.add(count);
        }
    }

    private static final class LastMark<T> extends RichMapFunction<T, T> {
        private static final long serialVersionUID = 1L;

        private final LongMaximum last = new LongMaximum();

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().addAccumulator(LAST, last);
        }

        @Override
        public T map(T row) {
            return row;
        }

        @Override
        public void close() {
            last.add(System.nanoTime());
        }
    }
}
