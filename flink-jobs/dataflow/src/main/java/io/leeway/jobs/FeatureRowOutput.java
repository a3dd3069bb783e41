package io.leeway.jobs;

import io.leeway.records.FeatureVector;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.Task;
import io.leeway.sinks.Sinks;
import io.leeway.topics.FeatureRowJson;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Behind the features, and beside the scores: what every request asked, as rows for SQL in files.
 *
 * <p>For batch alone: the vectors of one request, which follow each other, are put together outside of Flink's state.
 */
record FeatureRowOutput(String folder) implements PipelineHooks {
    @Override
    public <T> DataStream<T> at(String place, DataStream<T> stream) {
        if (place.equals(FEATURES)) {
            Sinks.add(
                    stream.flatMap(new Joined<T>(), TypeInformation.of(SinkRecord.class))
                            .name("feature-rows"),
                    Sinks.files(folder),
                    "feature-rows");
        }
        return stream;
    }

    private static final class Joined<T> implements FlatMapFunction<T, SinkRecord> {
        private static final long serialVersionUID = 1L;

        private transient @Nullable List<FeatureVector> request;

        @Override
        public void flatMap(T value, Collector<SinkRecord> out) {
            FeatureVector vector = (FeatureVector) value;
            if (vector.isErasure()) {
                return;
            }
            List<FeatureVector> vectors = request == null ? new ArrayList<>() : request;
            request = vectors;
            if (!vectors.isEmpty() && !isOfOneRequest(vectors.get(0), vector)) {
                throw new IllegalStateException("Expected the vectors of one request to follow each other, found "
                        + vector.task() + " of " + vector.asOfMillis() + " behind "
                        + vectors.get(0).task() + " of "
                        + vectors.get(0).asOfMillis());
            }
            vectors.add(vector);
            if (vectors.size() == Task.values().length) {
                out.collect(FeatureRowJson.encode(vectors));
                vectors.clear();
            }
        }

        private static boolean isOfOneRequest(FeatureVector one, FeatureVector other) {
            return one.userId().equals(other.userId()) && one.asOfMillis() == other.asOfMillis();
        }
    }
}
