package io.leeway.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;

/** Which seeds were played and what came of them, a line each, so that a long run may be interrupted. */
final class ChaosLedger {
    private final Path file;
    private final TreeMap<Long, Integer> faults = new TreeMap<>();

    private ChaosLedger(Path file) {
        this.file = file;
    }

    static ChaosLedger open(Path file) throws IOException {
        ChaosLedger ledger = new ChaosLedger(file);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split("\t", -1);
                ledger.faults.put(Long.parseLong(fields[0]), Integer.parseInt(fields[1]));
            }
        } else {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        return ledger;
    }

    /** The first seed that was not played. */
    long nextSeed() {
        return faults.isEmpty() ? 1 : faults.lastKey() + 1;
    }

    int faults() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    void add(long seed, ChaosRun.Verdict verdict) throws IOException {
        faults.put(seed, verdict.happened());
        String line = seed + "\t" + verdict.happened() + "\t"
                + (verdict.problems().isEmpty()
                        ? "holds"
                        : String.join("; ", verdict.problems()).replaceAll("\\s+", " "));
        Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
