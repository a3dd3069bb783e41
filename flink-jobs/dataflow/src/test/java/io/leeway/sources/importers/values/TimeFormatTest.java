package io.leeway.sources.importers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seconds | 1511539200 | UTC | 2017-11-24T16:00:00Z",
                "seconds | 1511539200.5 | UTC | 2017-11-24T16:00:00.500Z",
                "millis | 1511539200001 | UTC | 2017-11-24T16:00:00.001Z",
                "iso | 2017-11-24T18:00:00+02:00 | UTC | 2017-11-24T16:00:00Z",
                "yyyy-MM-dd HH:mm:ss | 2010-12-01 08:26:00 | UTC | 2010-12-01T08:26:00Z",
                "yyyy-MM-dd HH:mm:ss | 2017-07-01 08:26:00 | America/New_York | 2017-07-01T12:26:00Z",
                "yyyy-MM-dd HH:mm:ss xx | 2017-07-01 08:26:00 +0100 | America/New_York | 2017-07-01T07:26:00Z",
                "d MMM yyyy | 1 Jul 2017 | America/New_York | 2017-07-01T04:00:00Z",
                "MM/dd/yyyy h:mm a | 07/01/2017 1:05 PM | UTC | 2017-07-01T13:05:00Z",
                "uuuuMMdd | 20170701 | UTC | 2017-07-01T00:00:00Z",
            })
    void readsTimes(String name, String text, ZoneId zone, Instant instant) throws BadLineException {
        assertThat(Instant.ofEpochMilli(TimeFormat.named(name, zone).millis(text)))
                .isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seconds | 12x",
                "seconds | 0x10",
                "millis | NaN",
                "iso | 2017-11-24 18:00:00",
                "yyyy-MM-dd | 2017-02-30x",
                "yyyy-MM-dd HH:mm:ss | 2017-13-01 00:00:00",
                "iso | +999999999-12-31T23:59:59Z",
            })
    void refusesOtherTexts(String name, String text) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> TimeFormat.named(name, ZoneOffset.UTC).millis(text))
                .withMessageStartingWith("Expected a time as ")
                .withMessageEndingWith("found '" + text + "'");
    }

    @Test
    void numbersBeyondTheRangeBecomeItsEnds() throws BadLineException {
        assertThat(TimeFormat.seconds().millis("1e300")).isEqualTo(Long.MAX_VALUE);
        assertThat(TimeFormat.millis().millis("-99999999999999999999")).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HH:mm", "yyyy", "bananas", "yyyy-MM-dd 'T"})
    void refusesPatternsWithoutADate(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> TimeFormat.named(pattern, ZoneOffset.UTC));
    }
}
