package io.leeway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.features.Features;
import io.leeway.features.FeaturesOptions;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Trigger;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Holds the feature rows of a backfill against the vectors that the dataflow made. */
final class FeatureRowFiles {
    private static final String CHURN =
            "ROW<`weeks` ARRAY<FLOAT>, recency ARRAY<FLOAT>, frequency ARRAY<FLOAT>, monetary ARRAY<FLOAT>, social ARRAY<FLOAT>, ads ARRAY<FLOAT>, rhythm ARRAY<FLOAT>>";
    private static final String INTEREST =
            "ROW<action_category ARRAY<STRING>, action_type ARRAY<INT>, action_gap ARRAY<FLOAT>, interest_long_names ARRAY<STRING>,"
                    + " interest_long_weights ARRAY<FLOAT>, interest_short_names ARRAY<STRING>, interest_short_weights ARRAY<FLOAT>>";

    private FeatureRowFiles() {}

    /** The vectors of a shop's history. */
    static Map<String, Map<String, FeatureVector>> vectors(SmallShop small) throws Exception {
        StreamExecutionEnvironment env = SmallShop.batch();
        SourceOptions sources = new SourceOptions(
                small.history().toString(),
                null,
                small.seam(),
                small.shop().settings().allowedLateness());
        Map<String, Map<String, FeatureVector>> vectors = new HashMap<>();
        try (CloseableIterator<FeatureVector> all = Features.of(
                        Sources.of(env, sources).arrivals(),
                        new FeaturesOptions(
                                ProfileSettings.DEFAULTS,
                                small.seam(),
                                small.seam().minusMillis(1),
                                null,
                                false))
                .vectors()
                .executeAndCollect()) {
            while (all.hasNext()) {
                FeatureVector vector = all.next();
                if (!vector.isErasure()) {
                    vectors.computeIfAbsent(vector.userId() + " " + vector.asOfMillis(), request -> new HashMap<>())
                            .put(vector.task(), vector);
                }
            }
        }
        return vectors;
    }

    /** Every row, field by field. */
    static void requireEqual(List<JsonNode> rows, Map<String, Map<String, FeatureVector>> vectors) {
        assertThat(rows.size()).isEqualTo(vectors.size());
        for (JsonNode row : rows) {
            long asOf = java.time.Instant.parse(row.get("as_of").asText()).toEpochMilli();
            Map<String, FeatureVector> of = vectors.get(row.get("user_id").asText() + " " + asOf);
            FeatureVector churn = of.get("churn");
            FeatureVector interest = of.get("interest");
            assertThat(texts(row.get("triggers"))).isEqualTo(Trigger.ids(churn.triggers()));
            assertThat(row.get("is_backfill").asBoolean()).isTrue();
            List<Object> numbers = new ArrayList<>();
            for (String name : List.of("weeks", "recency", "frequency", "monetary", "social", "ads", "rhythm")) {
                row.get("churn").get(name).forEach(number -> numbers.add(number.floatValue()));
            }
            assertThat(numbers).isEqualTo(list(churn.numbers()));
            numbers.clear();
            for (String name : List.of("action_gap", "interest_long_weights", "interest_short_weights")) {
                row.get("interest").get(name).forEach(number -> numbers.add(number.floatValue()));
            }
            assertThat(numbers).isEqualTo(list(interest.numbers()));
            List<String> ids = new ArrayList<>(texts(row.get("interest").get("action_category")));
            ids.addAll(texts(row.get("interest").get("action_type")));
            ids.addAll(texts(row.get("interest").get("interest_long_names")));
            ids.addAll(texts(row.get("interest").get("interest_short_names")));
            assertThat(ids).isEqualTo(ids(interest));
        }
    }

    /** Ids as the rows have them: action types as they are, by place, all others by name. */
    private static List<String> ids(FeatureVector interest) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < interest.ids().length; i++) {
            int id = interest.ids()[i];
            boolean code = i >= 32 && i < 64;
            ids.add(code ? Integer.toString(id) : id == 0 ? null : interest.dictionary()[id - 1]);
        }
        return ids;
    }

    private static List<Object> list(float[] numbers) {
        List<Object> list = new ArrayList<>();
        for (float number : numbers) {
            list.add(number);
        }
        return list;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.isNull() ? null : text.asText()));
        return texts;
    }

    /** Flink's own JSON format reads them. */
    static Row counted(Path folder) throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        sql.executeSql(
                "CREATE TABLE features (user_id STRING, as_of TIMESTAMP_LTZ(3), triggers ARRAY<STRING>, is_backfill BOOLEAN, churn "
                        + CHURN + ", interest " + INTEREST + ") WITH ('connector'='filesystem', 'path'='" + folder
                        + "', 'format'='json', 'json.timestamp-format.standard'='ISO-8601')");
        try (CloseableIterator<Row> row = sql.executeSql(
                        "SELECT COUNT(*), SUM(CARDINALITY(churn.`weeks`)), COUNT(as_of), COUNT(interest.action_category[1]), SUM(CASE WHEN is_backfill THEN 1 ELSE 0 END) FROM features")
                .collect()) {
            return row.next();
        }
    }
}
