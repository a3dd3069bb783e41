package io.leeway.bench;

import io.leeway.bench.job.FeaturesTurn;
import io.leeway.bench.job.SyntheticShoppers;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.bench.measure.BenchmarkRounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What growth costs: the features operator's speed and bytes at ten times the shoppers, and after
 * ten years of the same shoppers' history instead of one.
 *
 * <p>Each contestant begins on a savepoint with its shoppers' profiles and gets the same number of
 * live events, at the rate of visits that its shoppers make.
 */
final class GrowthBenchmark implements Benchmark {
    static final String NAME = "growth";

    private static final int FEW = 20_000;
    private static final int TIMES = 10;
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration DECADE = Duration.ofDays(3_652);
    private static final long WARM_UP = 30_000;
    private static final long EVENTS = 150_000;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return 1 + BenchmarkRounds.turns(3, rig.warmUps(), rig.rounds());
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        Path folder = rig.folder().resolve(NAME);
        List<byte[][]> pasts = SyntheticShoppers.profiles(rig.sized(FEW), DECADE, YEAR);
        SyntheticShoppers few = SyntheticShoppers.write(rig, pasts.get(1), 1, folder.resolve("few"));
        SyntheticShoppers many = SyntheticShoppers.write(rig, pasts.get(1), TIMES, folder.resolve("many"));
        SyntheticShoppers old = SyntheticShoppers.write(rig, pasts.get(0), 1, folder.resolve("old"));
        step.run();
        BenchmarkRounds rounds = new BenchmarkRounds()
                .with("few", () -> turn(rig, few))
                .with("many", () -> turn(rig, many))
                .with("old", () -> turn(rig, old))
                .run(rig.warmUps(), rig.rounds(), step);
        return List.of(
                BenchmarkResult.ratio(
                        NAME,
                        "200k-shoppers-over-20k",
                        null,
                        rounds.ratio("many", "few"),
                        Map.of(
                                "eventsPerSecondAt20k",
                                rounds.rounded("few"),
                                "eventsPerSecondAt200k",
                                rounds.rounded("many"),
                                "bytesPerShopperAt20k",
                                few.bytes() / few.shoppers(),
                                "bytesPerShopperAt200k",
                                many.bytes() / many.shoppers())),
                BenchmarkResult.ratio(
                        NAME,
                        "10-years-over-1",
                        null,
                        rounds.ratio("old", "few"),
                        Map.of(
                                "eventsPerSecondAfter1Year",
                                rounds.rounded("few"),
                                "eventsPerSecondAfter10Years",
                                rounds.rounded("old"),
                                "bytesPerShopperAfter1Year",
                                few.bytes() / few.shoppers(),
                                "bytesPerShopperAfter10Years",
                                old.bytes() / old.shoppers())));
    }

    private static double turn(BenchmarkRig rig, SyntheticShoppers crowd) throws Exception {
        return new FeaturesTurn("rocksdb", crowd, rig.sized(WARM_UP), rig.sized(EVENTS)).run();
    }
}
