package io.leeway.sources.importers.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserIdsTest {

    @ParameterizedTest
    @CsvSource({
        "812.0, 812",
        "812.000, 812",
        "8.12E+02, 812",
        "8.12e2, 812",
        "8.125E+02, 8.125E+02",
        "812.5, 812.5",
        "007, 007",
        "v1.0, v1.0",
        "1.2.0, 1.2.0",
        "0.0, 0"
    })
    void wholeNumbersHaveOneSpelling(String text, String id) {
        assertThat(UserIds.named("whole").of(text)).isEqualTo(id);
        assertThat(UserIds.AS_THEY_ARE.of(text)).isEqualTo(text);
    }

    @Test
    void rulesAreNamed() {
        assertThat(UserIds.named("lower, trim").of("Bo@Shop.Example")).isEqualTo("bo@shop.example");
        assertThat(UserIds.named("whole,lower")).isEqualTo(new UserIds(true, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserIds.named("upper"))
                .withMessageContaining("'upper'");
    }
}
