package io.leeway.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.sources.base.PassedOnCalls;
import java.util.Set;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kafka's producer answers on its own thread, and its writer fails in a mail of the task. */
class GuardedWriterContextTest {
    private final TaskMailboxImpl mailbox = new TaskMailboxImpl(Thread.currentThread());
    private final MailboxExecutor mails = new GuardedWriterContext(
                    new WriterContext(new MailboxExecutorImpl(
                            mailbox, TaskMailbox.MIN_PRIORITY, StreamTaskActionExecutor.IMMEDIATE)),
                    new Refusals())
            .getMailboxExecutor();

    @AfterEach
    void close() {
        mailbox.quiesce();
        mailbox.close();
    }

    private void fail(RuntimeException answer) throws Exception {
        mails.execute(
                () -> {
                    throw answer;
                },
                "fail");
        mails.yield();
    }

    @Test
    void allButTheMailboxIsPassedOn() throws Exception {
        PassedOnCalls.<WriterInitContext>verify(
                WriterInitContext.class,
                context -> new GuardedWriterContext(context, new Refusals()),
                Set.of("getMailboxExecutor"));
    }

    @Test
    void aRefusedRecordEndsTheJob() {
        assertThatThrownBy(() -> fail(new RecordTooLargeException("too large")))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .isInstanceOf(RefusedRecordException.class);
    }

    @Test
    void whatPassesFailsAsItIs() {
        TimeoutException passing = new TimeoutException("expiring");
        assertThatThrownBy(() -> fail(passing)).isSameAs(passing);
    }

    @Test
    void otherMailsRunAndAreWaitedFor() throws Exception {
        StringBuilder run = new StringBuilder();
        assertThat(mails.tryYield()).isFalse();
        mails.execute(() -> run.append("a"), "a");
        mails.execute(() -> run.append("b"), "b");
        assertThat(mails.tryYield()).isTrue();
        mails.yield();
        assertThat(run).hasToString("ab");
        assertThat(mails.shouldInterrupt()).isFalse();
    }
}
