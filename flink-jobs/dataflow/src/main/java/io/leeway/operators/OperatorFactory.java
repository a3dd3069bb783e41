package io.leeway.operators;

import java.io.Serializable;
import java.util.function.Function;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator of a stage on a task, with the parameters (mailbox, clock) of that task. */
public final class OperatorFactory<I, O> extends AbstractStreamOperatorFactory<O>
        implements OneInputStreamOperatorFactory<I, O> {
    private static final long serialVersionUID = 1L;

    private final Class<? extends StreamOperator<O>> type;
    private final Maker<I, O> maker;

    @FunctionalInterface
    public interface Maker<I, O>
            extends Function<StreamOperatorParameters<O>, OneInputStreamOperator<I, O>>, Serializable {}

    /** @param type the class of what {@code maker} makes */
    @SuppressWarnings("unchecked") // A class literal has no type arguments.
    public OperatorFactory(Class<?> type, Maker<I, O> maker) {
        this.type = (Class<? extends StreamOperator<O>>) type;
        this.maker = maker;
    }

    @Override
    @SuppressWarnings("unchecked") // The signature of Flink's interface leaves no other way.
    public <T extends StreamOperator<O>> T createStreamOperator(StreamOperatorParameters<O> parameters) {
        return (T) maker.apply(parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return type;
    }
}
