package io.leeway.scoring;

import io.leeway.operators.OperatorFactory;
import io.leeway.records.FeatureVector;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** The stage from requests to scores, one bundle operator a task. */
public final class Scoring {
    /** Rows that could not be scored, and counts. */
    static final OutputTag<SinkRecord> SIDE = new OutputTag<>("scoring-side", TypeInformation.of(SinkRecord.class));

    private Scoring() {}

    /**
     * The outputs of the stage.
     *
     * @param scores scores of each task, and notices of erasure, in the order of each shopper's
     *     requests; one stream a task, so that what follows is chained to the model
     * @param side dead letters and counts
     */
    public record Result(List<DataStream<ScoreUpdate>> scores, DataStream<SinkRecord> side) {}

    /**
     * Adds the stage.
     *
     * @param initial what decides before anything is published
     * @param feed brings later releases
     * @param profile the running profile's settings, which models must have been trained with
     */
    public static Result of(
            DataStream<FeatureVector> vectors,
            List<ModelRelease> initial,
            ReleaseFeed feed,
            Map<String, Long> profile,
            BundleOptions options) {
        List<DataStream<ScoreUpdate>> scores = new ArrayList<>();
        List<DataStream<SinkRecord>> sides = new ArrayList<>();
        for (Task task : Task.values()) {
            SingleOutputStreamOperator<ScoreUpdate> scored = of(
                    task,
                    vectors.filter(vector -> vector.task().equals(task.id())).name("requests-" + task.id()),
                    initial,
                    feed,
                    profile,
                    options);
            scores.add(scored);
            sides.add(scored.getSideOutput(SIDE));
        }
        return new Result(List.copyOf(scores), sides.get(0).union(sides.get(1)));
    }

    /**
     * Adds the bundle operator of one task.
     *
     * @param vectors of this task alone
     */
    public static SingleOutputStreamOperator<ScoreUpdate> of(
            Task task,
            DataStream<FeatureVector> vectors,
            List<ModelRelease> initial,
            ReleaseFeed feed,
            Map<String, Long> profile,
            BundleOptions options) {
        String id = task.id();
        List<ModelRelease> ofTask =
                initial.stream().filter(release -> release.model().equals(id)).toList();
        return vectors.transform(
                        "score-" + id,
                        TypeInformation.of(ScoreUpdate.class),
                        factory(task, profile, options, ofTask, feed))
                .uid("score-" + id);
    }

    static OperatorFactory<FeatureVector, ScoreUpdate> factory(
            Task task, Map<String, Long> profile, BundleOptions options, List<ModelRelease> initial, ReleaseFeed feed) {
        return new OperatorFactory<>(
                BundleOperator.class,
                parameters -> new BundleOperator(parameters, task, profile, options, initial, feed));
    }
}
