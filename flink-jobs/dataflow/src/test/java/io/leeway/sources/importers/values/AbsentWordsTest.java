package io.leeway.sources.importers.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AbsentWordsTest {

    @Test
    void wordsMeanAbsentInAnyCase() {
        for (String word : List.of("", " ", "\u00A0", "NULL", "nAn", "N/A", "(NOT SET)", "\\N", "Undefined", "-")) {
            assertThat(AbsentWords.USUAL.presentOr(word)).as(word).isNull();
        }
        assertThat(AbsentWords.USUAL.presentOr(" Nancy\u00A0")).isEqualTo("Nancy");
        assertThat(AbsentWords.USUAL.presentOr("0")).isEqualTo("0");
        AbsentWords users = AbsentWords.USUAL.and(AbsentWords.USUAL_USERS);
        assertThat(users.presentOr("0")).isNull();
        assertThat(users.presentOr("Guest")).isNull();
        assertThat(users.presentOr("na")).isNull();
        assertThat(users.presentOr("guest17")).isEqualTo("guest17");
    }

    @Test
    void theListCanBeAnother() {
        AbsentWords words = new AbsentWords(List.of("Walk-in"));
        assertThat(words.presentOr("WALK-IN")).isNull();
        assertThat(words.presentOr("nan")).isEqualTo("nan");
        assertThat(words.presentOr("")).isNull();
    }
}
