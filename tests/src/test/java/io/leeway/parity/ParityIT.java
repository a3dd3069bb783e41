package io.leeway.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.SmallShop;
import io.leeway.shopper.Trigger;
import io.leeway.simulator.planting.PlantedCounts;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batch, history and then Kafka, and Kafka alone on top of a savepoint from history say the same of every shopper: the same scores, the same counts, and nothing
 * of those who asked to be forgotten. The arrivals are shuffled within the allowed lateness, for one run by another draw.
 */
class ParityIT {
    private static final double TOLERANCE = 1e-6;
    private static final String BATCH = "batch";
    private static final String HYBRID = "hybrid";
    private static final String RESHUFFLED = "hybrid, other arrivals and parallelism";
    private static final String LIVE = "live after bootstrap";

    private static final Map<String, Outcome> OUTCOMES = new LinkedHashMap<>();
    private static final Map<String, Map<String, Scored>> SQL = new LinkedHashMap<>();
    private static ParityInput input;

    @BeforeAll
    static void runAll(@TempDir Path scratch) throws Exception {
        Path models = SmallShop.get().models();
        input = ParityInput.make(scratch.resolve("history"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(scratch.resolve("broker"))) {
            for (String topic : CommittedRecords.TOPICS) {
                broker.createTopic(topic, 2, Map.of());
            }
            LiveTopic.fill(broker, "events", input, input.arrivals(1));
            LiveTopic.fill(broker, "events-reshuffled", input, input.arrivals(2));
            Runs runs = new Runs(input, broker, models, scratch);
            try (CommittedRecords committed = new CommittedRecords(broker.bootstrapServers())) {
                OUTCOMES.put(BATCH, runs.batch("events"));
                OUTCOMES.put(HYBRID, runs.hybrid("events", 2, 32, committed));
                OUTCOMES.put(RESHUFFLED, runs.hybrid("events-reshuffled", 1, 100, committed));
                OUTCOMES.put(LIVE, runs.liveAfterBootstrap("events", committed));
                SqlRuns sql = new SqlRuns(input, models, scratch);
                SQL.put("SQL over a hybrid table, streaming", sql.streaming(broker, "events"));
                SQL.put("SQL over stored features, batch", sql.batch(runs.features()));
            }
        }
    }

    @Test
    void everyRunGivesTheSameScores() {
        Map<String, Scored> expected = OUTCOMES.get(BATCH).scores;
        OUTCOMES.forEach((run, outcome) -> {
            assertThat(outcome.doubled).as(run + ": doubled").isEmpty();
            assertThat(heads(expected, outcome.scores))
                    .as(run + ": in batch and not here")
                    .isEmpty();
            assertThat(heads(outcome.scores, expected))
                    .as(run + ": here and not in batch")
                    .isEmpty();
            expected.forEach((id, score) -> {
                Scored other = outcome.scores.get(id);
                assertThat(other.head()).as(run).isEqualTo(score.head());
                assertThat(other.distance(score))
                        .as(() -> run + ": " + other + " against " + score + " in batch")
                        .isLessThanOrEqualTo(TOLERANCE);
            });
        });
    }

    @Test
    void theSqlClientGivesTheSameScores() {
        Map<String, Scored> expected = OUTCOMES.get(BATCH).scores;
        SQL.forEach((run, scores) -> {
            assertThat(heads(expected, scores))
                    .as(run + ": in batch and not here")
                    .isEmpty();
            assertThat(heads(scores, expected))
                    .as(run + ": here and not in batch")
                    .isEmpty();
            expected.forEach((id, score) -> {
                Scored other = scores.get(id);
                assertThat(other.head()).as(run).isEqualTo(score.head().withoutHashes());
                assertThat(other.distance(score))
                        .as(() -> run + ": " + other + " against " + score + " in batch")
                        .isLessThanOrEqualTo(TOLERANCE);
            });
        });
    }

    /** The first of one run's scores that another has not. */
    private static List<Scored.Head> heads(Map<String, Scored> of, Map<String, Scored> without) {
        return of.entrySet().stream()
                .filter(entry -> !without.containsKey(entry.getKey()))
                .map(entry -> entry.getValue().head())
                .sorted(Comparator.comparing(Scored.Head::asOf).thenComparing(Scored.Head::user))
                .limit(10)
                .toList();
    }

    @Test
    void everyRunCountsWhatWasPlanted() {
        PlantedCounts planted = input.planted();
        AroundTheSeam added = input.added();
        Map<String, Long> expected = new TreeMap<>();
        expected.put("history", planted.historyEvents());
        expected.put(
                "live",
                planted.liveEvents()
                        + added.restamped().size()
                        + added.lateErases().size()
                        + added.deadAfterErase().size()
                        + added.objecting().size()
                        + 1);
        expected.put("before-seam", (long) added.beforeSeam().size());
        expected.put("applied", planted.applied() + 3);
        expected.put("objected", 3L);
        expected.put("duplicates", planted.duplicates() + added.restamped().size());
        expected.put("late", planted.late());
        expected.put("erased", planted.erased() + added.lateErases().size());
        OUTCOMES.forEach((run, outcome) -> {
            Map<String, Long> found = new TreeMap<>();
            expected.keySet().forEach(name -> found.put(name, outcome.count(name)));
            assertThat(found).as(run).isEqualTo(expected);
            assertThat(outcome.countDead())
                    .as(run)
                    .isEqualTo(planted.dead() + added.deadAfterErase().size())
                    .isEqualTo(outcome.dead.size());
            assertThat(outcome.late).as(run).hasSize((int) planted.late());
            assertThat(outcome.tallies).as(run).isEqualTo(OUTCOMES.get(BATCH).tallies);
        });
    }

    @Test
    void theInputIsWhatItIsMeantToBe() {
        Outcome batch = OUTCOMES.get(BATCH);
        assertThat(input.erasures().stream().map(Erasure::user).distinct()).hasSizeGreaterThan(200);
        assertThat(input.added().beforeSeam()).hasSizeGreaterThan(50);
        assertThat(input.added().restamped()).hasSizeGreaterThan(5);
        assertThat(batch.scores).hasSizeGreaterThan(10_000);
        Instant seam = input.seam();
        List<Scored.Head> heads =
                batch.scores.values().stream().map(Scored::head).toList();
        for (Trigger trigger : Trigger.values()) {
            for (String model : List.of("churn", "interest")) {
                assertThat(heads)
                        .as(trigger.id() + " by " + model)
                        .filteredOn(head -> head.triggers().contains(trigger.id())
                                && head.model().equals(model))
                        .anyMatch(head -> head.asOf().isBefore(seam))
                        .anyMatch(head -> head.asOf().isAfter(seam));
            }
        }
        assertThat(heads).as("at the seam").anyMatch(head -> head.asOf().equals(seam));
        assertThat(heads).allMatch(head -> head.backfill() == head.asOf().isBefore(seam));
    }

    @Test
    void noBytesOfAnErasedShopperLeaveAfterTheErasure() {
        OUTCOMES.forEach((run, outcome) -> {
            List<JsonNode> forgotten = outcome.late.stream()
                    .filter(late -> input.isForgotten(
                            late.required("user").asText(),
                            Instant.parse(late.required("recordTime").asText()).toEpochMilli()))
                    .toList();
            assertThat(forgotten).as(run).hasSizeGreaterThan(50);
            assertThat(forgotten.stream().filter(late -> late.has("raw")).limit(10))
                    .as(run)
                    .isEmpty();
            assertThat(outcome.late).as(run).anyMatch(late -> late.has("raw"));
            assertThat(outcome.dead)
                    .as(run)
                    .filteredOn(letter -> letter.has("raw"))
                    .noneMatch(ParityIT::isDeadAfterErase);
            assertThat(outcome.dead).as(run).anyMatch(letter -> letter.has("raw"));
        });
    }

    private static boolean isDeadAfterErase(JsonNode letter) {
        try {
            return new String(letter.get("raw").binaryValue(), StandardCharsets.UTF_8)
                    .contains(AroundTheSeam.DEAD_AFTER_ERASE);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyErasureSweepsEveryTopic() {
        for (String run : List.of(HYBRID, RESHUFFLED)) {
            Outcome outcome = OUTCOMES.get(run);
            for (Erasure erasure : input.erasures()) {
                for (String topic : List.of(Topics.CHURN, Topics.INTEREST, Topics.LATE, Topics.DEAD_LETTERS)) {
                    assertThat(outcome.tombstones)
                            .as(run)
                            .contains(Outcome.tombstone(topic, erasure.user(), erasure.effectMillis()));
                }
            }
        }
        OUTCOMES.forEach((run, outcome) -> assertThat(outcome.survivors).as(run).isEmpty());
    }

    @Test
    void whoObjectsIsScoredBeforeItAndAfterTheConsent() {
        List<Instant> scored = OUTCOMES.get(BATCH).scores.values().stream()
                .map(Scored::head)
                .filter(head -> head.user().equals(AroundTheSeam.OBJECTING))
                .map(Scored.Head::asOf)
                .toList();
        Instant seam = input.seam();
        assertThat(scored)
                .anyMatch(asOf -> asOf.isBefore(seam.plus(Duration.ofMinutes(110))))
                .noneMatch(asOf -> asOf.isAfter(seam.plus(Duration.ofMinutes(110)))
                        && asOf.isBefore(seam.plus(Duration.ofHours(4))))
                .anyMatch(asOf -> asOf.isAfter(seam.plus(Duration.ofHours(4))));
    }
}
