package io.leeway.shopper.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrencyUnitsTest {

    @ParameterizedTest
    @CsvSource({
        "EUR, 12.5, 1e6",
        "KRW, 1250, 1e9",
        "jpy, 1250, 1e9",
        "VND, 1250, 1e9",
        "TND, 1.25, 1e6",
        "IDR, 12.5, 1e9",
        "XXX, 12.5, 1e6",
        "???, 12.5, 1e6",
        ", 12.5, 1e6"
    })
    void currenciesHaveTheirUnitsAndLimits(String currency, double majorOf1250, double maxPrice) {
        assertThat(CurrencyUnits.major(1250, currency)).isEqualTo(majorOf1250);
        assertThat(CurrencyUnits.maxPrice(currency)).isEqualTo(maxPrice);
    }
}
