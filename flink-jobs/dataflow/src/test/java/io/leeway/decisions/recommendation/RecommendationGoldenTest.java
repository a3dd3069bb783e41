package io.leeway.decisions.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.Candidate;
import io.leeway.records.Decision;
import io.leeway.records.RankedSlate;
import io.leeway.records.Slate;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.GoldenRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A list as it is published. */
class RecommendationGoldenTest {

    @Test
    void list() throws Exception {
        Candidate candidate = new Candidate("i1", "sport/running", "popular", "popular in sport/running", 1, 0.5);
        Slate slate = new Slate(
                "l1",
                "u1",
                Instant.parse("2026-03-01T12:00:00Z").toEpochMilli(),
                "s1",
                new String[] {"i0"},
                new Candidate[] {candidate},
                false);
        RankedSlate ranked = new RankedSlate(slate, "items", 2, new float[] {0.5f}, 0, new float[0]);
        Reranking.Place place = new Reranking.Place(
                candidate, 0.5, 0.25, 0.75, new Reranking.Other(1, 0.25), new Reranking.Other(0.5, 0.125));

        byte[] value = GoldenRecord.check(
                "recommendations", RecommendationJson.outgoing(ranked, new Reranking.Place[] {place}));

        assertThat(DecisionJson.decisions(value)).extracting(Decision::action).containsExactly("i1");
        assertThat(DecisionJson.logged(value).get(0).decision().id()).isEqualTo(DecisionJson.itemId("l1", 0));
    }
}
