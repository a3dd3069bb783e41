package io.leeway.cli.scores;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Locale;

/** JSON of scores, as the sinks write it. */
public final class SampleScores {

    private static final String DIGEST = "ab".repeat(32);

    private SampleScores() {}

    public static String id(int number) {
        return String.format(Locale.ROOT, "%032x", number);
    }

    public static byte[] churn(int number, String trigger, boolean backfill, double probability) {
        return (head(number, trigger, "churn", backfill) + ",\"probability\":" + probability + "}").getBytes(UTF_8);
    }

    public static byte[] churnWithReasons(int number, String trigger, double probability) {
        return (head(number, trigger, "churn", false) + ",\"probability\":" + probability
                        + ",\"reasons\":[{\"code\":\"silent\",\"words\":\"silent for 5 weeks\",\"feature\":\"recency.activity\","
                        + "\"value\":36.2,\"contribution\":1.234},{\"code\":\"spend-down\",\"words\":\"spend halved\","
                        + "\"feature\":\"weeks.amount\",\"value\":4.5,\"contribution\":0.5}]}")
                .getBytes(UTF_8);
    }

    public static byte[] interest(int number, String trigger, boolean backfill, double drift) {
        return (head(number, trigger, "interest", backfill) + ",\"drift\":" + drift
                        + ",\"from\":[{\"category\":\"baby\",\"change\":-0.2}]"
                        + ",\"to\":[{\"category\":\"toddler, or so\",\"change\":0.25}]"
                        + ",\"next\":[{\"category\":\"toddler\",\"probability\":0.3},{\"category\":\"baby\",\"probability\":0.1}]}")
                .getBytes(UTF_8);
    }

    private static String head(int number, String trigger, String model, boolean backfill) {
        return "{\"id\":\"" + id(number) + "\",\"user\":\"u" + number % 10 + "\",\"asOf\":\""
                + Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number) + "\",\"triggers\":[\"" + trigger
                + "\"],\"model\":\"" + model + "\",\"version\":1,\"digest\":\"" + DIGEST
                + "\",\"features\":\"0123456789abcdef\",\"backfill\":" + backfill;
    }
}
