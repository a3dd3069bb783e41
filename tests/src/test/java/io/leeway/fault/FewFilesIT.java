package io.leeway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.ScoringPipeline;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.FeatureVector;
import io.leeway.records.SourceRecord;
import io.leeway.scoring.BundleOptions;
import io.leeway.shop.SmallShop;
import io.leeway.shopper.ProfileSettings;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import io.leeway.topics.KafkaConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fewer files of history than readers: those without a file hold back nothing, and shoppers are scored while history is read. */
@Timeout(300)
class FewFilesIT {
    private static final int PARALLELISM = 4;
    private static final int RECORDS_PER_CHECKPOINT = 10_000;

    @Test
    void oneFileAtParallelismFourIsScoredWhileItIsRead(@TempDir Path folder) throws Exception {
        SmallShop small = SmallShop.get();
        Instant end = small.shop().settings().end();
        Path history = Files.createDirectory(folder.resolve("history"));
        inOneFile(small.history(), history.resolve("events.jsonl"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            SourceOptions sources = new SourceOptions(
                    history.toString(),
                    new SourceOptions.Live(
                            KafkaConnection.to(
                                    LiveTopics.create(broker, small.shop()).bootstrapServers()),
                            LiveTopics.EVENTS,
                            true),
                    small.seam(),
                    small.shop().settings().allowedLateness());

            Seen batch = Seen.named("batch");
            StreamExecutionEnvironment once = SmallShop.batch();
            ScoringPipeline.define(
                    once,
                    sources,
                    options(small, end, batch),
                    Sinks.files(folder.resolve("b").toString()));
            once.execute();

            Seen stream = Seen.named("stream");
            StreamExecutionEnvironment env = environment();
            Sources.Result read = Sources.of(env, paced(Sources.source(sources)), sources);
            ScoringPipeline.define(
                    read.arrivals(),
                    read.side(),
                    options(small, end, stream),
                    Sinks.files(folder.resolve("s").toString()));
            env.execute();

            long lines = batch.history.get();
            assertThat(stream.history.get()).as("records of history").isEqualTo(lines);
            assertThat(stream.requestsBehind(lines * 3 / 4))
                    .as("requests when three quarters of the file were read, of %d", batch.requests.size())
                    .isGreaterThan(batch.requests.size() / 4);
            assertThat(stream.requests).isEqualTo(batch.requests);
        }
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
        return StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
    }

    private static <S extends SourceSplit, E> Source<SourceRecord, ?, ?> paced(Source<SourceRecord, S, E> source) {
        return new PacedSource<>(source, RECORDS_PER_CHECKPOINT);
    }

    private static ScoringPipeline.Options options(SmallShop small, Instant end, Seen seen) {
        return new ScoringPipeline.Options(
                new FeaturesOptions(ProfileSettings.DEFAULTS, small.seam(), end, null, false),
                BundleOptions.DEFAULTS,
                small.releases(),
                new Hooks(seen.name));
    }

    private static void inOneFile(Path folder, Path file) throws IOException {
        try (Stream<Path> found = Files.list(folder);
                OutputStream out = Files.newOutputStream(file)) {
            List<Path> files = found.filter(
                            each -> each.getFileName().toString().startsWith("events"))
                    .sorted()
                    .toList();
            for (Path each : files) {
                Files.copy(each, out);
            }
        }
    }

    /** What passed the edges of a run, in this process. */
    private static final class Seen {
        private static final Map<String, Seen> RUNS = new ConcurrentHashMap<>();

        private final String name;
        private final AtomicLong history = new AtomicLong();
        private final Set<String> requests = ConcurrentHashMap.newKeySet();
        private final Map<Long, Integer> behind = new ConcurrentHashMap<>();

        private Seen(String name) {
            this.name = name;
        }

        static Seen named(String name) {
            return RUNS.computeIfAbsent(name, Seen::new);
        }

        int requestsBehind(long records) {
            return behind.getOrDefault(records / 1000 * 1000, -1);
        }

        void passed(Object value) {
            if (value instanceof SourceRecord record && !record.live()) {
                long number = history.incrementAndGet();
                if (number % 1000 == 0) {
                    behind.put(number, requests.size());
                }
            } else if (value instanceof FeatureVector vector) {
                requests.add(vector.userId() + ' ' + vector.asOfMillis() + ' ' + vector.task());
            }
        }
    }

    private record Hooks(String run) implements PipelineHooks {
        @Override
        public <T> DataStream<T> at(String place, DataStream<T> stream) {
            String name = run;
            return stream.map(
                    value -> {
                        Seen.named(name).passed(value);
                        return value;
                    },
                    stream.getType());
        }
    }
}
