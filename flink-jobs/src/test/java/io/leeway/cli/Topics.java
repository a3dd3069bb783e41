package io.leeway.cli;

import io.leeway.records.Outgoing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/** The topics that a run writes, made new for each test. */
final class Topics {

    private static final List<String> ALL =
            List.of(Outgoing.CHURN, Outgoing.INTEREST, Outgoing.DEAD_LETTERS, Outgoing.LATE, Outgoing.TALLIES);

    private Topics() {}

    static void create(EmbeddedBroker broker) throws Exception {
        for (String topic : ALL) {
            broker.createTopic(topic, 2, Map.of());
        }
    }

    static void delete(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Set<String> there = admin.listTopics().names().get();
            admin.deleteTopics(ALL.stream().filter(there::contains).toList())
                    .all()
                    .get();
        }
    }
}
