package io.leeway.sources.importers.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserSpellingsTest {

    private final UserSpellings users = new UserSpellings();

    @Test
    void usualUsersWarnOfNothing() {
        for (int i = 0; i < 3_000; i++) {
            users.add("u" + i % 50, "a.csv", i);
        }
        assertThat(users.warnings()).isEmpty();
    }

    @Test
    void oneNumberInTwoSpellingsNamesBothFiles() {
        users.add("812", "may.csv", 2);
        users.add("812.0", "june.csv", 2);
        users.add("812.0", "june.csv", 3);
        assertThat(users.warnings())
                .containsExactly("users that are one number, in 2 lines, such as '812' (may.csv) and '812.0' (june.csv,"
                        + " line 2): two shoppers, unless --user-ids whole");
    }

    @Test
    void floatsExponentsAndCasesAreNamed() {
        users.add("44.0", "a.csv", 2);
        users.add("4.4012E+11", "a.csv", 3);
        users.add("Bo@x", "a.csv", 4);
        users.add("bo@x", "a.csv", 5);
        assertThat(users.warnings())
                .satisfiesExactly(
                        line -> assertThat(line).contains("end in .0", "'44.0' (a.csv, line 2)"),
                        line -> assertThat(line).contains("a spreadsheet cut", "'4.4012E+11' (a.csv, line 3)"),
                        line -> assertThat(line).contains("case alone", "'Bo@x' (a.csv)", "'bo@x' (a.csv, line 5)"));
    }

    @Test
    void oneWhoIsManyIsNamed() {
        for (int i = 0; i < 2_000; i++) {
            users.add(i % 3 == 0 ? "kiosk" : "u" + i, "a.csv", i);
        }
        assertThat(users.warnings())
                .containsExactly("user 'kiosk' has 33 % of all lines: if it stands for no user, add --no-user 'kiosk'");
    }
}
