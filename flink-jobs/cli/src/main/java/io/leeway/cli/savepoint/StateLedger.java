package io.leeway.cli.savepoint;

import static java.util.Objects.requireNonNull;

import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.state.api.OperatorIdentifier;

/**
 * What a job leaves in a savepoint, as {@code savepoints/uids/} promises it: an operator's uid on a
 * line of its own, its states below it, set in.
 *
 * @param states by uid, in order of name; an operator that keeps nothing has an empty list
 */
public record StateLedger(SortedMap<String, List<StateSchema>> states) {
    /** The jobs that have a ledger, by the name of its file. */
    public static final Map<String, String> JOBS = new TreeMap<>(Map.of(
            "scoring", "io.leeway.jobs.ScoringJob",
            "bootstrap", "io.leeway.jobs.BootstrapJob",
            "backfill", "io.leeway.jobs.BackfillJob"));

    public StateLedger {
        states = new TreeMap<>(states);
    }

    public static StateLedger of(String job) {
        String resource = "/savepoints/uids/" + job + ".txt";
        try (InputStream in = StateLedger.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UserError(
                        "Expected the ledger " + resource + " in the job's jar, found none; build it again");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<String> nameOf(String mainClass) {
        return JOBS.entrySet().stream()
                .filter(job -> job.getValue().equals(mainClass))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Reads the text of a ledger; lines that begin with {@code #} are for people. */
    public static StateLedger parse(List<String> lines) {
        SortedMap<String, List<StateSchema>> states = new TreeMap<>();
        List<StateSchema> current = null;
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                requireNonNull(current, () -> "Expected an operator before \"" + line + "\"")
                        .add(StateSchema.parse(line));
            } else {
                current = new ArrayList<>();
                if (states.put(line.strip(), current) != null) {
                    throw new IllegalArgumentException("Expected each uid once, found " + line + " again");
                }
            }
        }
        return new StateLedger(states);
    }

    public static String idOf(String uid) {
        return OperatorIdentifier.forUid(uid).getOperatorId().toHexString();
    }
}
