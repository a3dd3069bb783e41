package io.leeway.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.SinkRecord;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign bytes never make a record that cannot be sent, and what is cut of them is named. */
class RawBytesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void upToTheLimitAllIsKept() throws Exception {
        byte[] whole = new byte[RawBytes.LIMIT];
        assertThat(RawBytes.of(whole).isCut()).isFalse();
        JsonNode letter = letter("u1", "d", "s", whole);
        assertThat(letter.path("raw").binaryValue()).isEqualTo(whole);
        assertThat(letter.has("rawLength")).isFalse();
        assertThat(letter.has("rawSha256")).isFalse();
    }

    @Test
    void beyondTheLimitLengthAndDigestOfTheWholeAreThere() throws Exception {
        byte[] whole = new byte[RawBytes.LIMIT + 1];
        Arrays.fill(whole, (byte) 1);
        RawBytes cut = RawBytes.of(whole);
        assertThat(cut.isCut()).isTrue();
        assertThat(cut.kept()).isEqualTo(Arrays.copyOf(whole, RawBytes.LIMIT));
        assertThat(RawBytes.ofBytes(cut.toBytes())).usingRecursiveComparison().isEqualTo(cut);
        JsonNode letter = letter("u1", "d", "s", whole);
        assertThat(letter.path("rawLength").asLong()).isEqualTo(whole.length);
        assertThat(letter.path("rawSha256").asText())
                .isEqualTo(HexFormat.of().formatHex(RawBytes.sha256().digest(whole)));
    }

    /** In JSON a control character takes six bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "\u0001", "\"", "é", "👟"})
    void noDeadLetterIsLargerThanWhatEveryTopicTakes(String text) {
        SinkRecord letter = DeadLetterJson.encode(
                "decode",
                "undecodable",
                text.repeat(1_000_000),
                text.repeat(1_000_000),
                text.repeat(256 / text.length()),
                RawBytes.of(text.repeat(1_000_000).getBytes(UTF_8)),
                0);
        assertThat(letter.key().length + letter.value().length).isLessThan(RecordLimits.LARGEST_BYTES);
        SinkRecord unknown = DeadLetterJson.encode("decode", "undecodable", "", text.repeat(1_000_000), null, null, 0);
        assertThat(unknown.key().length + unknown.value().length).isLessThan(RecordLimits.LARGEST_BYTES);
    }

    @Test
    void withoutAUserTheSourceIsTheKey() throws Exception {
        SinkRecord letter =
                DeadLetterJson.encode("decode", "undecodable", "d", "topic t, partition 0, offset 7", null, null, 0);
        assertThat(letter.key()).isEqualTo("topic t, partition 0, offset 7".getBytes(UTF_8));
        assertThat(JSON.readTree(letter.value()).has("user")).isFalse();
    }

    private static JsonNode letter(String user, String detail, String source, byte[] raw) throws Exception {
        return JSON.readTree(DeadLetterJson.encode("decode", "undecodable", detail, source, user, RawBytes.of(raw), 0)
                .value());
    }
}
