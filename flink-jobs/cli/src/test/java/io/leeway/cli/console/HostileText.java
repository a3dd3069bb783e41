package io.leeway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.text.VisibleText;
import java.util.Arrays;
import java.util.stream.Stream;

/** Ids that attack what shows them. */
public final class HostileText {

    private HostileText() {}

    public static Stream<String> ids() {
        return Stream.of(
                "=HYPERLINK(\"x\")",
                "＝1+1;=2",
                "<script>alert('x')</script><!--",
                "\u001b[2J\u001b]0;title\u0007",
                "\u009b31m",
                "u\u200f1",
                "\u202egnp.exe\u2066",
                "\n".repeat(256),
                "a\r\nleeway: forged",
                "a\u2028b\u2029c\u0085d",
                "a\u200bb\ufeffc",
                "\\u202e");
    }

    /** That nothing in it acts on a terminal, and no line is forged. */
    public static void assertInert(String printed) {
        int[] acting = printed.codePoints()
                .filter(each -> each != '\n')
                .filter(each -> Arrays.asList(
                                (int) Character.CONTROL, (int) Character.FORMAT, (int) Character.LINE_SEPARATOR, (int)
                                        Character.PARAGRAPH_SEPARATOR)
                        .contains(Character.getType(each)))
                .toArray();
        assertThat(acting).as(VisibleText.of(printed)).isEmpty();
        assertThat(printed).doesNotContain("\nleeway: forged", "\n\n\n");
    }

    /** That it is inert and shows the id. */
    public static void assertShows(String printed, String id) {
        assertInert(printed);
        assertThat(printed).contains(VisibleText.of(id));
    }
}
