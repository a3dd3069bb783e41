package io.leeway.bench.job;

import java.io.Serializable;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
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

    /** {@code System::nanoTime}, so that it can travel to a task of this JVM. */
    public interface NanoClock extends LongSupplier, Serializable {}

    /** So many records out of some rows in turn, as fast as the job takes them. */
    public static <T> SingleOutputStreamOperator<T> source(
            StreamExecutionEnvironment env, T[] rows, long records, TypeInformation<T> type, NanoClock clock) {
        return env.fromSequence(1, records)
                .map(new InTurn<>(rows, clock))
                .returns(type)
                .name("rows");
    }

    /** Ends the stream. */
    public static <T> void end(DataStream<T> stream, TypeInformation<T> type, NanoClock clock) {
        stream.map(new LastMark<T>(clock)).returns(type).name("end").sinkTo(new DiscardingSink<>());
    }

    /** Runs the job; returns the source's records a second. */
    public static double run(StreamExecutionEnvironment env, String name) throws Exception {
        JobExecutionResult result = env.execute(name);
        long first = result.getAccumulatorResult(FIRST);
        long last = result.getAccumulatorResult(LAST);
        long records = result.getAccumulatorResult(RECORDS);
        return records * 1e9 / (last - first);
    }

    private static final class InTurn<T> extends RichMapFunction<Long, T> {
        private static final long serialVersionUID = 1L;

        private final T[] rows;
        private final NanoClock clock;
        private final LongMinimum first = new LongMinimum();
        private final LongCounter records = new LongCounter();
        private long count;
        private int next;

        InTurn(T[] rows, NanoClock clock) {
            this.rows = rows;
            this.clock = clock;
        }

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().addAccumulator(FIRST, first);
            getRuntimeContext().addAccumulator(RECORDS, records);
        }

        @Override
        public T map(Long number) {
            if (count++ == 0) {
                first.add(clock.getAsLong());
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

        private final NanoClock clock;
        private final LongMaximum last = new LongMaximum();

        LastMark(NanoClock clock) {
            this.clock = clock;
        }

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
            last.add(clock.getAsLong());
        }
    }
}
