package io.leeway.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class CheckpointOrderTest {
    /** With a timeout of zero the start of a checkpoint overtakes splits that were assigned before it. */
    @Test
    void unalignedCheckpointsBeginAligned() {
        assertThat(alignedTimeout(true, Duration.ZERO)).isEqualTo(1);
        assertThat(alignedTimeout(true, null)).isEqualTo(1);
    }

    @Test
    void aTimeoutThatIsGivenStays() {
        assertThat(alignedTimeout(true, Duration.ofSeconds(30))).isEqualTo(30_000);
        assertThat(alignedTimeout(false, null)).isZero();
    }

    private static long alignedTimeout(boolean unaligned, Duration timeout) {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, unaligned);
        if (timeout != null) {
            configuration.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, timeout);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        CheckpointOrder.source(
                        env, new NumberSequenceSource(1, 2), WatermarkStrategy.noWatermarks(), "numbers", Types.LONG)
                .sinkTo(new DiscardingSink<>());
        return env.getStreamGraph()
                .getJobGraph()
                .getCheckpointingSettings()
                .getCheckpointCoordinatorConfiguration()
                .getAlignedCheckpointTimeout();
    }
}
