package io.leeway.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.records.CatalogueItem;
import io.leeway.records.SinkRecord;
import io.leeway.shop.SmallShop;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.topics.CatalogueJson;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What a disturbed and an undisturbed run read alike: a small shop whose live topic has faults of its own. Records are stamped some minutes late, broken, too large,
 * without a value; one partition is silent.
 */
final class ChaosInput {
    static final int VARIANTS = 3;
    private static final int PARTITIONS = 3;
    private static final int ITEMS = 200;
    private static final Duration LATENESS = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SmallShop small = SmallShop.get();
    private final int variant;
    private final Path folder;

    private ChaosInput(int variant, Path folder) {
        this.variant = variant;
        this.folder = folder;
    }

    static ChaosInput of(int variant, Path folder) {
        return new ChaosInput(variant, folder);
    }

    Instant end() {
        return small.shop().settings().end();
    }

    SmallShop shop() {
        return small;
    }

    JobSourceOptions source(KafkaConnection kafka) {
        return JobSourceOptions.of(small.history())
                .withTopic(kafka, Topics.EVENTS)
                .withSeam(small.seam())
                .withAllowedLateness(LATENESS);
    }

    Map<String, Integer> topics() {
        Map<String, Integer> topics = new TreeMap<>();
        Topics.SCORING.forEach(topic -> topics.put(topic, 2));
        List.of(Topics.RECOMMENDATIONS, Topics.OFFERS, Topics.CATALOGUE).forEach(topic -> topics.put(topic, 1));
        topics.put(Topics.EVENTS, PARTITIONS);
        return topics;
    }

    /** The live topic and the catalogue, whole. */
    void write(KafkaConnection kafka) throws Exception {
        Random random = new Random(variant);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            String events = kafka.name(Topics.EVENTS);
            long before = small.seam().minus(Duration.ofMinutes(15)).toEpochMilli();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                sent.add(producer.send(new ProducerRecord<byte[], byte[]>(events, partition, before, null, null)));
            }
            for (Iterator<LiveRecord> live = small.shop().live(); live.hasNext(); ) {
                LiveRecord record = live.next();
                String user = record.userId();
                byte[] key = user == null ? null : user.getBytes(UTF_8);
                // The last partition stays silent.
                int partition = user == null ? 0 : Math.floorMod(user.hashCode(), PARTITIONS - 1);
                long jitter = random.nextInt(20) == 0 ? random.nextInt(300_000) : 0;
                long stamp = record.arrivalMillis() - jitter;
                sent.add(producer.send(new ProducerRecord<>(events, partition, stamp, key, record.value())));
                byte[] odd = odd(random);
                if (odd != null) {
                    sent.add(producer.send(new ProducerRecord<>(events, partition, stamp, key, odd)));
                }
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                long after = end().plus(Duration.ofMinutes(30)).toEpochMilli();
                sent.add(producer.send(new ProducerRecord<byte[], byte[]>(events, partition, after, null, null)));
            }
            for (SinkRecord item : catalogue()) {
                sent.add(producer.send(new ProducerRecord<>(
                        kafka.name(item.topic()), null, item.eventTimeMillis(), item.key(), item.value())));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private static byte[] odd(Random random) {
        return switch (random.nextInt(500)) {
            case 0 -> "\u0001".repeat(900_000).getBytes(UTF_8);
            case 1 -> "[1, 2]".getBytes(UTF_8);
            case 2 -> "{\"id\":7,\"type\":\"view\"".getBytes(UTF_8);
            case 3 -> new byte[0];
            default -> null;
        };
    }

    /** The shop plants broken lines. */
    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException broken) {
            return JSON.createObjectNode();
        }
    }

    private List<SinkRecord> catalogue() throws IOException {
        Map<String, String> categories = new HashMap<>();
        try (Stream<Path> files = Files.list(small.history())) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("events"))
                    .sorted()
                    .toList()) {
                try (BufferedReader lines = Files.newBufferedReader(file, ISO_8859_1)) {
                    for (String line = lines.readLine();
                            line != null && categories.size() < ITEMS;
                            line = lines.readLine()) {
                        JsonNode event = parsed(line);
                        if (event.hasNonNull("item") && event.hasNonNull("category")) {
                            categories.put(
                                    event.get("item").asText(),
                                    event.get("category").asText());
                        }
                    }
                }
            }
        }
        long from = small.seam().minus(Duration.ofDays(30)).toEpochMilli();
        return categories.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(item -> CatalogueJson.outgoing(
                        new CatalogueItem(item.getKey(), item.getValue(), 10, 100, from, false, from, false)))
                .toList();
    }

    /** The scores of an undisturbed run in batch, made once. */
    Path reference(KafkaConnection kafka) throws Exception {
        Path reference = folder.resolve("reference-" + variant);
        if (!Files.isDirectory(reference)) {
            StreamExecutionEnvironment env = SmallShop.batch();
            BackfillJob.define(
                    env,
                    BackfillJobOptions.withTopic(source(kafka), ModelOptions.of(small.models()), end(), reference));
            env.execute("reference");
        }
        return reference;
    }
}
