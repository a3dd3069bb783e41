package io.leeway.sources.importers.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentinelTimesTest {

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, true", "1969-12-31T23:00:00Z, true", "1900-01-01T00:00:00Z, true",
                "1899-12-30T00:00:00Z, true",
        "0001-01-01T00:00:00Z, true", "2099-12-31T23:59:59Z, true", "9999-12-31T23:59:59Z, true",
                "9998-12-31T23:00:00Z, true",
        "1970-01-20T10:05:45Z, false", "1999-12-31T00:00:00Z, false", "2024-01-01T00:00:00Z, false",
                "2300-01-01T00:00:00Z, false",
        "-999999-01-01T00:00:00Z, false", "+56134-01-01T00:00:00Z, false",
    })
    void knowsWhatStandsForNoDate(Instant time, boolean sentinel) {
        assertThat(SentinelTimes.is(time.toEpochMilli())).isEqualTo(sentinel);
    }
}
