package io.leeway.operators;

import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on the records and watermarks of an input without end, but not the end of time.
 *
 * <p>A stop with {@code --drain} sends the highest watermark behind the last record, as the end of
 * a bounded input does. Every timer would then fire: shoppers would be silent for ever, windows
 * would close before their records are there, and decisions would be made as of a future that has
 * not happened. So an input without end has no last watermark: what waits stays in state, and is
 * in the savepoint, from which the job continues as after a stop without drain.
 *
 * <p>Keeps no state.
 */
public final class EndlessInput<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(EndlessInput.class);

    private EndlessInput(StreamOperatorParameters<T> parameters) {
        super(parameters);
    }

    /** The stream of a source. One that stops where its topics end now has no last watermark either. */
    public static <T> SingleOutputStreamOperator<T> of(SingleOutputStreamOperator<T> source) {
        return source.transform(
                "endless-input",
                source.getType(),
                new OperatorFactory<T, T>(EndlessInput.class, parameters -> new EndlessInput<>(parameters)));
    }

    /** Whether a watermark of an input without end is the one of a drain; then that is logged. */
    public static boolean isDrain(Watermark mark) {
        if (mark.getTimestamp() != Watermark.MAX_WATERMARK.getTimestamp()) {
            return false;
        }
        LOG.warn("Input ends, by a stop with drain or at the end of a replay: timers do not fire. What waits is in the"
                + " savepoint of a drain; start from it, or it is lost");
        return true;
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        output.collect(element);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (!isDrain(mark)) {
            super.processWatermark(mark);
        }
    }
}
