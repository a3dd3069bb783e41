package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.CommittedReads;
import io.leeway.topics.TopicSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** sql/decide.sql between real topics: decisions, outcomes and regions in, leeway.demand and the topics of sql/50_sinks out. */
@EnabledIfSystemProperty(
        named = "leeway.decisions",
        matches = "true",
        disabledReason = "it takes a minute; -Dleeway.decisions=true runs it")
class DecisionTopicsIT {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void whatIsCommittedIsWhatAPlainComputationSays(@TempDir Path folder) throws Exception {
        TwinInput input = new TwinInput(2);
        input.write(folder);
        TwinReference reference = new TwinReference(input);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            for (String topic : List.of("ads", "offers", "recommendations", "outcomes")) {
                Path file = folder.resolve("decisions/leeway." + topic + "/part-0");
                fill(
                        broker,
                        "leeway." + topic,
                        GoldenFiles.lines(file).stream()
                                .map(line -> new String[] {"", line})
                                .toList());
            }
            List<String[]> regions = new ArrayList<>(List.of(
                    // What is compacted away and what is not yet: the last record counts.
                    new String[] {"u0", "{\"region\":\"nowhere\"}"}, new String[] {"u1", "{\"region\":\"nowhere\"}"}));
            for (int user = 0; user < 12; user++) {
                String region = input.regions.get("u" + user);
                regions.add(new String[] {"u" + user, region == null ? null : "{\"region\":\"" + region + "\"}"});
            }
            fill(broker, "leeway.regions", regions);
            for (String topic : List.of("win_back", "targeting", "campaign_measures", "recommendations")) {
                broker.createTopic("leeway.sql." + topic, 1, Map.of());
            }
            broker.createTopic("leeway.demand", 1, Map.of());

            new TwinSession(folder, true, broker.bootstrapServers())
                    .with(
                            "10_sources/files",
                            "10_sources/scores_files",
                            "10_sources/decisions_kafka",
                            "10_sources/regions_kafka",
                            "40_decisions/win_back",
                            "40_decisions/targeting",
                            "40_decisions/campaign_measures",
                            "40_decisions/popular_items",
                            "40_decisions/recommendations",
                            "40_decisions/regional_demand",
                            "50_sinks/decisions_kafka")
                    .run("decide");

            Map<String, JsonNode> demand = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record :
                    CommittedReads.of(broker.bootstrapServers(), "leeway.demand")) {
                JsonNode key = JSON.readTree(record.key());
                assertThat(key.size()).isEqualTo(3);
                if (record.value() == null) {
                    demand.remove(key.toString());
                } else {
                    JsonNode value = JSON.readTree(record.value());
                    assertThat(TopicSchema.written("demand").problems(value)).isEmpty();
                    demand.put(key.toString(), value);
                }
            }
            assertThat(demand.values().stream().map(DecisionTopicsIT::demandRow).sorted())
                    .containsExactlyElementsOf(reference.regionalDemand());
            List<String> warned = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record :
                    CommittedReads.of(broker.bootstrapServers(), "leeway.sql.win_back")) {
                JsonNode value = JSON.readTree(record.value());
                assertThat(new String(record.key(), StandardCharsets.UTF_8))
                        .isEqualTo(value.get("user").asText());
                warned.add(value.get("score").asText());
            }
            assertThat(warned)
                    .containsExactlyInAnyOrderElementsOf(reference.winBack().stream()
                            .map(row -> row.substring(row.lastIndexOf('|') + 1))
                            .toList());
            assertThat(CommittedReads.of(broker.bootstrapServers(), "leeway.sql.campaign_measures"))
                    .hasSameSizeAs(reference.campaignMeasures());
            assertThat(CommittedReads.of(broker.bootstrapServers(), "leeway.sql.targeting"))
                    .hasSameSizeAs(reference.targeting());
        }
    }

    private static String demandRow(JsonNode row) {
        return String.format(
                Locale.ROOT,
                "%s|%s|%s|%.5f|%d",
                row.get("day").asText().substring(0, 16),
                row.get("region").asText(),
                row.get("category").asText(),
                row.get("shoppers").asDouble(),
                row.get("scored").asLong());
    }

    private static void fill(EmbeddedBroker broker, String topic, List<String[]> records) throws Exception {
        broker.createTopic(topic, 1, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String[] record : records) {
                producer.send(new ProducerRecord<>(
                        topic,
                        record[0].getBytes(StandardCharsets.UTF_8),
                        record[1] == null ? null : record[1].getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
