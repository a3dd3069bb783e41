package io.leeway.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class InstantConverterTest {

    @ParameterizedTest
    @CsvSource({
        "2017-12-01, 2017-12-01T00:00:00Z",
        "2020-02-29, 2020-02-29T00:00:00Z",
        "2017-12-01T08:00:00.5Z, 2017-12-01T08:00:00.500Z",
        "2017-12-01T08:00:00+02:00, 2017-12-01T06:00:00Z"
    })
    void readsADayFromItsFirstInstantAndAnInstant(String text, Instant instant) {
        assertThat(new InstantConverter().convert(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2019-02-29", "01-12-2017", "2017-12-01 08:00:00", "2017-12-01T08:00:00", "1512115200"})
    void refusesOthersAndSaysWhatItTakes(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new InstantConverter().convert(text))
                .withMessageContaining("2017-12-01T08:00:00Z")
                .withMessageContaining("'" + text + "'");
    }
}
