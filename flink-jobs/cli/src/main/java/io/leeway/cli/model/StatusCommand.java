package io.leeway.cli.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseBook;
import io.leeway.releases.ReleaseJson;
import io.leeway.releases.ReleaseVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leeway model status}: what was published, what the job said, and what serves. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the releases, what the job said of them, and which serve now.",
        footer = {"", "Examples:", "  leeway model status", "  leeway model status --bootstrap kafka:9092 --json"})
final class StatusCommand extends PrintingCommand {
    @Mixin
    private ControlTopic control = new ControlTopic();

    @Mixin
    private ScoringProgress eventTime = new ScoringProgress();

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        ReleaseBook book = control.read();
        Instant now = eventTime.now(control);
        PrintWriter out = out();
        if (json) {
            PrettyJson.lines(tree(book, now)).forEach(out::println);
        } else {
            print(book, now, out);
        }
        return 0;
    }

    private static List<ModelRelease> inOrder(ReleaseBook book) {
        return book.releases().stream()
                .sorted(Comparator.comparing(ModelRelease::model)
                        .thenComparingLong(ModelRelease::effectiveFromMillis)
                        .thenComparingLong(ModelRelease::issuedAtMillis))
                .toList();
    }

    private static List<ReleaseVerdict> initial(ReleaseBook book) {
        return book.verdicts().values().stream()
                .filter(verdict -> book.releases().stream()
                        .noneMatch(release -> release.id().equals(verdict.releaseId())))
                .sorted(Comparator.comparing(ReleaseVerdict::model).thenComparingLong(ReleaseVerdict::version))
                .toList();
    }

    private static void print(ReleaseBook book, Instant now, PrintWriter out) {
        out.println("scoring has come to " + now + " at most, in event time");
        if (book.releases().isEmpty()) {
            out.println("no release was published: what the job was submitted with decides");
        }
        TextTable table = new TextTable().row("model", "version", "role", "effective from", "the job", "now", "note");
        initial(book)
                .forEach(verdict -> table.row(
                        verdict.model(), verdict.version(), "active", "the beginning", "submitted with it", "", ""));
        for (ModelRelease release : inOrder(book)) {
            table.row(
                    release.model(),
                    release.version(),
                    release.role() == ReleaseRole.CANARY
                            ? String.format(Locale.ROOT, "canary %.3g %%", release.share() * 100)
                            : release.role().id(),
                    Instant.ofEpochMilli(release.effectiveFromMillis()),
                    said(book, release),
                    state(book, release, now),
                    reason(book, release));
        }
        table.lines().forEach(out::println);
        for (ReleaseVerdict record : book.refusedRecords()) {
            out.printf(
                    "the record at offset %d, %s of %s version %d, does not count: %s%n",
                    record.offset(), record.releaseId(), record.model(), record.version(), record.reason());
        }
    }

    private static ObjectNode tree(ReleaseBook book, Instant now) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("eventTime", now.toString());
        ArrayNode submitted = tree.putArray("submittedWith");
        initial(book)
                .forEach(verdict ->
                        submitted.addObject().put("model", verdict.model()).put("version", verdict.version()));
        ArrayNode releases = tree.putArray("releases");
        for (ModelRelease release : inOrder(book)) {
            releases.add(ReleaseJson.object(release)
                    .put("verdict", said(book, release))
                    .put(
                            "reason",
                            book.verdict(release).map(ReleaseVerdict::reason).orElse(""))
                    .put("state", state(book, release, now)));
        }
        ArrayNode refused = tree.putArray("refusedRecords");
        for (ReleaseVerdict record : book.refusedRecords()) {
            refused.addObject()
                    .put("offset", record.offset())
                    .put("release", record.releaseId())
                    .put("model", record.model())
                    .put("version", record.version())
                    .put("reason", record.reason());
        }
        return tree;
    }

    private static String said(ReleaseBook book, ModelRelease release) {
        return book.verdict(release)
                .map(verdict -> verdict.accepted() ? "accepted" : verdict.withdrawn() ? "withdrawn" : "refused")
                .orElse("not yet");
    }

    private static String state(ReleaseBook book, ModelRelease release, Instant now) {
        if (!book.mayServe(release)) {
            return "never";
        }
        if (release.effectiveFromMillis() > now.toEpochMilli()) {
            return "scheduled";
        }
        boolean serving =
                book.plan(release.model()).at(now.toEpochMilli()).all().anyMatch(release::equals);
        return serving ? "serving" : "over";
    }

    private static String reason(ReleaseBook book, ModelRelease release) {
        return book.verdict(release)
                .filter(verdict -> !verdict.accepted())
                .map(ReleaseVerdict::reason)
                .orElse(release.note());
    }
}
