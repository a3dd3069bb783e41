package io.leeway.sql;

import io.leeway.local.EmbeddedBroker;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.sources.importers.HistoryOptions;
import io.leeway.sources.importers.HistoryWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Events of ten days, one every five minutes, by seven shoppers: history goes on for a while after the seam, and the topic begins before it. */
final class SeamInput {
    static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    static final Instant SEAM = Instant.parse("2026-03-07T15:02:30Z");
    static final int EVENTS = 10 * 24 * 12;
    static final int PARTITIONS = 2;
    private static final Duration OVERLAP = Duration.ofHours(5);

    private SeamInput() {}

    static List<ShopperEvent> events() {
        return IntStream.range(0, EVENTS).mapToObj(SeamInput::event).toList();
    }

    private static ShopperEvent event(int number) {
        long time = BEGIN.plus(Duration.ofMinutes(5L * number)).toEpochMilli();
        return new ShopperEvent(
                "e" + number, EventType.VIEW, "u" + number % 7, null, null, 0, null, 1, 0, null, null, time);
    }

    /** The record's timestamp: within two minutes of the event, by a rule. */
    static long arrivalMillis(ShopperEvent event) {
        return event.eventTimeMillis() + Math.floorMod(event.eventId().hashCode(), 120) * 1_000L;
    }

    /** What the table's record time is. */
    static long recordTimeMillis(ShopperEvent event) {
        return isLive(event) ? arrivalMillis(event) : event.eventTimeMillis();
    }

    static boolean isLive(ShopperEvent event) {
        return event.eventTimeMillis() >= SEAM.toEpochMilli();
    }

    /** How many events have what, counted plainly. */
    static <K> Map<K, Long> counts(Predicate<ShopperEvent> which, Function<ShopperEvent, K> what) {
        return events().stream()
                .filter(which)
                .collect(Collectors.groupingBy(what, TreeMap::new, Collectors.counting()));
    }

    /** The begin of the hour, by record time. */
    static String hour(ShopperEvent event) {
        long hour = Duration.ofHours(1).toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(recordTimeMillis(event), hour) * hour)
                .toString();
    }

    /** The hour of the event time, as SQL writes it. */
    static String eventHour(ShopperEvent event) {
        return Instant.ofEpochMilli(event.eventTimeMillis())
                .toString()
                .replace('T', ' ')
                .substring(0, 13);
    }

    static void writeHistory(Path folder) throws IOException {
        try (HistoryWriter writer = HistoryWriter.open(folder, HistoryOptions.DEFAULT)) {
            for (ShopperEvent event : events()) {
                if (event.eventTimeMillis() < SEAM.plus(OVERLAP).toEpochMilli()) {
                    writer.append(event.eventTimeMillis(), EventJson.write(event));
                }
            }
            writer.finish();
        }
    }

    /** Fills a new topic with events from this instant on. */
    static void fillTopic(EmbeddedBroker broker, String topic, int partitions, Instant from)
            throws InterruptedException {
        broker.createTopic(topic, partitions, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                // One request at a time: where a new topic refuses the first and takes the second, no later one fits
                // any more.
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ShopperEvent event : events()) {
                if (event.eventTimeMillis() >= from.toEpochMilli()) {
                    producer.send(new ProducerRecord<>(
                            topic,
                            Math.floorMod(event.userId().hashCode(), partitions),
                            arrivalMillis(event),
                            event.userId().getBytes(StandardCharsets.UTF_8),
                            EventJson.write(event)));
                }
            }
            producer.send(new ProducerRecord<>(topic, 0, null, "not an event".getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Fills a new topic as most tests want it. */
    static void fillTopic(EmbeddedBroker broker, String topic) throws InterruptedException {
        fillTopic(broker, topic, PARTITIONS, SEAM.minus(OVERLAP));
    }
}
