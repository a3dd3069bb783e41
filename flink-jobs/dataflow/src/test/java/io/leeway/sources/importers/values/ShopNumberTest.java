package io.leeway.sources.importers.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopNumberTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "7|7|",
                "7.5|7.5|",
                "-7.25|-7.25|",
                "+8|8|",
                ".5|0.5|",
                "19,90|19.90|",
                "0,125|0.125|",
                "0.125|0.125|",
                "2.450,00|2450.00|",
                "2,450.00|2450.00|",
                "1.234.567|1234567|",
                "12,34,567.80|1234567.80|",
                "3 500,10|3500.10|",
                "3\u00A0500,10|3500.10|",
                "3\u202F500|3500|",
                "4'200.05|4200.05|",
                "1234.567|1234.567|",
                "$4.10|4.10|USD",
                "\u20AC7|7|EUR",
                "7,05 \u20AC|7.05|EUR",
                "GBP 3.99|3.99|GBP",
                "3.99\u00A0GBP|3.99|GBP",
                "R$ 1.250,00|1250.00|BRL",
                "(6.40)|-6.40|",
                "($6.40)|-6.40|USD",
                "6.40-|-6.40|",
                "\u22126.40|-6.40|",
                "12.-|12|",
                "CHF 12.-|12|CHF",
                "1'250.-- CHF|1250|CHF",
                "12,\u2013 \u20AC|12|EUR",
                "-12.-|-12|",
                "-$6.40|-6.40|USD",
                "$-6.40|-6.40|USD",
                " 6.40\u00A0|6.40|",
                "1e3|1000|",
                "2.5E+2|250|",
            })
    void readsWhatShopsWrite(String text, String value, String currency) {
        ShopNumber number = ShopNumber.read(text);
        assertThat(number.value()).isEqualByComparingTo(new BigDecimal(value));
        assertThat(number.grouped()).isNull();
        assertThat(number.currency()).isEqualTo(currency);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2.450 | 2.450 | 2450",
                "2,450 | 2.450 | 2450",
                "-12.000 | -12 | -12000",
                "€ 999.999 | 999.999 | 999999"
            })
    void anAmbiguousNumberHasTwoValues(String text, BigDecimal withDecimals, BigDecimal withThousands) {
        ShopNumber number = ShopNumber.read(text);
        assertThat(number.value()).isEqualByComparingTo(withDecimals);
        assertThat(number.grouped()).isEqualByComparingTo(withThousands);
        assertThat(ShopNumber.isPlain(text)).isFalse();
        DecimalMark own = number.mark() == '.' ? DecimalMark.POINT : DecimalMark.COMMA;
        DecimalMark other = number.mark() == '.' ? DecimalMark.COMMA : DecimalMark.POINT;
        assertThat(own.valueOf(number)).isEqualByComparingTo(withDecimals);
        assertThat(other.valueOf(number)).isEqualByComparingTo(withThousands);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "nan",
                "1.2.3",
                "1,23,4",
                "1.299,00,00",
                "12 50",
                "5-5",
                "--5",
                "(-5)",
                "5 apples",
                "1,2345.6",
                "$5€",
                "$",
                "8 each",
                "0x10",
                "1.2.345",
                "''5",
                "1e9999999"
            })
    void otherTextsAreNoNumbers(String text) {
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> ShopNumber.read(text));
    }

    @Test
    void plainNumbersAreKnownAtAGlance() {
        assertThat(new String[] {"0", "12", "12.5", "0.125", "1234.567", "12.3456"})
                .allMatch(ShopNumber::isPlain);
        assertThat(new String[] {"", ".", "5.", "1.250", "1,5", "-1", "1e5", "1.2.3"})
                .noneMatch(ShopNumber::isPlain);
    }
}
