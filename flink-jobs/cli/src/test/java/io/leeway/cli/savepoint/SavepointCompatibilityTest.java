package io.leeway.cli.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A real savepoint of the scoring job against job graphs and ledgers that it fits and that it does
 * not.
 */
class SavepointCompatibilityTest {
    private static final SavepointContents SAVEPOINT = SavepointContents.read(
            Path.of("..", "..", "savepoints", "fixtures", "0.1.0", "savepoint").toString());
    private static final StateLedger LEDGER = StateLedger.of("scoring");

    @Test
    void theScoringJobFits() {
        assertThat(SavepointCompatibility.of(SAVEPOINT, ids(LEDGER), LEDGER, false))
                .isEqualTo(new SavepointCompatibility(List.of(), List.of()));
    }

    @Test
    void aLostUidIsNamedWithItsStates() {
        Set<String> without = ids(LEDGER);
        without.remove(StateLedger.idOf("features"));
        without.add(StateLedger.idOf("renamed"));
        assertThat(SavepointCompatibility.of(SAVEPOINT, without, LEDGER, false).misfits())
                .singleElement()
                .asString()
                .startsWith("Expected an operator with the uid \"features\" in the job, for the ")
                .contains("pending, profile, wake) in the savepoint, found none; give the operator its uid back")
                .doesNotContain("\n");
        assertThat(SavepointCompatibility.of(SAVEPOINT, without, LEDGER, true).misfits())
                .isEmpty();
    }

    @Test
    void aStateThatWouldBeDroppedIsNamed() {
        StateLedger renamed = with("wake", null);
        assertThat(SavepointCompatibility.of(SAVEPOINT, ids(LEDGER), renamed, false)
                        .misfits())
                .singleElement()
                .asString()
                .contains("of operator features, found wake in the savepoint, which Flink would drop without a word");
        assertThat(SavepointCompatibility.of(SAVEPOINT, ids(LEDGER), renamed, true)
                        .misfits())
                .isEmpty();
    }

    @Test
    void anotherTypeOrALaterFormatIsRefusedWhateverMayBeDropped() {
        StateLedger otherType = with(
                "wake", new StateSchema("wake", "value by StringSerializer 3 of IntSerializer 3", OptionalInt.empty()));
        assertThat(SavepointCompatibility.of(SAVEPOINT, ids(LEDGER), otherType, true)
                        .misfits())
                .containsExactly(
                        "Expected state wake of operator features as value by StringSerializer 3 of IntSerializer 3, found value by StringSerializer 3 of LongSerializer 3; start from it with the build that wrote it, or bootstrap a new savepoint from history");
        StateSchema profile = state("profile");
        StateLedger earlier = with("profile", new StateSchema("profile", profile.type(), OptionalInt.of(0)));
        assertThat(SavepointCompatibility.of(SAVEPOINT, ids(LEDGER), earlier, true)
                        .misfits())
                .containsExactly(
                        "Expected state profile of operator features in format 0 or earlier, found format 1; start from it with the build that wrote it or a later one");
    }

    @Test
    void whatFlinkMigratesFits() {
        StateSchema wake = state("wake");
        assertThat(SavepointCompatibility.of(
                                SAVEPOINT,
                                ids(LEDGER),
                                with(
                                        "wake",
                                        new StateSchema("wake", wake.type().replace(" 3", " 4"), OptionalInt.empty())),
                                false)
                        .misfits())
                .isEmpty();
        StateSchema profile = state("profile");
        assertThat(SavepointCompatibility.of(
                                SAVEPOINT,
                                ids(LEDGER),
                                with("profile", new StateSchema("profile", profile.type(), OptionalInt.of(2))),
                                false)
                        .misfits())
                .isEmpty();
    }

    @Test
    void operatorsThatBeginEmptyAreNamed() {
        SavepointContents bootstrapped = new SavepointContents(
                "",
                0,
                0,
                SAVEPOINT.operators().stream()
                        .filter(each -> each.id().equals(StateLedger.idOf("features")))
                        .toList());
        assertThat(SavepointCompatibility.of(bootstrapped, ids(LEDGER), LEDGER, false))
                .isEqualTo(new SavepointCompatibility(
                        List.of(), List.of("Sink Committer: out", "events", "out", "score-churn", "score-interest")));
    }

    private static Set<String> ids(StateLedger ledger) {
        return ledger.states().keySet().stream().map(StateLedger::idOf).collect(Collectors.toCollection(HashSet::new));
    }

    private static StateSchema state(String name) {
        return LEDGER.states().get("features").stream()
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The ledger with another state of the features operator in the place of one; with none where
     * that is null.
     */
    private static StateLedger with(String name, StateSchema other) {
        Map<String, List<StateSchema>> states = new TreeMap<>(LEDGER.states());
        states.put(
                "features",
                LEDGER.states().get("features").stream()
                        .filter(state -> other != null || !state.name().equals(name))
                        .map(state -> state.name().equals(name) ? other : state)
                        .toList());
        return new StateLedger(new TreeMap<>(states));
    }
}
