package io.leeway.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.Leeway;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class TopicsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void makesWhatIsAbsentAsItShouldBe(EmbeddedBroker broker) throws Exception {
        assertThat(run(broker, "new-shop.", "check")).isEqualTo(1);
        assertThat(out.toString()).contains("wrong   leeway.events is absent: make it with leeway topics create");
        assertThat(run(broker, "new-shop.", "create", "--dry-run")).isZero();
        assertThat(out.toString()).contains("would create new-shop.leeway.scores.churn");
        assertThat(run(broker, "new-shop.", "create", "--partitions", "3", "--keep", "100d"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("created new-shop.leeway.releases.status")
                .doesNotContain("wrong", "better");
        try (ShopTopics topics =
                new ShopTopics(KafkaConnection.to(broker.bootstrapServers()).withTopics(new Topics("new-shop.")))) {
            Map<String, TopicState> states = topics.states();
            assertThat(states).hasSameSizeAs(TopicRequirement.all());
            TopicState churn = states.get(Topics.CHURN);
            assertThat(churn.partitions()).isEqualTo(3);
            assertThat(churn.number("retention.ms", 0))
                    .isEqualTo(Duration.ofDays(100).toMillis());
            assertThat(states.get(Topics.EVENTS).has("message.timestamp.type", "LogAppendTime"))
                    .isTrue();
            TopicState catalogue = states.get(Topics.CATALOGUE);
            assertThat(catalogue.partitions()).isOne();
            assertThat(catalogue.has("cleanup.policy", "compact")).isTrue();
        }
        assertThat(run(broker, "new-shop.", "create")).isZero();
        assertThat(out.toString()).doesNotContain("created");
    }

    @Test
    void saysWhatDiffers(EmbeddedBroker broker) throws Exception {
        String prefix = "old-shop.";
        broker.createTopic(prefix + Topics.CHURN, 2, Map.of("cleanup.policy", "compact,delete"));
        broker.createTopic(prefix + Topics.CATALOGUE, 2, Map.of());
        broker.createTopic(prefix + Topics.OFFERS, 2, Map.of("max.message.bytes", "1000", "retention.ms", "604800000"));
        broker.createTopic(
                prefix + Topics.EVENTS, 2, Map.of("unclean.leader.election.enable", "true", "retention.ms", "3600000"));
        assertThat(run(broker, prefix, "create")).isEqualTo(1);
        assertThat(out.toString().lines())
                .contains(
                        "wrong   leeway.scores.churn: cleanup.policy has to be delete: readers need every record, not the newest of a key",
                        "wrong   leeway.catalogue: cleanup.policy has to be compact: what has not changed for long would be deleted",
                        "wrong   leeway.catalogue: has to have one partition, has 2: changes are read in the order they were made",
                        "wrong   leeway.offers: max.message.bytes has to be at least 131328, is 1000",
                        "better  leeway.offers: retention.ms keeps PT168H: a decision job, an effect or an audit that comes later misses what was written",
                        "better  leeway.events: retention.ms keeps PT1H: a job that is down for longer loses events",
                        "better  leeway.events: message.timestamp.type is not LogAppendTime: a producer whose clock is ahead makes others late",
                        "better  leeway.events: unclean.leader.election.enable is true: records that were committed can be lost");
    }

    @Test
    void saysWhatBrokersDoWithTransactions(EmbeddedBroker broker) throws Exception {
        assertThat(run(broker, "transactions.", "create", "--partitions", "1")).isZero();
        assertThat(run(broker, "transactions.", "check", "--transaction-timeout", "1h", "--longest-outage", "8d"))
                .isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("__transaction_state .* wrong")
                .contains("transaction.max.timeout.ms has to be at least the jobs' PT1H, is PT15M")
                .contains("transactional.id.expiration.ms has to be at least the longest outage, PT192H, is PT168H");
    }

    @Test
    void brokersThatAreAwayAreOneLine() {
        int code = Leeway.commandLine(false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("topics", "check", "--bootstrap", "localhost:1", "--kafka", "default.api.timeout.ms=1000");
        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains("Expected brokers at localhost:1");
    }

    private int run(EmbeddedBroker broker, String prefix, String... arguments) {
        out.getBuffer().setLength(0);
        List<String> command = new ArrayList<>(List.of("topics"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--bootstrap", broker.bootstrapServers(), "--topic-prefix", prefix));
        return Leeway.commandLine(false)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(command.toArray(String[]::new));
    }
}
