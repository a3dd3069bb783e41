package io.leeway.cli.data;

import io.leeway.cli.console.QuietLogs;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.jobs.KafkaArguments;
import io.leeway.topics.Effect;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leeway effects}: what the effect job and the campaigns have found. */
@Command(
        name = "effects",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows how well models, offers, treatments, policies and campaigns did: the newest window of each.",
        footer = {"", "Examples:", "  leeway effects", "  leeway effects --bootstrap kafka:9092 --kind model --all"})
@SuppressWarnings("NullAway.Init") // picocli sets what is required or has a default
public final class EffectsCommand extends PrintingCommand {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka brokers. Default: ${DEFAULT-VALUE}.")
    private String bootstrap;

    @Mixin
    private KafkaArguments kafka = new KafkaArguments();

    @Option(
            names = "--kind",
            paramLabel = "NAME",
            description = "Of these alone: model, offers, treatment, policy or campaign. Default: all.")
    private @Nullable String kind;

    @Option(names = "--all", description = "Every window, not only the newest.")
    private boolean all;

    @Override
    public Integer call() {
        QuietLogs.kafka();
        Map<String, Effect> found = new TreeMap<>();
        int[] unreadable = new int[1];
        KafkaConnection brokers = kafka.connection(bootstrap);
        CommittedTopics.Unread open = CommittedTopics.readAll(
                brokers, List.of(Topics.EFFECTS), Duration.ofSeconds(10), Clock.systemUTC(), record -> {
                    if (record.value() == null) {
                        return;
                    }
                    try {
                        add(Effect.of(record.value()), found);
                    } catch (IllegalArgumentException unknown) {
                        unreadable[0]++;
                    }
                });
        PrintWriter out = out();
        lines(found).forEach(out::println);
        if (unreadable[0] > 0) {
            out.println("Left out: " + unreadable[0] + " records without kind, name or times.");
        }
        if (open.records() > 0) {
            out.println("Left out: " + open.records() + " records behind an open transaction: "
                    + open.transactions(brokers, Clock.systemUTC()));
        }
        return 0;
    }

    private void add(Effect effect, Map<String, Effect> found) {
        if (kind == null || kind.equals(effect.kind())) {
            String subject = effect.kind() + '/' + effect.name() + '/' + effect.version();
            found.merge(
                    all ? subject + '/' + effect.fromMillis() : subject,
                    effect,
                    (one, other) -> other.fromMillis() >= one.fromMillis() ? other : one);
        }
    }

    private static List<String> lines(Map<String, Effect> found) {
        if (found.isEmpty()) {
            return List.of("No window has been judged yet: each is when its last decision has had its time.");
        }
        TextTable table = new TextTable().row("kind", "name", "version", "from", "to", "rows", "figures");
        for (Effect effect : found.values()) {
            table.row(
                    effect.kind(),
                    effect.name(),
                    effect.version() == 0 ? "" : Long.toString(effect.version()),
                    Instant.ofEpochMilli(effect.fromMillis()).toString(),
                    Instant.ofEpochMilli(effect.toMillis()).toString(),
                    TextTable.count(effect.rows()),
                    figures(effect));
        }
        return table.lines();
    }

    /** A figure with its interval behind it, where it has one. */
    private static String figures(Effect effect) {
        Map<String, Double> figures = effect.figures();
        return figures.entrySet().stream()
                .filter(figure ->
                        !figure.getKey().endsWith(".low") && !figure.getKey().endsWith(".high"))
                .map(figure -> {
                    Double low = figures.get(figure.getKey() + ".low");
                    Double high = figures.get(figure.getKey() + ".high");
                    return figure.getKey() + " " + number(figure.getValue())
                            + (low == null || high == null ? "" : " [" + number(low) + ", " + number(high) + "]");
                })
                .collect(Collectors.joining(", "));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4f", value);
    }
}
