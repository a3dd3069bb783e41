package io.leeway.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    private static final String PARTS =
            "\\u0a1b25=+;'<&\"nx \n\t\r\u001b\u009b\u202e\u200d\u00e9\u4f60\u0645\ud83d\udc69";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u42",
                "DOMAIN\\user",
                "C:\\new\\table",
                "手机/配件 3C",
                "أحذية",
                "کفش\u200cها",
                "क्\u200dष",
                "été, naïve",
                "👩\u200d👩\u200d👧 👍🏽 ❤\ufe0f\u200d🔥",
                "a \"b\" <c> 'd' =e"
            })
    void ordinaryTextOfAnyScriptStays(String text) {
        assertThat(VisibleText.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a\u001b[2J|a\\u001b[2J",
                "a\u009bm|a\\u009bm",
                "u\u200f1|u\\u200f1",
                "\u202eabc|\\u202eabc",
                "a\u2066b\u2069|a\\u2066b\\u2069",
                "a\u200b1|a\\u200b1",
                "a\u200d1|a\\u200d1",
                "a\ufe0f|a\\ufe0f",
                "a\u2028b|a\\u2028b",
                "a\ufeff|a\\ufeff",
                "a\u3164b|a\\u3164b",
                "\udb40\udc41|\\udb40\\udc41",
                "\\u202e|\\u005cu202e"
            })
    void whatCannotBeSeenIsShown(String text, String shown) {
        assertThat(VisibleText.of(text)).isEqualTo(shown);
    }

    @Test
    void linesAndLoneSurrogatesAreShown() {
        assertThat(VisibleText.of("a\r\n\tb\ud800")).isEqualTo("a\\u000d\\u000a\\u0009b\\ud800");
        assertThat(VisibleText.line("\"\\u202e\u202e\"")).isEqualTo("\"\\u202e\\u202e\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=HYPERLINK(1)|\\u003dHYPERLINK(1)",
                "＝1+1|\\uff1d1+1",
                "' \u00a0@SUM(1)'|' \u00a0\\u0040SUM(1)'",
                "-5|\\u002d5",
                "a;=1|a;\\u003d1",
                "a=1|a=1",
                "a-b@c|a-b@c"
            })
    void noCellIsAFormula(String text, String cell) {
        assertThat(VisibleText.cell(text)).isEqualTo(cell);
    }

    @Test
    void htmlIsTextBetweenTagsAndInQuotes() {
        assertThat(VisibleText.html("</script><!--\"'&\u2028"))
                .isEqualTo("&lt;/script&gt;&lt;!--&quot;&#39;&amp;\\u2028");
    }

    /** What is shown gives the text back. */
    @Test
    void differentTextIsShownAsDifferentText() {
        Random random = new Random(7);
        Pattern escape = Pattern.compile("\\\\u([0-9a-f]{4})");
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder made = new StringBuilder();
            for (int length = random.nextInt(9); length > 0; length--) {
                made.append(PARTS.charAt(random.nextInt(PARTS.length())));
            }
            String text = made.toString();
            for (String shown : new String[] {VisibleText.of(text), VisibleText.cell(text)}) {
                assertThat(escape.matcher(shown)
                                .replaceAll(unit -> Matcher.quoteReplacement(
                                        Character.toString((char) Integer.parseInt(unit.group(1), 16)))))
                        .isEqualTo(text);
            }
            assertThat(seen.merge(VisibleText.html(text), text, (one, other) -> one))
                    .isEqualTo(text);
        }
    }
}
