package io.leeway.cli.savepoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All ledgers of this build, for savepoints of whose job nothing is said. */
final class StateLedgers {
    private static final Map<String, StateLedger> BY_JOB = new HashMap<>();
    private static final Map<String, String> UID_BY_ID = new HashMap<>();

    static {
        for (String job : StateLedger.JOBS.keySet()) {
            StateLedger ledger = StateLedger.of(job);
            BY_JOB.put(job, ledger);
            ledger.states().keySet().forEach(uid -> UID_BY_ID.put(StateLedger.idOf(uid), uid));
        }
    }

    private StateLedgers() {}

    /**
     * The uid of an operator: as a ledger has it, as the savepoint has it, or else its id. The
     * savepoint calls the parts of a sink by one name.
     */
    static String nameOf(SavedOperator operator) {
        String known = UID_BY_ID.get(operator.id());
        return known != null ? known : operator.uid().orElse(operator.id());
    }

    /** The job that leaves just these operators; one that ended early leaves fewer. */
    static Optional<String> jobOf(SavepointContents contents) {
        return BY_JOB.entrySet().stream()
                .filter(entry -> fits(entry.getKey(), contents))
                .min((one, other) -> Integer.compare(
                        one.getValue().states().size(),
                        other.getValue().states().size()))
                .map(Map.Entry::getKey);
    }

    /** Whether all operators that keep something are ones of the job that do. */
    static boolean fits(String job, SavepointContents contents) {
        List<String> uids =
                contents.operators().stream().map(StateLedgers::nameOf).toList();
        StateLedger ledger = BY_JOB.get(job);
        return ledger != null
                && !uids.isEmpty()
                && ledger.states().entrySet().stream()
                        .filter(operator -> !operator.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .toList()
                        .containsAll(uids);
    }
}
