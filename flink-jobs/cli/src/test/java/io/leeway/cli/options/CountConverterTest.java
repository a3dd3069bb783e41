package io.leeway.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class CountConverterTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "999, 999",
        "1k, 1000",
        "1.5m, 1500000",
        "2B, 2000000000",
        "12345.6k, 12345600",
        "12345678.9k, 12345678900",
        "1000b, 1000000000000"
    })
    void readsWhatItWrites(String text, long count) {
        assertThat(new CountConverter().convert(text)).isEqualTo(count);
        assertThat(CountConverter.text(count)).isEqualToIgnoringCase(text);
    }

    @Test
    void whatIsWrittenIsUnderstoodWhateverTheCount() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            long unit = (long) Math.pow(10, random.nextInt(10));
            long count = random.nextLong(1_000_000_000L / Math.max(1, unit / 100)) * unit;
            assertThat(new CountConverter().convert(CountConverter.text(count))).isEqualTo(count);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1e6", "1.5 m", "1.2345k", "12345678901", "2g"})
    void refusesOthersAndSaysWhatItTakes(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new CountConverter().convert(text))
                .withMessageContaining("1.5m")
                .withMessageContaining("'" + text + "'");
    }
}
