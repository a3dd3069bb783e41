package io.leeway.bench;

import io.leeway.bench.job.CheckpointMeasurement;
import io.leeway.bench.job.FeaturesTurn;
import io.leeway.bench.job.SyntheticShoppers;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.bench.measure.BenchmarkRounds;
import io.leeway.bench.measure.RoundSpread;
import io.leeway.cli.demo.SimulatedDemoShop;
import io.leeway.features.FeaturesOptions;
import io.leeway.records.ProfileSnapshot;
import io.leeway.shopper.ProfileSettings;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.util.CloseableIterator;

/**
 * The features operator by itself on RocksDB and on the heap, what it keeps of a shopper, and what
 * its checkpoints cost.
 */
final class FeaturesBenchmark implements Benchmark {
    static final String FEATURES = "features";
    static final String STATE = "state-bytes-per-user";
    static final String CHECKPOINT = "checkpoint";

    private static final int SHOPPERS = 20_000;
    private static final Duration PAST = Duration.ofDays(365);
    private static final long WARM_UP = 30_000;
    private static final long EVENTS = 100_000;

    @Override
    public List<String> names() {
        return List.of(FEATURES, STATE, CHECKPOINT);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return 2 + BenchmarkRounds.turns(2, rig.warmUps(), rig.rounds());
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        Path folder = rig.folder().resolve(FEATURES);
        byte[][] profiles =
                SyntheticShoppers.profiles(rig.sized(SHOPPERS), PAST).get(0);
        SyntheticShoppers crowd = SyntheticShoppers.write(rig, profiles, 1, folder.resolve("crowd"));
        List<BenchmarkResult> results = new ArrayList<>();
        BenchmarkRounds rounds = new BenchmarkRounds()
                .with("rocksdb", () -> turn(rig, "rocksdb", crowd))
                .with("heap", () -> turn(rig, "hashmap", crowd))
                .run(rig.warmUps(), rig.rounds(), step);
        for (String backend : List.of("rocksdb", "heap")) {
            RoundSpread speed = rounds.speed(backend);
            results.add(BenchmarkResult.figures(
                    FEATURES,
                    backend,
                    Map.of(
                            "eventsPerSecond", Math.round(speed.middle()),
                            "eventsPerSecondLow", Math.round(speed.low()),
                            "eventsPerSecondHigh", Math.round(speed.high()))));
        }
        results.add(
                BenchmarkResult.ratio(FEATURES, "rocksdb-over-heap", null, rounds.ratio("rocksdb", "heap"), Map.of()));
        CheckpointMeasurement checkpoints = CheckpointMeasurement.take(rig, crowd, folder.resolve("checkpoints"));
        step.run();
        results.add(checkpoints.result(CHECKPOINT, "full", checkpoints.full()));
        results.add(checkpoints.result(CHECKPOINT, "incremental", checkpoints.incremental()));
        results.add(bytes("visits-1-year", profiles, checkpoints.fullBytes() / crowd.shoppers()));
        results.add(bytes("simulated-shop-200-days", simulated(rig, folder.resolve("history")), 0));
        step.run();
        return results;
    }

    private static double turn(BenchmarkRig rig, String backend, SyntheticShoppers crowd) throws Exception {
        return new FeaturesTurn(backend, crowd, rig.sized(WARM_UP), rig.sized(EVENTS)).run();
    }

    private static BenchmarkResult bytes(String model, byte[][] profiles, long checkpointBytes) {
        long[] sizes = Arrays.stream(profiles)
                .mapToLong(profile -> profile.length)
                .sorted()
                .toArray();
        Map<String, Object> figures = new TreeMap<>(Map.of(
                "meanBytes", Math.round(Arrays.stream(sizes).average().orElse(0)),
                "p99Bytes", sizes[(sizes.length - 1) * 99 / 100],
                "largestBytes", sizes[sizes.length - 1]));
        if (checkpointBytes > 0) {
            figures.put("checkpointBytes", checkpointBytes);
        }
        return BenchmarkResult.figures(STATE, model, figures);
    }

    /**
     * Profiles of a simulated shop's shoppers, long enough for all that a profile can hold to fill.
     */
    private static byte[][] simulated(BenchmarkRig rig, Path history) throws Exception {
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(Instant.parse("2025-06-16T00:00:00Z"))
                .withShoppers(rig.sized(200))
                .withHistoryDays(200)
                .withLive(Duration.ofDays(1)));
        SimulatedDemoShop.writeHistory(shop, history, lines -> {});
        Instant seam = shop.settings().seam();
        FeaturesOptions options = new FeaturesOptions(ProfileSettings.DEFAULTS, seam, seam.minusMillis(1), seam, true);
        List<byte[]> profiles = new ArrayList<>();
        try (CloseableIterator<ProfileSnapshot> found =
                BenchmarkRig.features(history, seam, options).profiles().executeAndCollect("leeway profiles")) {
            found.forEachRemaining(snapshot -> profiles.add(snapshot.profile()));
        }
        return profiles.toArray(byte[][]::new);
    }
}
