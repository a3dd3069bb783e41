package io.leeway.operators;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class OperatorFactoryTest {
    /** Sums up, and keeps the sum. */
    private static final class SummingOperator extends AbstractStreamOperator<Long>
            implements OneInputStreamOperator<Long, Long> {
        private final long times;
        private long sum;
        private transient ListState<Long> kept;

        private SummingOperator(StreamOperatorParameters<Long> parameters, long times) {
            super(parameters);
            this.times = times;
        }

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            super.initializeState(context);
            kept = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("sum", Types.LONG));
            for (long one : kept.get()) {
                sum += one;
            }
        }

        @Override
        public void processElement(StreamRecord<Long> record) {
            sum += times * record.getValue();
            output.collect(record.replace(sum));
        }

        @Override
        public void snapshotState(StateSnapshotContext context) throws Exception {
            super.snapshotState(context);
            kept.clear();
            kept.add(sum);
        }
    }

    private static OperatorFactory<Long, Long> summing(long times) {
        return new OperatorFactory<>(SummingOperator.class, parameters -> new SummingOperator(parameters, times));
    }

    /** As it reaches a task: serialized with the job, with what the maker was given. */
    @Test
    void theOperatorOfADeserializedFactoryWorksAndRestoresItsState() throws Exception {
        OperatorSubtaskState state;
        try (OneInputStreamOperatorTestHarness<Long, Long> harness =
                new OneInputStreamOperatorTestHarness<>(InstantiationUtil.clone(summing(10)))) {
            harness.open();
            harness.processElement(1L, 1);
            harness.processElement(2L, 2);
            assertThat(harness.extractOutputValues()).containsExactly(10L, 30L);
            state = harness.snapshot(1, 1);
        }
        try (OneInputStreamOperatorTestHarness<Long, Long> harness =
                new OneInputStreamOperatorTestHarness<>(InstantiationUtil.clone(summing(1)))) {
            harness.initializeState(state);
            harness.open();
            harness.processElement(5L, 3);
            assertThat(harness.extractOutputValues()).containsExactly(35L);
        }
    }

    /** Flink asks for the class before there is an operator, for example for its chains. */
    @Test
    void theClassIsKnownBeforeTheOperatorIsMade() {
        OperatorFactory<Long, Long> factory = new OperatorFactory<>(SummingOperator.class, parameters -> {
            throw new AssertionError("made too early");
        });
        assertThat(factory.getStreamOperatorClass(getClass().getClassLoader())).isEqualTo(SummingOperator.class);
    }
}
