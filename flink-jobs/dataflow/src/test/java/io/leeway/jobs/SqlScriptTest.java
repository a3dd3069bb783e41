package io.leeway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.jobs.SqlScript.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {

    private static List<String> texts(String script) {
        return SqlScript.split(script).stream().map(Statement::text).toList();
    }

    @Test
    void semicolonsPartStatements() {
        assertThat(texts("SELECT 1;\n\nSELECT 2 ;; ;\nSELECT 3")).containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
        assertThat(texts("")).isEmpty();
        assertThat(texts(" ;\n; -- nothing\n/* nothing; */ ;")).isEmpty();
    }

    @Test
    void aSemicolonInQuotesPartsNothing() {
        assertThat(texts("SELECT 'a;b', 'it''s; fine', `x;``y`, \"z;\" FROM t; SELECT ''; SELECT ';'"))
                .containsExactly("SELECT 'a;b', 'it''s; fine', `x;``y`, \"z;\" FROM t", "SELECT ''", "SELECT ';'");
        assertThat(texts("SELECT '-- no comment; /* nor this'; SELECT 2"))
                .containsExactly("SELECT '-- no comment; /* nor this'", "SELECT 2");
    }

    @Test
    void aSemicolonInACommentPartsNothing() {
        assertThat(texts("-- first; comment with a ' in it\nSELECT 1 -- a; b\n + 2; /* c; ' */ SELECT /* d; */ 3"))
                .containsExactly("SELECT 1 -- a; b\n + 2", "SELECT /* d; */ 3");
        assertThat(texts("SELECT 5 -- the end, without a line's end"))
                .containsExactly("SELECT 5 -- the end, without a line's end");
        assertThat(texts("SELECT 4 - -1; SELECT 8 / 2 * 3")).containsExactly("SELECT 4 - -1", "SELECT 8 / 2 * 3");
    }

    @Test
    void aStatementSetIsOneStatement() {
        String set =
                "EXECUTE STATEMENT SET\nBEGIN\n  INSERT INTO a SELECT CASE x WHEN 1 THEN 2 END FROM t;\n  -- c;\n  INSERT INTO b SELECT ';' FROM t;\nEND";
        assertThat(texts("SELECT 1; " + set + "; SELECT 2")).containsExactly("SELECT 1", set, "SELECT 2");
        String asInTheClient = "begin statement set; insert into a select 1; end";
        assertThat(texts(asInTheClient + ";select 2")).containsExactly(asInTheClient, "select 2");
        assertThat(texts("/* c */ " + set + ";")).containsExactly(set);
    }

    @Test
    void aStatementKnowsItsLine() {
        List<Statement> statements = SqlScript.split(
                "-- a banner\n-- of two lines\n\nSELECT\n 1;\n/* three\n\nlines */\n\nSELECT 'a\nb';SELECT 3;\nSELECT 4");
        assertThat(statements.stream().map(Statement::line)).containsExactly(4, 10, 11, 12);
        assertThat(statements.get(0).firstWords()).isEqualTo("SELECT");
        assertThat(statements.get(0).startsWith("SELECT")).isTrue();
        assertThat(statements.get(0).startsWith("SELE")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a",
                "SELECT `a;",
                "SELECT \"a",
                "/* a; SELECT 1",
                "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1;"
            })
    void whatDoesNotEndIsRefused(String script) {
        assertThatThrownBy(() -> SqlScript.split("SELECT 1;\n" + script))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("found the end of the script");
    }

    /** Statements made of random pieces, none of which parts anything, come back as they were. */
    @Test
    void whateverIsJoinedComesApart() {
        String[] pieces = {
            "SELECT",
            " ",
            "\n",
            "'a;b'",
            "'--'",
            "'/*'",
            "''';'''",
            "`;`",
            "\"\"\";\"",
            "/* ; ' */",
            "-- ; \"\n",
            "x",
            "1 - 2",
            "a/b",
            "*"
        };
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            List<String> expected = new ArrayList<>();
            StringBuilder script = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                StringBuilder statement = new StringBuilder("S");
                for (int j = random.nextInt(12); j >= 0; j--) {
                    statement.append(pieces[random.nextInt(pieces.length)]);
                }
                statement.append(" T");
                expected.add(statement.toString());
                script.append(statement).append(random.nextBoolean() ? ";" : " ;\n ; ");
            }
            assertThat(texts(script.toString())).as(script.toString()).isEqualTo(expected);
        }
    }
}
