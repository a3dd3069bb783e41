package io.leeway.shopper.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

    private static final ZoneId ROME = ZoneId.of("Europe/Rome");

    @ParameterizedTest
    @CsvSource({
        "2025-06-30T07:15:40Z, 2025-06-30T07:15:40Z",
        "2025-06-30t07:15:40.5z, 2025-06-30T07:15:40.500Z",
        "'2025-06-30T07:15:40,1234567Z', 2025-06-30T07:15:40.123Z",
        "2025-06-30 07:15Z, 2025-06-30T07:15:00Z",
        "2025-06-30 07:15:40 +02, 2025-06-30T05:15:40Z",
        "2025-06-30T07:15:40+02:00[Europe/Rome], 2025-06-30T05:15:40Z",
        "20250630T071540Z, 2025-06-30T07:15:40Z",
        "20250630T0715, 2025-06-30T05:15:00Z",
        "20250630, 2025-06-29T22:00:00Z",
        "2025-06-30 07:15:40, 2025-06-30T05:15:40Z",
        "2025-01-30 07:15:40 gmt, 2025-01-30T07:15:40Z",
        "2025-06-29T24:00:00Z, 2025-06-30T00:00:00Z",
        "2025-03-30 02:30:00, 2025-03-30T01:30:00Z"
    })
    void readsUsualSpellings(String text, Instant time) {
        assertThat(Instant.ofEpochMilli(IsoTime.millis(text, ROME))).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2025-02-30T00:00:00Z",
                "2025-06-30T",
                "2025-06-30T7:15:00Z",
                "2025-06-30T07:15:",
                "2025-06-30T07:60:00Z",
                "2025-06-30T07:15:40.Z",
                "2025-06-30T07:15:40 CEST",
                "2025-06-30Z",
                "2025/06/30",
                "1751267740",
                "2025-06-30T24:01:00Z"
            })
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> IsoTime.millis(text, ROME)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-30T07:15:40", "2025-06-30"})
    void withoutAZoneALocalTimeIsNone(String text) {
        assertThatThrownBy(() -> IsoTime.millis(text, null)).isInstanceOf(DateTimeException.class);
    }
}
