package io.leeway.functions;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.flink.table.functions.UserDefinedFunction;

/** Every SQL function with its description, for {@code leeway functions} and the module. */
public enum FunctionCatalogue {
    SHOPPER_FEATURES(
            ShopperFeatures::new,
            "SHOPPER_FEATURES(events => TABLE events PARTITION BY user_id, on_time => DESCRIPTOR(record_time)"
                    + " [, until => '2026-01-31T12:00:00Z'] [, seam => '2026-01-01T00:00:00Z']"
                    + " [, allowed_lateness => INTERVAL '10' MINUTE])",
            "TABLE(user_id STRING, as_of TIMESTAMP_LTZ(3), triggers ARRAY<STRING>, is_backfill BOOLEAN, churn ROW<…>,"
                    + " interest ROW<…>, rowtime TIMESTAMP_LTZ(3))",
            "A row of features whenever a score falls due: at a session's end, at the end of an hour with activity, and"
                    + " after 7, 14, 28 and 56 days of silence; the rows that the job scores. Nothing after 'until' is"
                    + " applied or due; rows as of an instant before 'seam' are backfill. An event more than"
                    + " 'allowed_lateness' behind its row's time is late. State: a profile of about a kilobyte a shopper"
                    + " and the events ahead of the watermark, cleared after 400 days without an event.",
            "Columns event_id, type, user_id and event_time are needed, the others may be absent; a null in one of these"
                    + " four, an unknown type and an implausible event are counted and dropped, and so are late events.",
            "streaming (in batch: leeway backfill --features)",
            "SELECT user_id, as_of, triggers, is_backfill FROM SHOPPER_FEATURES(events => TABLE events PARTITION BY"
                    + " user_id, on_time => DESCRIPTOR(record_time), until => '2026-03-01T00:00:00Z')"),
    CHURN_PROBABILITY(
            ChurnProbability::new,
            "CHURN_PROBABILITY(model STRING, churn ROW<…>)",
            "FLOAT",
            "How likely the shopper stays away for the model's horizon, calibrated, in [0, 1]. The model is a literal:"
                    + " 'models/churn' for the newest version when the statement is planned, 'models/churn/2' for one.",
            "Null features give null; NaN, infinite or null values within them give null and are counted as rejected.",
            "batch and streaming",
            "SELECT user_id, as_of, CHURN_PROBABILITY('models/churn', churn) AS probability FROM features"),
    CHURN_REASONS(
            ChurnReasonsFunction::new,
            "CHURN_REASONS(model STRING, churn ROW<…>)",
            "ARRAY<ROW<code STRING, words STRING, feature STRING, `value` DOUBLE, contribution FLOAT>>",
            "At most three reasons for the probability, the weightiest first, in words that hold of the shopper; a"
                    + " contribution above 0 speaks for leaving (log-odds). Calls the model's signature 'reasons'.",
            "As CHURN_PROBABILITY; an empty array where nothing speaks for it.",
            "batch and streaming",
            "SELECT user_id, r.words, r.contribution FROM features CROSS JOIN UNNEST(CHURN_REASONS('models/churn',"
                    + " churn)) AS r (code, words, feature, `value`, contribution)"),
    INTEREST_NEXT(
            InterestNext::new,
            "INTEREST_NEXT(model STRING, interest ROW<…> [, distribution ARRAY<FLOAT>] [, n INT])",
            "ARRAY<ROW<category STRING, probability FLOAT>>",
            "The n (10) likeliest next categories, the likeliest first. With the distribution that ML_PREDICT gave, the"
                    + " model is not called again.",
            "Null features give null; what can't be asked about gives null and is counted as rejected.",
            "batch and streaming",
            "SELECT user_id, n.category, n.probability FROM features CROSS JOIN UNNEST(INTEREST_NEXT(model =>"
                    + " 'models/interest', interest => interest, n => 2)) AS n (category, probability)"),
    INTEREST_DRIFT(
            InterestDrift::new,
            "INTEREST_DRIFT(model STRING, interest ROW<…> [, distribution ARRAY<FLOAT>])",
            "DOUBLE",
            "How far the predicted interest is from the long-term one: the Jensen-Shannon distance to base 2, in [0, 1];"
                    + " 0 where no long-term interest is known.",
            "As INTEREST_NEXT.",
            "batch and streaming",
            "SELECT user_id, as_of, INTEREST_DRIFT('models/interest', interest) AS drift FROM features"),
    DRIFT_DIRECTION(
            DriftDirection::new,
            "DRIFT_DIRECTION(model STRING, interest ROW<…> [, distribution ARRAY<FLOAT>])",
            "ROW<`from` ARRAY<ROW<category STRING, change FLOAT>>, `to` ARRAY<ROW<category STRING, change FLOAT>>>",
            "The categories that lose and gain most, at most three each, with their changes as shares of the whole"
                    + " interest.",
            "As INTEREST_NEXT; empty arrays where no long-term interest is known.",
            "batch and streaming",
            "SELECT user_id, d.`from`, d.`to` FROM (SELECT user_id, DRIFT_DIRECTION('models/interest', interest) AS d"
                    + " FROM features)"),
    SCORE_ID(
            ScoreIdFunction::new,
            "SCORE_ID(user_id STRING, as_of TIMESTAMP_LTZ(3), triggers ARRAY<STRING>, model STRING, version BIGINT)",
            "STRING",
            "The id under which the job writes the same score, 32 hexadecimal digits: a score from SQL can be held"
                    + " against the job's. The model is its name, not its location.",
            "A null argument gives null; an unknown trigger fails.",
            "batch and streaming",
            "SELECT SCORE_ID(user_id, as_of, triggers, 'churn', 3) AS id FROM features"),
    TF_PREDICT(
            TfPredict::new,
            "TF_PREDICT(model STRING, row ROW<…>)",
            "ROW of the model's outputs",
            "Any SavedModel's answer to one row, for looking around: fields fill the inputs of their names. It calls the"
                    + " model for every row; for many rows use CREATE MODEL and ML_PREDICT. Arguments by place only.",
            "A null row gives null; what can't be asked about gives null and is counted as rejected.",
            "batch and streaming",
            "SELECT TF_PREDICT('models/half_plus_two', CAST(ROW(CHAR_LENGTH(user_id)) AS ROW<x FLOAT>)) AS answer FROM"
                    + " events"),
    INTEREST_PROFILE(
            InterestProfile::new,
            "INTEREST_PROFILE(category STRING, weight DOUBLE, time TIMESTAMP_LTZ(3) [, half_life_days DOUBLE])",
            "ARRAY<ROW<category STRING, share DOUBLE>>",
            "Aggregate: the categories that weigh most, weights decayed by half every 30 days (or half_life_days), as"
                    + " shares of their sum; at most 16, by falling share, then name. Can take rows back: what they have"
                    + " decayed to is subtracted. State: at most 256 categories a group; the smallest is dropped, and"
                    + " taking its rows back later is then not exact.",
            "Rows with a null, or a weight that is not finite, are left out; null where no weight is above 0. Flink casts"
                    + " the arguments of no aggregate: write a weight as DOUBLE (1e0, CAST(… AS DOUBLE)).",
            "batch and streaming",
            "SELECT user_id, INTEREST_PROFILE(category, CASE type WHEN 'purchase' THEN 5e0 ELSE 1e0 END, event_time) AS"
                    + " profile FROM events GROUP BY user_id"),
    ACTIVITY_WEEKS(
            ActivityWeeks::new,
            "ACTIVITY_WEEKS(type STRING, time TIMESTAMP_LTZ(3))",
            "ARRAY<ROW<week INT, views BIGINT, wishes BIGINT, purchases BIGINT, returns BIGINT, reviews BIGINT, socials"
                    + " BIGINT, ad_clicks BIGINT>>",
            "Aggregate: what was done in each of 26 calendar weeks, floor(time / 7 days); row 25 is the week of the"
                    + " latest activity, wishes are carts and favourites. Can take rows back and join sessions. State: at"
                    + " most 52 weeks a group.",
            "Rows with a null, impressions, erasures and unknown types are left out; null where there is no activity.",
            "batch and streaming",
            "SELECT user_id, w.`week`, w.`views` FROM (SELECT user_id, ACTIVITY_WEEKS(type, event_time) AS activity FROM events"
                    + " GROUP BY user_id) CROSS JOIN UNNEST(activity) AS w (`week`, `views`, wishes, purchases, `returns`,"
                    + " reviews, socials, ad_clicks)");

    private final Supplier<UserDefinedFunction> constructor;
    private final String signature;
    private final String result;
    private final String meaning;
    private final String nulls;
    private final String modes;
    private final String example;

    FunctionCatalogue(
            Supplier<UserDefinedFunction> constructor,
            String signature,
            String result,
            String meaning,
            String nulls,
            String modes,
            String example) {
        this.constructor = constructor;
        this.signature = signature;
        this.result = result;
        this.meaning = meaning;
        this.nulls = nulls;
        this.modes = modes;
        this.example = example;
    }

    public static Optional<FunctionCatalogue> find(String name) {
        return Arrays.stream(values())
                .filter(function -> function.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    public static String names() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** The script that registers all, in any session that has the jar in its class path. */
    public static List<String> script() {
        return Arrays.stream(values()).map(FunctionCatalogue::statement).toList();
    }

    private String statement() {
        return "CREATE TEMPORARY SYSTEM FUNCTION IF NOT EXISTS " + name() + " AS '"
                + implementation().getName() + "' LANGUAGE JAVA;";
    }

    public Class<? extends UserDefinedFunction> implementation() {
        return create().getClass();
    }

    UserDefinedFunction create() {
        return constructor.get();
    }

    public String signature() {
        return signature;
    }

    public String result() {
        return result;
    }

    public String meaning() {
        return meaning;
    }

    public String nulls() {
        return nulls;
    }

    public String modes() {
        return modes;
    }

    /** A statement that uses it, over the table {@code events} or {@code features}. */
    public String example() {
        return example;
    }
}
