package io.leeway.fault;

import io.leeway.jobs.PipelineHooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One failure that is planned: where, at what moment, and how far the job has to have come.
 *
 * @param place an edge of the dataflow, or the committer
 * @param moment what the place is doing
 * @param phase how far the source has to have read
 * @param checkpoints how many have to have completed since the last failure
 * @param countdown which of the moments that fit it is; the first is 1
 */
public record Fault(String place, Moment moment, Phase phase, int checkpoints, int countdown) {
    /** Behind the writer: between what it promised at a checkpoint, and the commit. */
    static final String COMMITTER = "committer";

    private static final List<String> PLACES =
            List.of(PipelineHooks.SOURCE, PipelineHooks.FEATURES, PipelineHooks.SCORING, PipelineHooks.SINK);

    /** What a place is doing. */
    public enum Moment {
        /** A record passes. */
        RECORD,
        /** A record passes while the barrier of a checkpoint is on its way from the source and not yet here. */
        BEFORE_BARRIER,
        /** State is written for a checkpoint. */
        SNAPSHOT,
        /** The checkpoint is complete, and its transaction is not committed. */
        BEFORE_COMMIT,
        /** The transaction is committed, and the job does not know it yet. */
        AFTER_COMMIT;

        boolean isDuringCheckpoint() {
            return this == BEFORE_BARRIER || this == SNAPSHOT;
        }
    }

    /** How far the source has read. */
    public enum Phase {
        /** Anywhere. */
        HISTORY,
        /** The last hours of history. */
        TAIL,
        /** The live topic. */
        LIVE
    }

    /** Failures anywhere and at any moment, for a job that knows no history and no seam. Always alike for the same run. */
    public static List<Fault> anywhere(int run, int count) {
        Random random = new Random(run * 104_729L + 5);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String place = PLACES.get((run + i) % PLACES.size());
            int checkpoints = random.nextInt(2);
            faults.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new Fault(place, Moment.SNAPSHOT, Phase.HISTORY, checkpoints, 1 + random.nextInt(2));
                        case 1 -> new Fault(COMMITTER, Moment.BEFORE_COMMIT, Phase.HISTORY, checkpoints, 1);
                        case 2 -> new Fault(COMMITTER, Moment.AFTER_COMMIT, Phase.HISTORY, checkpoints, 1);
                        default -> new Fault(place, Moment.RECORD, Phase.HISTORY, checkpoints, 1 + random.nextInt(15));
                    });
        }
        return faults;
    }

    /** The failures of one run, in order: three in history, three or more around the seam, one in the live part. */
    static List<Fault> draw(int run) {
        Random random = new Random(run * 7_919L + 17);
        List<Fault> faults = new ArrayList<>();
        String turn = PLACES.get(run % PLACES.size());
        String next = PLACES.get((run + 1) % PLACES.size());
        boolean behindModel = turn.equals(PipelineHooks.SCORING) || turn.equals(PipelineHooks.SINK);
        faults.add(new Fault(turn, Moment.RECORD, Phase.HISTORY, random.nextInt(3), 1 + random.nextInt(600)));
        faults.add(
                behindModel
                        ? new Fault(turn, Moment.BEFORE_BARRIER, Phase.HISTORY, 1, 1 + random.nextInt(3))
                        : new Fault(next, Moment.SNAPSHOT, Phase.HISTORY, 1, 1 + random.nextInt(2)));
        faults.add(new Fault(COMMITTER, Moment.BEFORE_COMMIT, Phase.HISTORY, random.nextInt(2), 1 + random.nextInt(2)));
        faults.add(new Fault(PipelineHooks.SOURCE, Moment.RECORD, Phase.TAIL, 0, 1 + random.nextInt(50)));
        faults.add(new Fault(next, Moment.RECORD, Phase.LIVE, 0, 1 + random.nextInt(20)));
        faults.add(
                run % 2 == 0
                        ? new Fault(turn, Moment.SNAPSHOT, Phase.LIVE, 0, 1 + random.nextInt(2))
                        : new Fault(COMMITTER, Moment.BEFORE_COMMIT, Phase.LIVE, 0, 1));
        faults.add(
                run % 2 == 0
                        ? new Fault(COMMITTER, Moment.AFTER_COMMIT, Phase.LIVE, 0, 1)
                        : new Fault(turn, Moment.RECORD, Phase.LIVE, 0, 1 + random.nextInt(200)));
        return faults;
    }
}
