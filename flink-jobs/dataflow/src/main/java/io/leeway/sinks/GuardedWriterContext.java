package io.leeway.sinks;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * A writer's context whose mails, by which Kafka's writer fails, end the job for a refused record.
 */
record GuardedWriterContext(WriterInitContext context, Refusals refusals) implements WriterInitContext {

    @Override
    public MailboxExecutor getMailboxExecutor() {
        return new Mails(context.getMailboxExecutor(), refusals);
    }

    private record Mails(MailboxExecutor mails, Refusals refusals) implements MailboxExecutor {
        @Override
        public void execute(
                MailOptions options,
                ThrowingRunnable<? extends Exception> command,
                String description,
                Object... arguments) {
            ThrowingRunnable<Exception> guarded = () -> {
                try {
                    command.run();
                } catch (Exception failed) {
                    refusals.endFor(failed);
                    throw failed;
                }
            };
            mails.execute(options, guarded, description, arguments);
        }

        @Override
        public void yield() throws InterruptedException, FlinkRuntimeException {
            mails.yield();
        }

        @Override
        public boolean tryYield() throws FlinkRuntimeException {
            return mails.tryYield();
        }

        @Override
        public boolean shouldInterrupt() {
            return mails.shouldInterrupt();
        }
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
        return context.getUserCodeClassLoader();
    }

    @Override
    public ProcessingTimeService getProcessingTimeService() {
        return context.getProcessingTimeService();
    }

    @Override
    public SinkWriterMetricGroup metricGroup() {
        return context.metricGroup();
    }

    @Override
    public SerializationSchema.InitializationContext asSerializationSchemaInitializationContext() {
        return context.asSerializationSchemaInitializationContext();
    }

    @Override
    public boolean isObjectReuseEnabled() {
        return context.isObjectReuseEnabled();
    }

    @Override
    public <I> TypeSerializer<I> createInputSerializer() {
        return context.createInputSerializer();
    }

    @Override
    public <M> Optional<Consumer<M>> metadataConsumer() {
        return context.metadataConsumer();
    }

    @Override
    public OptionalLong getRestoredCheckpointId() {
        return context.getRestoredCheckpointId();
    }

    @Override
    public JobInfo getJobInfo() {
        return context.getJobInfo();
    }

    @Override
    public TaskInfo getTaskInfo() {
        return context.getTaskInfo();
    }
}
