package io.leeway.releases;

import io.leeway.records.ReleaseRole;
import io.leeway.records.Retirement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the retirement of canaries, once: one that no longer serves, or is retired already, is
 * left alone, so that a job that repeats a retirement after a failure changes nothing.
 */
public final class RetirementSink implements Sink<Retirement> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RetirementSink.class);

    private final ReleaseTopics topics;
    private final EventClock clock;
    private final Duration notice;

    /**
     * @param clock how far scoring has come in event time
     * @param notice how long after that they are taken back; at least {@link ModelRelease#NOTICE}
     */
    public RetirementSink(ReleaseTopics topics, EventClock clock, Duration notice) {
        this.topics = topics;
        this.clock = clock;
        this.notice = notice;
    }

    @Override
    public SinkWriter<Retirement> createWriter(WriterInitContext context) {
        return new Writer();
    }

    private final class Writer implements SinkWriter<Retirement> {
        @Override
        public void write(Retirement retirement, Context context) throws IOException, InterruptedException {
            try {
                ModelRelease canary = ReleaseBook.read(topics)
                        .plan(retirement.model())
                        .at(Long.MAX_VALUE)
                        .canary();
                if (canary == null
                        || canary.version() != retirement.version()
                        || canary.effectiveFromMillis() > retirement.atMillis()) {
                    return;
                }
                ModelRelease release = release(retirement);
                ReleasePublisher.publish(topics, release);
                LOG.warn("{} version {}: {}", release.model(), release.version(), release.note());
            } catch (ExecutionException | TimeoutException | KafkaException failed) {
                throw new IOException("Expected to take back " + retirement + ", found " + failed.getMessage(), failed);
            }
        }

        private ModelRelease release(Retirement retirement)
                throws ExecutionException, TimeoutException, InterruptedException {
            Instant now = clock.now().orElse(Instant.ofEpochMilli(retirement.atMillis()));
            Instant from = now.plus(notice);
            return new ModelRelease(
                    String.join(
                            "-",
                            retirement.model(),
                            Long.toString(retirement.version()),
                            ReleaseRole.RETIRED.id(),
                            Long.toString(from.toEpochMilli())),
                    retirement.model(),
                    retirement.version(),
                    "",
                    "",
                    ReleaseRole.RETIRED,
                    1,
                    from.toEpochMilli(),
                    now.toEpochMilli(),
                    retirement.reason());
        }

        @Override
        public void flush(boolean endOfInput) {
            // Each is published when it is written.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
