package io.leeway.cli.audit;

import io.leeway.local.EmbeddedBroker;
import io.leeway.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The topics that a run writes, made new for each test. */
public final class AuditedTopics {

    private static final List<String> ALL =
            List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES);

    private AuditedTopics() {}

    public static void create(EmbeddedBroker broker) throws Exception {
        for (String topic : ALL) {
            broker.createTopic(topic, 2, Map.of());
        }
    }

    public static void delete(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Set<String> there = admin.listTopics().names().get();
            admin.deleteTopics(Stream.concat(ALL.stream(), Topics.DECISIONS.stream())
                            .filter(there::contains)
                            .toList())
                    .all()
                    .get();
        }
    }
}
