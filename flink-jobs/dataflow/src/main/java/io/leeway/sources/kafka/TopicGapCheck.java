package io.leeway.sources.kafka;

import io.leeway.records.HistoryException;
import io.leeway.sources.base.StartCheck;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.common.KafkaException;

/**
 * The live topics must begin at or before the seam: what lies between would be in neither half. It
 * is looked at when the job starts and again at the switch, since meanwhile the brokers may have
 * deleted records.
 *
 * @param topics their names on the cluster
 * @param option by which the seam is given, for people
 * @param address the options by which brokers and topics are given, for people
 */
public record TopicGapCheck(KafkaConnection kafka, List<String> topics, Instant seam, String option, String address)
        implements StartCheck {
    private static final long serialVersionUID = 1L;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public TopicGapCheck {
        topics = List.copyOf(topics);
    }

    @Override
    public void check() {
        Map<String, Object> settings = new HashMap<>(KafkaConnection.timeouts(PATIENCE));
        settings.put("isolation.level", "read_committed");
        try {
            TopicGap.find(kafka, settings, topics, seam, PATIENCE).ifPresent(gap -> {
                throw new SuppressRestartsException(new HistoryException(gap.message(option)));
            });
        } catch (KafkaException e) {
            throw new FlinkRuntimeException(
                    KafkaFailure.line(kafka, e)
                            .orElse("Expected Kafka brokers that answer within " + PATIENCE.toSeconds() + " s at "
                                    + kafka + " and have the topics " + topics + ", found: " + e.getMessage()
                                    + "; check " + address),
                    e);
        }
    }
}
