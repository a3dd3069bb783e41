package io.leeway.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.CommittedScore;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.topics.Progress;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads what a run has committed, from the beginning of its topics to their end, and compares it
 * with a fault-free bounded run of the same input.
 *
 * <p>It runs in a process of its own and reads nothing of the job but its topics and files, so that
 * it cannot share a mistake with it. Use one for one audit; not thread-safe.
 */
public final class Auditor {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TOPICS =
            List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES);

    private final AuditInputs inputs;
    private final Clock clock;
    private final CommittedScores scores = new CommittedScores();
    private final ProgressCheck progress = new ProgressCheck();
    private final CounterSums tallies = new CounterSums();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final Map<String, CommittedDecisions> decisions = new TreeMap<>();
    private long lateRecords;

    public Auditor(AuditInputs inputs, Clock clock) {
        this.inputs = inputs;
        this.clock = clock;
    }

    /**
     * Audits. Whether all holds is in the report.
     *
     * @throws UserError when a topic, a folder or the broker is not there, or a record cannot be
     *     read
     */
    public AuditReport audit() {
        ExpectedScores expected = ExpectedScores.read(inputs.expected());
        Map<String, Long> planted = planted();
        List<String> topics = new ArrayList<>(TOPICS);
        for (String topic : Topics.DECISIONS) {
            if (Files.isDirectory(inputs.expected().resolve(topic))) {
                decisions.put(topic, CommittedDecisions.beside(inputs.expected(), topic));
                topics.add(topic);
            }
        }
        CommittedTopics.Unread open =
                CommittedTopics.readAll(inputs.kafka(), topics, inputs.settle(), clock, this::count);
        CommittedScores.Comparison comparison = scores.compare(expected.figuresById());
        AuditReport report = report(expected, comparison);
        AuditProblems problems = new AuditProblems(report);
        problems.exactlyOnce(comparison, expected.doubled());
        problems.readable(open.records(), open.transactions(inputs.kafka(), clock));
        problems.inOrder(progress);
        problems.decisions(inputs.complete());
        problems.events(tallies, deadLetters, lateRecords);
        problems.planted(planted, tallies);
        problems.enough(inputs.atLeast(), inputs.complete());
        return problems.reported();
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            Progress.of(record).ifPresent(reported -> progress.add(record, reported));
            return;
        }
        switch (inputs.kafka().topics().topic(record.topic())) {
            case Topics.CHURN, Topics.INTEREST -> {
                CommittedScore score = CommittedScore.of(record, 0);
                scores.accept(score);
                progress.add(record, score);
            }
            case Topics.LATE -> lateRecords++;
            case Topics.DEAD_LETTERS -> deadLetters.merge(stage(record), 1L, Long::sum);
            case Topics.RECOMMENDATIONS, Topics.ADS, Topics.OFFERS -> addDecision(record);
            default -> addTallies(record);
        }
    }

    private void addDecision(ConsumerRecord<byte[], byte[]> record) {
        try {
            Objects.requireNonNull(
                            decisions.get(inputs.kafka().topics().topic(record.topic())), "only these topics are read")
                    .add(record.value());
        } catch (IllegalArgumentException e) {
            throw new UserError(where(record) + e.getMessage(), e);
        }
    }

    private void addTallies(ConsumerRecord<byte[], byte[]> record) {
        try {
            tallies.add(record.value());
        } catch (IllegalArgumentException e) {
            throw new UserError(where(record) + e.getMessage(), e);
        }
    }

    private static String stage(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode letter = JSON.readTree(record.value());
            return letter.path("stage").asText("unknown");
        } catch (IOException e) {
            throw new UserError(where(record) + "Expected a dead letter as a JSON object, found: " + e.getMessage(), e);
        }
    }

    private static String where(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + ", partition " + record.partition() + ", offset " + record.offset() + ": ";
    }

    private AuditReport report(ExpectedScores expected, CommittedScores.Comparison comparison) {
        try {
            tallies.write(inputs.out());
            return new AuditReport(
                    tallies.events(),
                    scores.counts(expected.figuresById().size(), comparison),
                    scores.delays(VisibleTimes.read(inputs.out()).orElse(null)),
                    RunFacts.read(inputs.out()),
                    DecisionReport.read(inputs.out()),
                    counts(),
                    List.of());
        } catch (IOException e) {
            throw UserError.found("the run's files in " + inputs.out(), e, "name the folder with --out", e);
        }
    }

    private Map<String, AuditReport.DecisionCounts> counts() {
        Map<String, AuditReport.DecisionCounts> counts = new TreeMap<>();
        decisions.forEach((topic, found) -> counts.put(topic, found.counts()));
        return counts;
    }

    private Map<String, Long> planted() {
        Path file = inputs.planted();
        if (file == null) {
            return Map.of();
        }
        try {
            return JSON.readValue(Files.readString(file), new TypeReference<TreeMap<String, Long>>() {});
        } catch (JsonProcessingException e) {
            throw new UserError(
                    "Expected a JSON object of counts in " + file + ", found: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw UserError.found("planted counts in " + file, e, "correct --planted", e);
        }
    }
}
