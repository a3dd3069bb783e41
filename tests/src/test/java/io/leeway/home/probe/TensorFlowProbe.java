package io.leeway.home.probe;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.tensorflow.EagerSession;
import org.tensorflow.op.Ops;

/** Adds numbers with TensorFlow in a TaskManager; the accumulator {@code sum} holds what came out. */
public final class TensorFlowProbe {

    private TensorFlowProbe() {}

    /**
     * Runs the job.
     *
     * @param arguments up to which number, from 1
     */
    public static void main(String[] arguments) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSequence(1, Long.parseLong(arguments[0])).map(new Add()).sinkTo(new DiscardingSink<>());
        env.execute("TensorFlow probe");
    }

    /** With a session for each subtask: two threads hang in the set of pointers that the default session keeps. */
    private static final class Add extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;

        private transient LongCounter sum;
        private transient EagerSession session;

        @Override
        public void open(OpenContext context) {
            sum = new LongCounter();
            getRuntimeContext().addAccumulator("sum", sum);
            session = EagerSession.create();
        }

        @Override
        public Long map(Long value) {
            Ops tf = Ops.create(session);
            try (var added = tf.math.add(tf.constant(value), tf.constant(0L)).asTensor()) {
                sum.add(added.getLong());
                return added.getLong();
            }
        }

        @Override
        public void close() {
            if (session != null) {
                session.close();
            }
        }
    }
}
