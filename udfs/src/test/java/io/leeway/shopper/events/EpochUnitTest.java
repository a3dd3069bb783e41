package io.leeway.shopper.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochUnitTest {

    @ParameterizedTest
    @CsvSource({
        "946684800, SECONDS",
        "1751267740, SECONDS",
        "1751267740123, MILLIS",
        "1751267740123000, MICROS",
        "1751267740123000000, NANOS",
        "946684799,",
        "0,",
        "-1751267740,",
        "1e300,"
    })
    void aNumberHasOnePlausibleUnit(double number, EpochUnit unit) {
        assertThat(EpochUnit.of(number)).isEqualTo(unit);
    }
}
