package io.leeway.jobs;

import java.io.Serializable;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The edges between stages, open to whoever wants to put something there: failures on purpose, in the demo and in tests. */
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

    /** The stream as it goes on from this place. */
    <T> DataStream<T> at(String place, DataStream<T> stream);
}
