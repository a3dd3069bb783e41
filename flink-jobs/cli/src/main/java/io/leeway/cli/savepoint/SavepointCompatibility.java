package io.leeway.cli.savepoint;

import io.leeway.cli.console.ByteSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job can start from a savepoint without losing state, before anything is submitted.
 *
 * @param misfits a line each: which state of which operator, what was expected and found, and what
 *     to do
 * @param empty uids of the job's operators that begin without state although they keep some
 */
record SavepointCompatibility(List<String> misfits, List<String> empty) {
    SavepointCompatibility {
        misfits = List.copyOf(misfits);
        empty = List.copyOf(empty);
    }

    /**
     * Compares.
     *
     * @param ledger what this build's operators keep; absent for a job without one: then uids alone
     *     are compared
     * @param dropping whether state may be left behind; state that is taken over has to be readable
     *     all the same
     */
    static SavepointCompatibility of(
            SavepointContents savepoint, Set<String> operatorIds, @Nullable StateLedger ledger, boolean dropping) {
        List<String> misfits = new ArrayList<>();
        Set<String> restored = new TreeSet<>();
        for (SavedOperator operator : savepoint.operators()) {
            String uid = StateLedgers.nameOf(operator);
            restored.add(uid);
            List<StateSchema> known = ledger == null ? null : ledger.states().get(uid);
            if (!operatorIds.contains(operator.id())) {
                if (!dropping) {
                    misfits.add(
                            "Expected an operator with the uid \"" + uid + "\" in the job, for the "
                                    + ByteSizes.words(operator.bytes()) + " of its state (" + names(operator.states())
                                    + ") in the savepoint, found none; give the operator its uid back, or leave its state behind with --allow-non-restored");
                }
            } else if (known != null) {
                operator.states()
                        .forEach(state -> misfit(uid, state, known, dropping).ifPresent(misfits::add));
            }
        }
        List<String> empty = ledger == null
                ? List.of()
                : ledger.states().entrySet().stream()
                        .filter(operator -> !operator.getValue().isEmpty() && !restored.contains(operator.getKey()))
                        .map(operator -> operator.getKey())
                        .toList();
        return new SavepointCompatibility(misfits, empty);
    }

    private static Optional<String> misfit(String uid, StateSchema found, List<StateSchema> known, boolean dropping) {
        String which = "state " + found.name() + " of operator " + uid;
        Optional<StateSchema> same =
                known.stream().filter(each -> each.name().equals(found.name())).findFirst();
        if (same.isEmpty()) {
            return dropping
                    ? Optional.empty()
                    : Optional.of(
                            "Expected the states " + names(known) + " of operator " + uid + ", found "
                                    + found.name()
                                    + " in the savepoint, which Flink would drop without a word; give the state its name back, or leave it behind with --allow-non-restored");
        }
        StateSchema expected = same.get();
        if (!shape(found.type()).equals(shape(expected.type()))) {
            return Optional.of("Expected " + which + " as " + expected.type() + ", found " + found.type()
                    + "; start from it with the build that wrote it, or bootstrap a new savepoint from history");
        }
        if (found.format().isPresent()
                && expected.format().isPresent()
                && found.format().getAsInt() > expected.format().getAsInt()) {
            return Optional.of(
                    "Expected " + which + " in format " + expected.format().getAsInt() + " or earlier, found format "
                            + found.format().getAsInt()
                            + "; start from it with the build that wrote it or a later one");
        }
        return Optional.empty();
    }

    /**
     * What Flink cannot migrate. It reads serialisers' earlier versions, and POJOs that grew a
     * field.
     */
    private static String shape(String type) {
        return type.replaceAll("(PojoSerializer \\d+ <\\w+).*>", "$1>").replaceAll("(\\w) \\d+", "$1");
    }

    private static String names(List<StateSchema> states) {
        return states.stream().map(StateSchema::name).collect(Collectors.joining(", "));
    }
}
