package io.leeway.cli.topics;

import io.leeway.cli.console.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of topics, for people. */
final class TopicReport {
    private final List<String> problems = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();
    private final TextTable table = new TextTable().row("topic", "partitions", "replicas", "state");

    /** Looks at all topics. */
    static TopicReport of(ShopTopics topics) {
        TopicReport report = new TopicReport();
        Map<String, TopicState> states = topics.states();
        int brokers = topics.brokers();
        for (TopicRequirement each : TopicRequirement.all()) {
            report.add(each, states.get(each.topic()), brokers);
        }
        return report;
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
        String unknown = state.settings().isEmpty() ? "settings unknown (DESCRIBE_CONFIGS)" : "good";
        table.row(
                topic,
                state.partitions(),
                state.replicas(),
                !wrong.isEmpty() ? "wrong" : better.isEmpty() ? unknown : "see below");
    }

    /** Prints it; gives the exit code. */
    int print(PrintWriter out) {
        table.lines().forEach(out::println);
        problems.forEach(line -> out.println("wrong   " + line));
        advice.forEach(line -> out.println("better  " + line));
        return problems.isEmpty() ? 0 : 1;
    }
}
