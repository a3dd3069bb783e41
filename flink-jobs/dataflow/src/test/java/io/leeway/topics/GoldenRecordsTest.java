package io.leeway.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.AdCampaign;
import io.leeway.records.CatalogueItem;
import io.leeway.records.Outcome;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.Reason;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each codec writes its golden record and reads it back. */
class GoldenRecordsTest {
    private static final long TIME = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final List<Reason> REASONS =
            List.of(new Reason("silent", "silent for 5 weeks", "recency.activity", 35, 0.5f));
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** What shops write, with every field. */
    @Test
    void event() throws Exception {
        ShopperEvent event = new ShopperEvent(
                "e1",
                EventType.SOCIAL,
                "u1",
                "i7",
                "sport/running",
                12.5,
                "EUR",
                2,
                4.5,
                SocialAction.SHARE,
                Platform.MINI_PROGRAM,
                TIME);
        assertThat(EventJson.read(GoldenRecord.check("events", EventJson.write(event))))
                .isEqualTo(event);
    }

    @Test
    void churnScore() throws Exception {
        ShopperScore score = new ChurnScore(origin("churn", ReleaseRole.ACTIVE), 0.75f, REASONS, ScoreHeaders.NONE);
        assertThat(ScoreJson.score(GoldenRecord.check("scores.churn", ScoreJson.encode(score))))
                .isEqualTo(score);
    }

    @Test
    void interestScore() throws Exception {
        List<CategoryShare> shares =
                List.of(new CategoryShare("sport/running", 0.5f), new CategoryShare("sport/swimming", 0.25f));
        ShopperScore score = new InterestScore(
                origin("interest", ReleaseRole.CANARY), 0.75f, shares, shares, shares, REASONS, ScoreHeaders.NONE);
        assertThat(ScoreJson.score(GoldenRecord.check("scores.interest", ScoreJson.encode(score))))
                .isEqualTo(score);
    }

    private static ScoreOrigin origin(String task, ReleaseRole role) {
        return new ScoreOrigin("5c0e", "u1", TIME, 3, new ScoringModel(task, 2, role, "d1"), "f1", false);
    }

    @Test
    void tallies() throws Exception {
        StageCounters counters = new StageCounters("decode");
        counters.add("event");
        counters.add("event");
        counters.add("late");
        GoldenRecord.check("tallies", counters.drain(TIME).orElseThrow());
    }

    @Test
    void outcome() throws Exception {
        Outcome outcome = new Outcome("d1", "u1", Outcome.Kind.CONVERSION, TIME, 19.9);
        assertThat(DecisionJson.outcome(GoldenRecord.check("outcomes", DecisionJson.outgoing(outcome))))
                .isEqualTo(outcome);
    }

    @Test
    void effect() throws Exception {
        Effect effect = new Effect("model", "churn", 3, TIME, TIME + DAY, 12, Map.of("auc", 0.75, "observed", 1 / 3.0));
        assertThat(Effect.of(GoldenRecord.check("effects", effect.outgoing()))).isEqualTo(effect);
    }

    @Test
    void catalogueItem() throws Exception {
        CatalogueItem item = new CatalogueItem("i1", "sport/running", 79.5, 12, TIME - DAY, false, TIME, false);
        byte[] value = GoldenRecord.check("catalogue", CatalogueJson.outgoing(item));
        assertThat(CatalogueJson.item("i1".getBytes(UTF_8), value, 0)).isEqualTo(item);
    }

    @Test
    void campaign() throws Exception {
        AdCampaign campaign = new AdCampaign(
                "c1", TIME, "sport/running", 500, 50, TIME, TIME + 7 * DAY, 20, 3, DAY, List.of("feed", "mail"));
        assertThat(AdCampaignJson.campaign(GoldenRecord.check("campaigns", AdCampaignJson.outgoing(campaign))))
                .isEqualTo(campaign);
    }
}
