package io.leeway.jobs;

import java.io.Serializable;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Hooks on the edges between stages, for induced failures in the demo and in tests. */
public interface PipelineHooks extends Serializable {
    /** Nothing stands on any edge. */
    PipelineHooks PLAIN = new PipelineHooks() {
        private static final long serialVersionUID = 1L;

        @Override
        public <T> DataStream<T> at(String place, DataStream<T> stream) {
            return stream;
        }
    };

    /** Behind the source. */
    String SOURCE = "source";

    /** Behind the features operator. */
    String FEATURES = "features";

    /** Behind the bundle operators. */
    String SCORING = "scoring";

    /** Before the sink, in one chain with its writer and committer. */
    String SINK = "sink";

    /** The stream behind this place. */
    <T> DataStream<T> at(String place, DataStream<T> stream);
}
