package io.leeway.bench.job;

import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.cli.console.ClockPause;
import io.leeway.features.Bootstrap;
import io.leeway.features.ProfileState;
import io.leeway.records.ProfileSnapshot;
import io.leeway.shopper.ProfileSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Synthetic shoppers with a past, in a savepoint as the bootstrap job writes it: what a live job
 * starts from.
 *
 * @param settled the same for RocksDB: its own files, in which nothing is left to compact. Restored
 *     from the other one, a job compacts while it is measured
 */
public record SyntheticShoppers(String savepoint, String settled, int shoppers, long bytes) {
    /** Pasts end here, visits begin. */
    static final Instant SEAM = Instant.parse("2026-01-05T00:00:00Z");

    private static final int MAX_PARALLELISM = 128;
    private static final long SETTLES_MILLIS = 4_000;
    private static final long LOOK_EVERY_MILLIS = 100;

    /**
     * Profiles of so many shoppers: a list for each past that was asked for, each the same
     * shoppers' visits as far as it goes back.
     */
    public static List<byte[][]> profiles(int shoppers, Duration... longestFirst) {
        long[] begins = new long[longestFirst.length];
        for (int i = 0; i < begins.length; i++) {
            begins[i] = SEAM.minus(longestFirst[i]).toEpochMilli();
        }
        List<byte[][]> pasts = new ArrayList<>();
        for (int i = 0; i < begins.length; i++) {
            pasts.add(new byte[shoppers][]);
        }
        IntStream.range(0, shoppers).parallel().forEach(shopper -> {
            byte[][] made =
                    SyntheticVisitor.profiles(shopper, shoppers, begins, SEAM.toEpochMilli(), ProfileSettings.DEFAULTS);
            for (int i = 0; i < made.length; i++) {
                pasts.get(i)[shopper] = made[i];
            }
        });
        return pasts;
    }

    /**
     * Writes a savepoint in which each profile is that of several shoppers who are like one
     * another.
     */
    public static SyntheticShoppers write(BenchmarkRig rig, byte[][] profiles, int alike, Path savepoint)
            throws Exception {
        int shoppers = profiles.length * alike;
        String written = savepoint.toUri().toString();
        String name = savepoint.getFileName().toString();
        StreamExecutionEnvironment env = BenchmarkRig.batch();
        Bootstrap.keepKeysWithTheirTasks(env);
        DataStream<ProfileSnapshot> snapshots = env.fromSequence(0, shoppers - 1L)
                .map(number -> new ProfileSnapshot(
                        SyntheticVisitor.userId(Math.toIntExact(number)), profiles[Math.toIntExact(number / alike)]))
                .returns(TypeInformation.of(ProfileSnapshot.class));
        SavepointWriter.newSavepoint(env, MAX_PARALLELISM)
                .withOperator(
                        OperatorIdentifier.forUid(ProfileState.UID),
                        OperatorTransformation.bootstrapWith(snapshots)
                                .keyBy(ProfileSnapshot::userId, Types.STRING)
                                .transform(new Bootstrap(ProfileSettings.DEFAULTS)))
                .write(written);
        env.execute("leeway crowd");
        String settled = settle(
                rig, new SyntheticShoppers(written, written, shoppers, 0), savepoint.resolveSibling(name + "-settled"));
        return new SyntheticShoppers(written, settled, shoppers, size(savepoint));
    }

    /** A job in which nothing happens, until RocksDB has sorted what it was given. */
    private static String settle(BenchmarkRig rig, SyntheticShoppers crowd, Path folder) throws Exception {
        FeaturesTurn turn = new FeaturesTurn("rocksdb", crowd, 0, 0);
        String target = folder.toUri().toString();
        Configuration configuration = turn.configuration();
        // Flink would keep a savepoint of RocksDB's files in memory where no folder for checkpoints
        // is named.
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, target);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        turn.define(env);
        JobClient job = env.executeAsync("leeway crowd settles");
        Clock clock = Clock.systemUTC();
        long begun = clock.millis();
        while (true) {
            ClockPause.parking()
                    .until(clock, Math.max(begun + rig.sized(SETTLES_MILLIS), clock.millis() + LOOK_EVERY_MILLIS));
            try {
                return job.stopWithSavepoint(false, target, SavepointFormatType.NATIVE)
                        .get();
            } catch (ExecutionException e) {
                // Until every task runs, a savepoint is refused.
                if (clock.millis() - begun > 10 * SETTLES_MILLIS) {
                    throw e;
                }
            }
        }
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }
}
