package io.leeway.bench.job;

import io.leeway.features.Features;
import io.leeway.features.FeaturesOptions;
import io.leeway.records.SourceRecord;
import io.leeway.shopper.ProfileSettings;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The features operator by itself: visits → features → discarding sink, one task of each, begun on
 * a savepoint.
 *
 * @param backend {@code rocksdb} or {@code hashmap}
 * @param crowd whom the savepoint holds
 * @param warmUp so many events count for nothing: caches fill, the first sessions end
 */
public record FeaturesTurn(String backend, SyntheticShoppers crowd, long warmUp, long events) {
    /** Runs it; events a second. */
    public double run() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration());
        define(env);
        return TimedJob.run(env, "leeway features on " + backend);
    }

    /**
     * What a slot of the shipped configuration has: RocksDB gets 128 MB and bloom filters, and
     * checkpoints are incremental.
     */
    Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
        String begin = backend.equals("rocksdb") ? crowd.settled() : crowd.savepoint();
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, begin);
        configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        return configuration;
    }

    void define(StreamExecutionEnvironment env) {
        FeaturesOptions options =
                new FeaturesOptions(ProfileSettings.DEFAULTS, SyntheticShoppers.SEAM, null, null, false);
        DataStream<SourceRecord> visits =
                SyntheticVisitSource.in(env, crowd.shoppers(), SyntheticShoppers.SEAM.toEpochMilli(), warmUp, events);
        TimedJob.end(Features.of(visits, options).vectors());
    }
}
