package io.leeway.sources.importers.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecimalEvidenceTest {

    @Test
    void otherNumbersDecide() {
        assertThat(of("5", "2.450", "x").mark()).isNull();
        assertThat(of("2.450", "19,90").mark()).isEqualTo(DecimalMark.COMMA);
        assertThat(of("2.450", "0.125").mark()).isEqualTo(DecimalMark.POINT);
        assertThat(of("19,90", "0.05").mark()).isNull();
        assertThat(of("19,90", "0.05", "2.450,00").mark()).isEqualTo(DecimalMark.COMMA);
        assertThat(of("1.234.567", "0.05").mark()).isEqualTo(DecimalMark.COMMA);
        assertThat(of("1.234.567", "1,234,567").mark()).isNull();
        assertThat(of("3", "7.20", "1,234.50").example(DecimalMark.POINT)).isEqualTo("'1,234.50' in line 3");
    }

    private static DecimalEvidence of(String... numbers) {
        DecimalEvidence evidence = new DecimalEvidence();
        for (int i = 0; i < numbers.length; i++) {
            evidence.add(numbers[i], i + 1);
        }
        return evidence;
    }
}
