package io.leeway.jobs;

import io.leeway.features.Bootstrap;
import io.leeway.features.Features;
import io.leeway.features.FeaturesOptions;
import io.leeway.features.ProfileState;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sinks.Sinks;
import io.leeway.sources.CheckpointOrder;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import io.leeway.sources.importers.HistoryIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * From history to a savepoint in two stages, each a job of its own: profiles into files, and those
 * into a savepoint. The first is a streaming job: its checkpoints are what an interruption leaves.
 * In one stage, in batch, it is {@link BootstrapJob}.
 *
 * @param history the folder of history
 * @param seam history is complete up to here
 * @param options where events come from
 */
public record BootstrapStages(String history, Instant seam, SourceOptions options) {
    /** The folder of profiles within that of the first stage. */
    private static final String PROFILES = "profiles";

    /** Checks what can be checked beforehand. */
    public static BootstrapStages of(JobSourceOptions source, String savepoint) {
        String history = JobSources.requireHistory(source);
        SourceOptions sources = JobSources.of(source, false, true);
        Preflight.requireLedger(sources.erasures());
        Preflight.requireNoSavepoint(savepoint);
        return new BootstrapStages(history, sources.seam(), sources);
    }

    /** Lines of history, where its index says how many; else 0. */
    public long events() {
        Path folder = Path.of(history);
        try {
            return Files.isReadable(folder.resolve(HistoryIndex.FILE))
                    ? HistoryIndex.read(folder).events()
                    : 0;
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Every shopper as of the seam. */
    static DataStream<ProfileSnapshot> profiles(StreamExecutionEnvironment env, SourceOptions sources) {
        return features(env, Sources.of(env, sources), sources.seam()).profiles();
    }

    private static Features.Result features(StreamExecutionEnvironment env, Sources.Result read, Instant seam) {
        return Features.of(
                read.arrivals(), new FeaturesOptions(ProfileSettings.DEFAULTS, seam, seam.minusMillis(1), seam, true));
    }

    /**
     * The first stage: profiles, and counts of what was read up to each checkpoint, into files
     * below a folder.
     */
    public void defineProfiles(StreamExecutionEnvironment env, String folder) {
        Sources.Result read = Sources.of(env, options);
        Features.Result features = features(env, read, seam);
        DataStream<SinkRecord> lines =
                features.profiles().map(BootstrapStages::line, TypeInformation.of(SinkRecord.class));
        Sinks.add(lines.union(read.side(), features.side()), Sinks.files(folder), "out");
    }

    private static SinkRecord line(ProfileSnapshot snapshot) {
        Base64.Encoder base64 = Base64.getEncoder();
        byte[] key = snapshot.userId().getBytes(StandardCharsets.UTF_8);
        String line = base64.encodeToString(key) + " " + base64.encodeToString(snapshot.profile());
        return SinkRecord.of(PROFILES, key, line.getBytes(StandardCharsets.US_ASCII), 0);
    }

    private static ProfileSnapshot snapshot(String line) {
        int blank = line.indexOf(' ');
        Base64.Decoder base64 = Base64.getDecoder();
        return new ProfileSnapshot(
                new String(base64.decode(line.substring(0, blank)), StandardCharsets.UTF_8),
                base64.decode(line.substring(blank + 1)));
    }

    /** The second stage: a savepoint of what the first left in a folder. In batch. */
    public static void defineSavepoint(
            StreamExecutionEnvironment env, String folder, String savepoint, int maxParallelism) {
        FileSource<String> files = FileSource.forRecordStreamFormat(
                        new TextLineInputFormat("US-ASCII"), new org.apache.flink.core.fs.Path(folder, PROFILES))
                .build();
        write(
                env,
                CheckpointOrder.source(env, files, WatermarkStrategy.noWatermarks(), "profiles", Types.STRING)
                        .map(BootstrapStages::snapshot, TypeInformation.of(ProfileSnapshot.class)),
                savepoint,
                maxParallelism);
    }

    /** A savepoint as the features operator keeps it. */
    static void write(
            StreamExecutionEnvironment env,
            DataStream<ProfileSnapshot> profiles,
            String savepoint,
            int maxParallelism) {
        Bootstrap.keepKeysWithTheirTasks(env);
        SavepointWriter.newSavepoint(env, maxParallelism)
                .withOperator(
                        OperatorIdentifier.forUid(ProfileState.UID),
                        OperatorTransformation.bootstrapWith(profiles)
                                .keyBy(ProfileSnapshot::userId, Types.STRING)
                                .transform(new Bootstrap(ProfileSettings.DEFAULTS)))
                .write(savepoint);
    }
}
