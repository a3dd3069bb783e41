package io.leeway.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.jobs.PipelineHooks;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ScoreErasure;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.shopper.Task;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class JobMarksTest {

    @Test
    void theMarksOfBothModelsMayStandInOneChain() throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        JobMarks marks = new JobMarks(0, Long.MIN_VALUE);
        DataStream<Long> events = marks.at(PipelineHooks.SOURCE, env.fromSequence(1, 10));
        for (Task task : Task.values()) {
            DataStream<ScoreUpdate> scores = events.map(
                    event -> new ScoreErasure("u" + event, event, task, ReleaseRole.ACTIVE),
                    TypeInformation.of(ScoreUpdate.class));
            marks.at(PipelineHooks.SCORING, scores).sinkTo(new DiscardingSink<>());
        }
        JobMarks.Reading reading = JobMarks.read(env.execute().getAllAccumulatorResults(), 10);
        assertThat(reading.scoresPerEvent()).isEqualTo(2);
        assertThat(reading.eventsPerSecond()).isPositive();
    }
}
