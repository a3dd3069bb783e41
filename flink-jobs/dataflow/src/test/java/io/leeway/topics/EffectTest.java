package io.leeway.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Effects as they stand in their topic. */
class EffectTest {
    private static final long FROM = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

    @Test
    void whatIsWrittenIsReadAndWhatIsNoNumberIsNotWritten() {
        Effect effect = new Effect(
                "model",
                "churn",
                3,
                FROM,
                FROM + 86_400_000,
                12,
                Map.of("auc", 0.75, "logLoss", Double.NaN, "observed", 1 / 3.0));
        SinkRecord outgoing = effect.outgoing();

        assertThat(Effect.of(outgoing.value())).isEqualTo(effect);
        assertThat(effect.figures()).containsExactly(entry("auc", 0.75), entry("observed", 0.333333333));
        assertThat(outgoing.topic()).isEqualTo(Topics.EFFECTS);
        assertThat(new String(outgoing.key(), StandardCharsets.UTF_8)).isEqualTo("model/churn/3");
    }

    @Test
    void whatIsNoEffectIsRefusedInOneLine() {
        for (String json : new String[] {"{}", "no JSON", "{\"kind\":\"model\",\"from\":\"2026-03-01T00:00:00Z\"}"}) {
            assertThatThrownBy(() -> Effect.of(json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Expected ");
        }
    }
}
