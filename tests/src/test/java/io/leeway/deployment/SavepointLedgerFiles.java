package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.savepoint.SavedOperator;
import io.leeway.cli.savepoint.SavepointContents;
import io.leeway.cli.savepoint.StateLedger;
import io.leeway.cli.savepoint.StateSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;

/** The ledgers in {@code savepoints/uids/}, and what of a job is held against them. */
final class SavepointLedgerFiles {
    /** Set where ledgers and the current release's fixture are to be written anew. */
    static final boolean REWRITE = Boolean.getBoolean("leeway.savepoints.rewrite");

    private static final Path FOLDER = Path.of("..", "savepoints", "uids");

    private SavepointLedgerFiles() {}

    static StateLedger read(String job) throws IOException {
        return StateLedger.parse(Files.readAllLines(file(job)));
    }

    private static Path file(String job) {
        return FOLDER.resolve(job + ".txt");
    }

    /** Compares, or writes the ledger anew below the remarks it begins with. */
    static void require(String job, StateLedger found) throws IOException {
        Path file = file(job);
        List<String> lines = Files.readAllLines(file);
        StateLedger ledger = StateLedger.parse(lines);
        String text = text(filled(found, ledger));
        if (REWRITE) {
            String remarks =
                    lines.stream().filter(line -> line.startsWith("#")).collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(file, remarks + text + "\n");
            return;
        }
        assertThat(text)
                .as(
                        "%s; once a release has it, a uid or a name stays: a savepoint finds its operator by the one, the operator its state by the other. Write it anew with -Dleeway.savepoints.rewrite=true",
                        file)
                .isEqualTo(text(ledger));
    }

    /** The text of a ledger, without remarks. */
    private static String text(StateLedger ledger) {
        List<String> lines = new ArrayList<>();
        ledger.states().forEach((uid, schemas) -> {
            lines.add(uid);
            schemas.forEach(schema -> lines.add("    " + schema));
        });
        return String.join("\n", lines);
    }

    /** Whether two schemas say the same; a state without an entry has no format to look at. */
    static boolean agree(StateSchema one, StateSchema other) {
        return one.name().equals(other.name())
                && one.type().equals(other.type())
                && (one.format().isEmpty()
                        || other.format().isEmpty()
                        || one.format().equals(other.format()));
    }

    /**
     * A ledger with the formats that had no entry to be read from, and operators that had ended by
     * then, as another ledger has them.
     */
    private static StateLedger filled(StateLedger found, StateLedger other) {
        TreeMap<String, List<StateSchema>> filled = new TreeMap<>();
        found.states().forEach((uid, schemas) -> {
            List<StateSchema> others = other.states().getOrDefault(uid, List.of());
            filled.put(
                    uid,
                    schemas.isEmpty()
                            ? others
                            : schemas.stream()
                                    .map(schema -> others.stream()
                                            .filter(known -> agree(schema, known))
                                            .filter(known -> schema.format().isEmpty())
                                            .findFirst()
                                            .orElse(schema))
                                    .toList());
        });
        return new StateLedger(filled);
    }

    /** The uids of a job's graph, each once; what has none must be on the list of what keeps nothing. */
    static Set<String> uids(StreamExecutionEnvironment env, Set<String> withoutUid) {
        Set<String> uids = new HashSet<>();
        Set<String> without = new HashSet<>();
        for (StreamNode node : env.getStreamGraph(false).getStreamNodes()) {
            String uid = node.getTransformationUID();
            if (uid == null) {
                without.add(node.getOperatorName());
            } else {
                assertThat(uids.add(uid))
                        .as("%s has a uid of its own, %s", node.getOperatorName(), uid)
                        .isTrue();
            }
        }
        assertThat(without).isEqualTo(withoutUid);
        return uids;
    }

    /** What a savepoint keeps by uid; operators of the graph that keep nothing are named too, and one that the graph has not stays under its id. */
    static StateLedger ledger(Set<String> uids, SavepointContents savepoint) {
        Map<String, List<StateSchema>> byId = new LinkedHashMap<>();
        for (SavedOperator operator : savepoint.operators()) {
            byId.put(operator.id(), operator.states());
        }
        TreeMap<String, List<StateSchema>> states = new TreeMap<>();
        for (String uid : uids) {
            List<StateSchema> of = byId.remove(StateLedger.idOf(uid));
            states.put(uid, of == null ? List.of() : of);
        }
        states.putAll(byId);
        return new StateLedger(states);
    }
}
