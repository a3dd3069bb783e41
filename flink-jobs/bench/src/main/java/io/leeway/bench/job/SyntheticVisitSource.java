package io.leeway.bench.job;

import io.leeway.operators.OperatorFactory;
import io.leeway.records.SourceRecord;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * {@link SyntheticVisits} as a source of a job, with a watermark every so many events, so that it
 * costs each contestant the same.
 *
 * <p>It ends without the watermark of the end of time: timers after the last event do not fire, as
 * in an unbounded stream.
 */
final class SyntheticVisitSource {
    private static final int EVENTS_A_WATERMARK = 64;

    private SyntheticVisitSource() {}

    /**
     * @param fromMillis event time of the beginning
     * @param warmUp so many events count for nothing
     * @param events so many count; with 0 none comes, and the stream does not end
     */
    static DataStream<SourceRecord> in(
            StreamExecutionEnvironment env, int shoppers, long fromMillis, long warmUp, long events) {
        boolean silent = events == 0;
        return env.fromSequence(1, silent ? Long.MAX_VALUE - 1 : warmUp + events)
                // Of its own, or a job would resume from the numbers of the job that wrote the
                // savepoint.
                .uid(silent ? "silence" : "numbers")
                .transform(
                        "visits",
                        TypeInformation.of(SourceRecord.class),
                        new OperatorFactory<Long, SourceRecord>(
                                Operator.class,
                                parameters -> new Operator(
                                        parameters, new SyntheticVisits(shoppers, fromMillis), warmUp, silent)));
    }

    private static final class Operator extends AbstractStreamOperator<SourceRecord>
            implements OneInputStreamOperator<Long, SourceRecord> {
        private static final long serialVersionUID = 1L;

        private final transient SyntheticVisits visits;
        private final long warmUp;
        private final boolean silent;
        private final LongMinimum first = new LongMinimum();
        private final LongCounter records = new LongCounter();
        private long count;

        Operator(
                StreamOperatorParameters<SourceRecord> parameters,
                SyntheticVisits visits,
                long warmUp,
                boolean silent) {
            super(parameters);
            this.visits = visits;
            this.warmUp = warmUp;
            this.silent = silent;
        }

        @Override
        public void open() throws Exception {
            super.open();
            getRuntimeContext().addAccumulator(TimedJob.FIRST, first);
            getRuntimeContext().addAccumulator(TimedJob.RECORDS, records);
        }

        @Override
        public void processElement(StreamRecord<Long> element) {
            if (silent) {
                return;
            }
            if (count++ == warmUp) {
                first.add(System.nanoTime());
            }
            SourceRecord arrival = visits.next();
            output.collect(new StreamRecord<>(arrival, arrival.eventTimeMillis()));
            if (count % EVENTS_A_WATERMARK == 0) {
                // Another event may share the instant.
                output.emitWatermark(new Watermark(arrival.eventTimeMillis() - 1));
            }
        }

        @Override
        public void processWatermark(Watermark mark) {
            // The numbers' own watermark is only the one at their end.
        }

        @Override
        public void close() throws Exception {
            records.add(Math.max(0, count - warmUp));
            super.close();
        }
    }
}
