package io.leeway.decisions.advertising;

import io.leeway.decisions.advertising.AdFeatures.Interest;
import io.leeway.records.AdCampaign;
import io.leeway.records.Outcome;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreUpdate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/** The stage of advertising: scores, outcomes and campaigns in, bids and measures out. */
public final class Advertising {
    private static final TypeInformation<AdEvent> EVENT = TypeInformation.of(AdEvent.class);

    private Advertising() {}

    /**
     * Adds the stage. Each stream has watermarks.
     *
     * @param outcomes of all kinds of decisions
     * @param campaigns each whenever it changes
     * @param predictors open a model for each subtask
     */
    public static DataStream<SinkRecord> of(
            DataStream<ScoreUpdate> scores,
            DataStream<Outcome> outcomes,
            DataStream<AdCampaign> campaigns,
            AdvertisingOptions options,
            PredictorFactory predictors) {
        DataStream<AdEvent> moving = scores.flatMap(
                        (ScoreUpdate score, Collector<AdEvent> out) -> moving(score, options)
                                .forEach((category, request) -> out.collect(AdEvent.of(category, request))),
                        EVENT)
                .name("moving-interest");
        DataStream<AdEvent> requests = moving.union(campaigns
                        .map(campaign -> AdEvent.of(campaign.category(), campaign), EVENT)
                        .name("campaigns-by-category"))
                .keyBy(AdEvent::key, Types.STRING)
                .process(new Matching(), EVENT)
                .name("ad-matching")
                .uid("ad-matching");
        return requests.union(
                        campaigns
                                .map(campaign -> AdEvent.of(AdIds.route(campaign.id()), campaign), EVENT)
                                .name("campaigns-by-id"),
                        outcomes.map(AdEvent::of, EVENT).name("outcomes-by-campaign"))
                .keyBy(AdEvent::key, Types.STRING)
                .process(new CampaignOperator(options, predictors), TypeInformation.of(SinkRecord.class))
                .name("ad-campaigns")
                .uid("ad-campaigns");
    }

    /** By category what is asked, for each that interest moves to if it moves far enough. */
    static Map<String, AdRequest> moving(ScoreUpdate update, AdvertisingOptions options) {
        Map<String, AdRequest> asked = new TreeMap<>();
        if (update instanceof InterestScore score && score.drift() >= options.leastDrift()) {
            Interest interest = Interest.of(score);
            for (String category : interest.to()) {
                if (interest.gain(category) >= options.leastGain()) {
                    asked.put(category, AdRequest.of("", score.userId(), score.asOfMillis(), score.id(), interest));
                }
            }
        }
        return asked;
    }
}
