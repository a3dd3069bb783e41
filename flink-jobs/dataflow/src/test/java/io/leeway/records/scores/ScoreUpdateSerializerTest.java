package io.leeway.records.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.records.ReleaseRole;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What arrives on the other side of an edge is what was sent. */
class ScoreUpdateSerializerTest {
    private static final ScoreUpdateSerializer SERIALIZER = new ScoreUpdateSerializer();
    private static final ScoreOrigin ORIGIN = new ScoreOrigin(
            "5c0e", "zoë", 7, 5, new ScoringModel("m", 2, ReleaseRole.SHADOW, "digest"), "features", true);
    private static final ScoreOrigin EMPTY =
            new ScoreOrigin("", "", Long.MIN_VALUE, 0, new ScoringModel("", 0, ReleaseRole.ACTIVE, ""), "", false);

    static List<ScoreUpdate> updates() {
        Reason reason = new Reason("silent", "silent for 5 weeks", "recency.activity", 35, 0.5f);
        List<CategoryShare> shares = List.of(new CategoryShare("sport/läufer", -0.5f), new CategoryShare("", 1));
        ScoreHeaders headers = new ScoreHeaders(1, 2, 3, 4);
        return List.of(
                new ChurnScore(ORIGIN, 0.25f, List.of(reason, reason), headers),
                new ChurnScore(EMPTY, 0, List.of(), ScoreHeaders.NONE),
                new InterestScore(ORIGIN, 0.25f, shares, List.of(), shares, List.of(reason), headers),
                new InterestScore(EMPTY, 1, List.of(), List.of(), List.of(), List.of(), ScoreHeaders.NONE),
                new ScoreErasure("zoë", 7, Task.INTEREST, ReleaseRole.SHADOW),
                new ScoreErasure("", -1, Task.CHURN, ReleaseRole.ACTIVE));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void anUpdateArrivesAsItWasSent(ScoreUpdate update) throws Exception {
        DataInputDeserializer sent = sent(update);
        assertThat(SERIALIZER.deserialize(sent)).isEqualTo(update);
        assertThat(sent.available()).isZero();
    }

    @ParameterizedTest
    @MethodSource("updates")
    void bytesAreHandedOnAsTheyAre(ScoreUpdate update) throws Exception {
        DataOutputSerializer copied = new DataOutputSerializer(64);
        SERIALIZER.copy(sent(update), copied);
        DataOutputSerializer written = new DataOutputSerializer(64);
        SERIALIZER.serialize(update, written);
        assertThat(copied.getCopyOfBuffer()).isEqualTo(written.getCopyOfBuffer());
    }

    @Test
    void anUnknownFormatIsNamed() {
        DataInputDeserializer later = new DataInputDeserializer(new byte[] {9, 0, 0});
        assertThatThrownBy(() -> SERIALIZER.deserialize(later))
                .isInstanceOf(IOException.class)
                .hasMessage("Expected a score of a known format, found 9");
    }

    @Test
    void flinkFindsTheTypeByEachClass() {
        for (Class<?> type : List.of(
                ScoreUpdate.class, ShopperScore.class, ChurnScore.class, InterestScore.class, ScoreErasure.class)) {
            assertThat(TypeInformation.of(type).createSerializer(new SerializerConfigImpl()))
                    .as(type.getSimpleName())
                    .isEqualTo(SERIALIZER);
        }
    }

    private static DataInputDeserializer sent(ScoreUpdate update) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        SERIALIZER.serialize(update, out);
        return new DataInputDeserializer(out.getCopyOfBuffer());
    }
}
