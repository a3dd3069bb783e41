package io.leeway.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.sources.importers.HistoryIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void importsAnyCsvByOptions() throws IOException {
        Path input = Files.writeString(
                folder.resolve("clicks.tsv"),
                "u1\t2026-01-01 12:00\tclick\tA\tB\n\t2026-01-01 12:01\tclick\tA\tB\nu2\t2026-03-01 12:00\tbuy\tA\tB\nu2\tx\tbuy\tA\tB\n");
        Path output = folder.resolve("out");
        int code = run(
                input,
                "-o",
                output,
                "--delimiter",
                "\\t",
                "--no-header",
                "--column",
                "user=#1",
                "--column",
                "time=#2",
                "--time-format",
                "yyyy-MM-dd HH:mm",
                "--zone",
                "Europe/Berlin",
                "--column",
                "type=#3",
                "--type-value",
                "click=view",
                "--type-value",
                "buy=purchase",
                "--column",
                "category=#4",
                "--column",
                "category=#5",
                "--cut",
                "2026-02-01T00:00:00Z",
                "--slice",
                "P7D",
                "--max-bad",
                "0.25");
        assertThat(err.toString()).isEqualTo("read 100 %\n");
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("lines                           4\n", "events                          2\n")
                .contains("no-user                         1\n", "quarantined                     1\n")
                .contains("4 physical lines: 0 of header, 0 blank, 4 in 4 records\n", "no user by word: '' 1\n")
                .contains("2 slices from 2026-01-01T11:00:00Z to 2026-03-01T11:00:00.001Z");
        assertThat(HistoryIndex.read(output.resolve("live")).events()).isEqualTo(1);
        assertThat(Files.readString(output.resolve("history/events-2026-01-01.jsonl")))
                .contains("\"type\":\"view\"", "\"time\":\"2026-01-01T11:00:00Z\"", "\"category\":\"a/b\"");
        assertThat(Files.readString(output.resolve("quarantine.jsonl"))).contains("\"line\":4");
    }

    /** Without --not-after no event is later than the day of the import. */
    @Test
    void aDateAheadIsRefusedUnlessItIsAskedFor() throws IOException {
        Path input = Files.writeString(folder.resolve("visits.csv"), "user,time\nu1,1767225600000\nu2,4102444799000\n");
        for (String notAfter : new String[] {null, "2100-01-01T00:00:00Z"}) {
            Object[] arguments = {
                input,
                "-o",
                folder.resolve("out" + notAfter),
                "--type",
                "view",
                "--column",
                "user=user",
                "--column",
                "time=time",
                "--time-format",
                "millis",
                "--max-bad",
                "0.5",
                "--not-after",
                notAfter
            };
            int code = run(notAfter == null ? Arrays.copyOf(arguments, arguments.length - 2) : arguments);
            assertThat(code).as(err.toString()).isZero();
        }
        assertThat(HistoryIndex.read(folder.resolve("outnull")).to())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.001Z"));
        assertThat(HistoryIndex.read(folder.resolve("out2100-01-01T00:00:00Z")).to())
                .isEqualTo(Instant.parse("2099-12-31T23:59:59.001Z"));
    }

    @Test
    void whatAKnownFormatDoesOptionsDoToo() throws IOException {
        Path input = Files.writeString(
                folder.resolve("clicks.csv"),
                "who,when,did,group,number\nu1,1600000000001,look,a > B,7\nu1,1600000000002,drop,a > B,7\nu1,1600000000003,look,,7\nu1,1600000000004,look,,\n");
        Path output = folder.resolve("out");
        assertThat(run(
                        input,
                        "-o",
                        output,
                        "--column=user=who",
                        "--column=time=when",
                        "--time-format=millis",
                        "--column=type=did",
                        "--type-value=look=view",
                        "--type-value=drop=none",
                        "--column=category=group",
                        "--category-separator=>",
                        "--column=fallback_category=number"))
                .isZero();
        assertThat(out.toString())
                .contains("events                          3\n", "left-out                        1\n");
        assertThat(Files.readAllLines(output.resolve("events-2020-09-13.jsonl")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"category\":\"a/b\""),
                        line -> assertThat(line).contains("\"category\":\"7\""),
                        line -> assertThat(line).doesNotContain("category"));
    }

    @Test
    void importsTaobaoAsPublishedWithoutAHeader() throws IOException {
        Path input = Files.writeString(
                folder.resolve("UserBehavior.csv"),
                "1,2268318,2520377,pv,1511544070\n1,2333346,2520771,buy,1511561733\n");
        Path output = folder.resolve("out");
        assertThat(run("--format", "taobao", input, "-o", output)).isZero();
        assertThat(HistoryIndex.read(output).events()).isEqualTo(2);
        assertThat(run("--format", "taobao", input, "-o", output)).isEqualTo(1);
        assertThat(err.toString()).contains("add --overwrite");
        assertThat(run("--format", "taobao", input, "-o", output, "--overwrite"))
                .isZero();
    }

    @Test
    void moreBadLinesThanTheShareAreAnError() throws IOException {
        Path input = Files.writeString(
                folder.resolve("sales.csv"),
                "user;time;price\nu1;2025-05-01;3,50\nu1;2025-05-01 10:00;1.200\nu2;soon;1\nu3;2025-05-01;2\nu3;2025-05-01;2\n");
        Path output = folder.resolve("out");
        Object[] arguments = {
            input,
            "-o",
            output,
            "--overwrite",
            "--delimiter=;",
            "--type=purchase",
            "--column=user=user",
            "--column=time=time",
            "--column=price=price",
            "--duplicates=add"
        };
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(err.toString())
                .endsWith("leeway: Expected at most 0.01 of all lines to be bad, found 0.200: see the reasons above and"
                        + " quarantine.jsonl, or add --max-bad\n");
        assertThat(out.toString())
                .contains("1 lines are undecodable, such as " + input + ", line 4: Expected a time")
                .contains("numbers such as '1.200' are read as 1200, because of '3,50' in line 2")
                .contains("duplicates-added                1\n");
        assertThat(HistoryIndex.read(output).events()).isEqualTo(3);
        Object[] more = Arrays.copyOf(arguments, arguments.length + 1);
        more[arguments.length] = "--max-bad=0.2";
        assertThat(run(more)).isZero();
    }

    @Test
    void whatIsWrongIsOneLine() throws IOException {
        Path input = Files.writeString(folder.resolve("a.csv"), "user,time\nu,x\n");
        Path output = folder.resolve("out");
        assertFails(2, "Expected a column for 'user'", input, "-o", output, "--type", "view");
        assertFails(2, "Expected a type such as", input, "-o", output, "--type", "look");
        assertFails(
                2,
                "Expected --format or columns, found both",
                input,
                "-o",
                output,
                "--format",
                "taobao",
                "--type",
                "view");
        assertFails(
                2,
                "Expected a format (taobao, complete-journey, online-retail, rees46), found 'xml'",
                input,
                "-o",
                output,
                "--format",
                "xml");
        assertFails(2, "Expected --column NAME=VALUE, found 'user'", input, "-o", output, "--column", "user");
        assertFails(2, "one character", input, "-o", output, "--delimiter", "||");
        assertFails(2, "a slice of whole minutes", input, "-o", output, "--slice", "PT1S");
        assertFails(2, "with a date in it", input, "-o", output, "--time-format", "HH:mm");
        assertFails(1, "no such file", folder.resolve("b.csv"), "-o", output, "--format", "taobao");
        assertFails(1, "beside the transactions", input, "-o", output, "--format", "complete-journey");
        assertFails(
                1,
                "line 2: Expected a time",
                input,
                "-o",
                output,
                "--type",
                "view",
                "--column",
                "user=user",
                "--column",
                "time=time");
        assertFails(
                1,
                "found none named [when]",
                input,
                "-o",
                output,
                "--type",
                "view",
                "--column",
                "user=user",
                "--column",
                "time=when");
        assertThat(output).doesNotExist();
    }

    @Test
    void helpShowsExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("leeway import --format taobao", "--cancellation InvoiceNo=C")
                .contains("One of taobao, complete-journey, online-retail,");
    }

    private void assertFails(int code, String message, Object... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(code);
        assertThat(err.toString().replaceAll("read [0-9]+ %\n", ""))
                .contains(message)
                .matches("[^\n]+\n");
    }

    private int run(Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new CommandLine(new ImportCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(texts);
    }
}
