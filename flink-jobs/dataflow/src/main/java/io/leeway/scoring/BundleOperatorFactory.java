package io.leeway.scoring;

import io.leeway.records.FeatureVector;
import io.leeway.records.Score;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.shopper.Task;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link BundleOperator} on a task. */
final class BundleOperatorFactory extends AbstractStreamOperatorFactory<Score>
        implements OneInputStreamOperatorFactory<FeatureVector, Score> {
    private static final long serialVersionUID = 1L;

    private final Task task;
    private final Map<String, Long> profile;
    private final BundleOptions options;
    private final List<ModelRelease> initial;
    private final ReleaseFeed feed;

    BundleOperatorFactory(
            Task task, Map<String, Long> profile, BundleOptions options, List<ModelRelease> initial, ReleaseFeed feed) {
        this.task = task;
        this.profile = profile;
        this.options = options;
        this.initial = initial;
        this.feed = feed;
    }

    @Override
    @SuppressWarnings("unchecked") // The signature of Flink's interface leaves no other way.
    public <T extends StreamOperator<Score>> T createStreamOperator(StreamOperatorParameters<Score> parameters) {
        return (T) new BundleOperator(parameters, task, profile, options, initial, feed);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return BundleOperator.class;
    }
}
