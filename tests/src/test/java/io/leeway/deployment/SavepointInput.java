package io.leeway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.shop.SmallShop;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.sql.AnalyticModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a scoring job reads: history, models, and a live topic in parts between which the job may be stopped. It lies in a folder, so that later builds read just the same.
 *
 * @param folder of history and models
 * @param seam history ends here
 * @param until nothing later is scored; null for no end
 * @param parts of the live topic
 */
record SavepointInput(Path folder, Instant seam, Instant until, List<List<Line>> parts) {
    static final int PARTITIONS = 4;

    private static final JsonMapper JSON = new JsonMapper();

    /** A record of the live topic; without a value it is a heartbeat. */
    record Line(int partition, long timestamp, String key, String value) {}

    /** A small shop, its live records in parts of about the same number. */
    static SavepointInput make(Path folder, int shoppers, int historyDays, int parts) throws IOException {
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
                .withShoppers(shoppers)
                .withHistoryDays(historyDays)
                .withLive(Duration.ofDays(2))
                .withPlanting(PlantingRates.nothing()));
        SmallShop.write(shop, folder.resolve("history"));
        AnalyticModels.write(folder.resolve("models"));
        List<Line> all = new ArrayList<>();
        for (Iterator<LiveRecord> live = shop.live(); live.hasNext(); ) {
            LiveRecord record = live.next();
            String key = String.valueOf(record.userId());
            all.add(new Line(
                    Math.floorMod(key.hashCode(), PARTITIONS),
                    record.arrivalMillis(),
                    key,
                    new String(record.value(), StandardCharsets.UTF_8)));
        }
        Instant seam = shop.settings().seam();
        Instant until = shop.settings().end();
        List<List<Line>> cut = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<Line> lines = new ArrayList<>(all.subList(part * all.size() / parts, (part + 1) * all.size() / parts));
            if (part == 0) {
                lines.addAll(0, beats(seam.minus(Duration.ofMinutes(15))));
            }
            if (part == parts - 1) {
                lines.addAll(beats(until.plus(Duration.ofMinutes(11))));
            }
            cut.add(lines);
        }
        return new SavepointInput(folder, seam, until, cut);
    }

    private static List<Line> beats(Instant at) {
        List<Line> beats = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            beats.add(new Line(partition, at.toEpochMilli(), null, null));
        }
        return beats;
    }

    /** The same without a last instant. */
    SavepointInput endless() {
        return new SavepointInput(folder, seam, null, parts);
    }

    Path history() {
        return folder.resolve("history");
    }

    Path models() {
        return folder.resolve("models");
    }

    /** Live events up to the end of a part. */
    long eventsUpTo(int part) {
        return parts.subList(0, part + 1).stream()
                .flatMap(List::stream)
                .filter(line -> line.value() != null)
                .count();
    }

    /** Writes what is not in the folder yet. */
    void write() throws IOException {
        for (int part = 0; part < parts.size(); part++) {
            List<String> text = new ArrayList<>();
            for (Line line : parts.get(part)) {
                ObjectNode json = JSON.createObjectNode().put("partition", line.partition());
                json.put("timestamp", line.timestamp());
                json.put("key", line.key());
                json.put("value", line.value());
                text.add(json.toString());
            }
            Files.write(folder.resolve("live-" + part + ".jsonl"), text);
        }
        Files.writeString(
                folder.resolve("input.json"),
                JSON.createObjectNode()
                                .put("seam", seam.toString())
                                .put("until", until.toString())
                                .toPrettyString()
                        + "\n");
    }

    static SavepointInput read(Path folder) throws IOException {
        JsonNode json = JSON.readTree(Files.readString(folder.resolve("input.json")));
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().startsWith("live-"))
                    .sorted()
                    .toList();
        }
        List<List<Line>> parts = new ArrayList<>();
        for (Path file : files) {
            List<Line> lines = new ArrayList<>();
            for (String text : Files.readAllLines(file)) {
                JsonNode line = JSON.readTree(text);
                lines.add(new Line(
                        line.required("partition").asInt(),
                        line.required("timestamp").asLong(),
                        line.required("key").textValue(),
                        line.required("value").textValue()));
            }
            parts.add(lines);
        }
        return new SavepointInput(
                folder,
                Instant.parse(json.required("seam").asText()),
                Instant.parse(json.required("until").asText()),
                parts);
    }
}
