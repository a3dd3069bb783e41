package io.leeway.sources.importers.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
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
                "iso | 24.11.2017 18:00:00",
                "yyyy-MM-dd | 2017-02-30x",
                "yyyy-MM-dd HH:mm:ss | 2017-13-01 00:00:00",
                "yyyy-MM-dd HH:mm:ss | 2017-02-30 00:00:00",
                "dd.MM.yyyy | 30.02.2017",
                "iso | 2024-03-01T25:00:00Z",
                "iso | 2024-03-01T10:00:00 Mars",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iso | 2025-06-30 07:15:40 | Europe/Rome | 2025-06-30T05:15:40Z",
                "iso | 2025-06-30T07:15 | Europe/Rome | 2025-06-30T05:15:00Z",
                "iso | 2025-06-30 07:15:40+00 | Europe/Rome | 2025-06-30T07:15:40Z",
                "iso | 2025-06-30 07:15:40 UTC | Europe/Rome | 2025-06-30T07:15:40Z",
                "iso | 2025-06-30T07:15:40-0330 | UTC | 2025-06-30T10:45:40Z",
                "iso | 2025-06-30 | Europe/Rome | 2025-06-29T22:00:00Z",
                "micros | 1751267740000001 | UTC | 2025-06-30T07:15:40Z",
                "nanos | 1751267740000000001 | UTC | 2025-06-30T07:15:40Z",
                "epoch | 1751267740 | UTC | 2025-06-30T07:15:40Z",
                "epoch | 1751267740000 | UTC | 2025-06-30T07:15:40Z",
                "epoch | 1751267740000000 | UTC | 2025-06-30T07:15:40Z",
                "dd-MMM-yy hh.mm a | 30-JUN-25 07.15 pm | UTC | 2025-06-30T19:15:00Z",
                "dd-MMM-yy hh.mm a | 30-jun-25 07.15 AM | UTC | 2025-06-30T07:15:00Z",
                "excel | 45838.25 | UTC | 2025-06-30T06:00:00Z",
                "excel | 45838 | Europe/Rome | 2025-06-29T22:00:00Z",
                "excel-1904 | 44376.25 | UTC | 2025-06-30T06:00:00Z",
                "MMdd | 630 | UTC | 2025-06-30T00:00:00Z",
                "dd.MM. HH:mm | 30.06. 07:15 | UTC | 2025-06-30T07:15:00Z",
                "day | 3 | UTC | 2025-01-03T00:00:00Z",
                "day HHmm | 3 905 | UTC | 2025-01-03T09:05:00Z",
                "yyyy-MM-dd HH:mm | 2025-06-30 07:15 | UTC | 2025-06-30T07:15:00Z",
            })
    void readsWhatShopsWrite(String name, String text, ZoneId zone, Instant instant) throws BadLineException {
        TimeFormat format = TimeFormat.named(name, zone, 2025, LocalDate.of(2025, 1, 1));
        assertThat(Instant.ofEpochMilli(format.millis(text))).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yyyy-MM-dd hh:mm | write 'yyyy-MM-dd HH:mm'",
                "YYYY-MM-dd | write 'yyyy-MM-dd'",
                "MMdd | add it or --year",
                "day | add --first-day",
            })
    void refusesWhatWouldGoWrong(String pattern, String remedy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeFormat.named(pattern, ZoneOffset.UTC))
                .withMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "millis | 1751267740000001 | which is 2025-06-30T07:15:40Z in micros: add --time-format micros",
                "millis | 1751267740 | in seconds: add --time-format seconds",
                "seconds | 1751267740000 | in millis: add --time-format millis",
                "iso | 1751267740 | which is 2025-06-30T07:15:40Z in seconds",
                "iso | 0000-00-00 00:00:00 | which stands for no date",
            })
    void namesWhatItLooksLike(String name, String text, String found) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> TimeFormat.named(name, ZoneOffset.UTC).millis(text))
                .withMessageContaining(found);
    }
}
