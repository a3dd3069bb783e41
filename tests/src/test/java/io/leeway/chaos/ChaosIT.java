package io.leeway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random faults, a seed after the other: nothing that is committed is lost, doubled or different, and nothing hangs. One seed here; {@code -Dleeway.chaos=N} plays as
 * many as N faults take, and continues where {@code -Dleeway.chaos.ledger} says that an earlier run stopped.
 */
class ChaosIT {
    private static final Integer WANTED = Integer.getInteger("leeway.chaos");
    private static final String LEDGER = System.getProperty("leeway.chaos.ledger", "target/chaos.tsv");

    @TempDir
    private static Path folder;

    private final Map<Integer, ChaosInput> inputs = new HashMap<>();
    private int run;

    @Test
    void nothingIsLostDoubledOrHung() throws Exception {
        Path ledgerFile = WANTED == null ? folder.resolve("ledger.tsv") : Path.of(LEDGER);
        ChaosLedger ledger = ChaosLedger.open(ledgerFile);
        List<String> failed = new ArrayList<>();
        try (ChaosBroker broker = ChaosBroker.start(folder.resolve("broker"))) {
            int wanted = WANTED == null ? 1 : WANTED;
            while (ledger.faults() < wanted) {
                long seed = ledger.nextSeed();
                List<ChaosFault> faults = ChaosFault.draw(seed);
                Instant begin = Instant.now();
                ChaosRun.Verdict verdict = play(seed, faults, broker);
                ledger.add(seed, verdict);
                System.out.printf(
                        "seed %d: %d of %d faults struck, %s (%s); %d of %d faults, %d s%n",
                        seed,
                        verdict.happened(),
                        faults.size(),
                        verdict.problems().isEmpty() ? "holds" : verdict.problems(),
                        verdict.compared(),
                        ledger.faults(),
                        wanted,
                        Duration.between(begin, Instant.now()).toSeconds());
                if (!verdict.problems().isEmpty()) {
                    failed.add("seed " + seed + ": " + shrunk(seed, faults, broker) + " " + verdict.problems());
                }
            }
        }
        assertThat(failed).isEmpty();
    }

    /** The fewest faults, one after the other left out, with which the seed still fails; it may fail by chance alone. */
    private List<ChaosFault> shrunk(long seed, List<ChaosFault> faults, ChaosBroker broker) throws Exception {
        List<ChaosFault> fewest = faults;
        for (ChaosFault fault : faults) {
            List<ChaosFault> fewer = new ArrayList<>(fewest);
            fewer.remove(fault);
            if (WANTED != null && !play(seed, fewer, broker).problems().isEmpty()) {
                fewest = fewer;
            }
        }
        return fewest;
    }

    private ChaosRun.Verdict play(long seed, List<ChaosFault> faults, ChaosBroker broker) throws Exception {
        run++;
        ChaosInput input =
                inputs.computeIfAbsent((int) (seed % ChaosInput.VARIANTS), variant -> ChaosInput.of(variant, folder));
        Path work = Files.createDirectory(folder.resolve("run-" + run));
        return ChaosRun.play("chaos-" + seed + "-" + run, seed, faults, broker, input, work);
    }
}
