package io.leeway.cli.topics;

import io.leeway.cli.console.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of topics, for people. */
final class TopicReport {
    private final List<String> problems = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();
    private final TextTable table = new TextTable().row("topic", "partitions", "replicas", "state");

    /**
     * Looks at all topics.
     *
     * @param timeout of the jobs' transactions
     * @param outage the longest after which a job is to start again from its checkpoint
     */
    static TopicReport of(ShopTopics topics, Duration timeout, Duration outage) {
        TopicReport report = new TopicReport();
        Map<String, TopicState> states = topics.states();
        int brokers = topics.brokers();
        for (TopicRequirement each : TopicRequirement.all()) {
            report.add(each, states.get(each.topic()), brokers);
        }
        report.add(topics.transactions(), timeout, outage);
        return report;
    }

    private void add(TransactionState state, Duration timeout, Duration outage) {
        List<String> wrong = state.problems(timeout, outage);
        List<String> better = state.advice();
        problems.addAll(wrong);
        advice.addAll(better);
        TopicState log = state.log();
        table.row(
                TransactionState.TOPIC,
                log == null ? "" : log.partitions(),
                log == null ? "" : log.replicas(),
                word(wrong, better, state.isKnown()));
    }

    private static String word(List<String> wrong, List<String> better, boolean known) {
        if (!wrong.isEmpty()) {
            return "wrong";
        }
        return !better.isEmpty() ? "see below" : known ? "good" : "settings unknown (DESCRIBE_CONFIGS)";
    }

    private void add(TopicRequirement requirement, @Nullable TopicState state, int brokers) {
        String topic = requirement.topic();
        if (state == null) {
            problems.add(topic + " is absent: make it with leeway topics create");
            table.row(topic, "", "", "absent");
            return;
        }
        List<String> wrong = requirement.problems(state);
        List<String> better = requirement.advice(state, brokers);
        wrong.forEach(line -> problems.add(topic + ": " + line));
        better.forEach(line -> advice.add(topic + ": " + line));
        table.row(
                topic,
                state.partitions(),
                state.replicas(),
                word(wrong, better, !state.settings().isEmpty()));
    }

    /** Prints it; gives the exit code. */
    int print(PrintWriter out) {
        table.lines().forEach(out::println);
        problems.forEach(line -> out.println("wrong   " + line));
        advice.forEach(line -> out.println("better  " + line));
        return problems.isEmpty() ? 0 : 1;
    }
}
