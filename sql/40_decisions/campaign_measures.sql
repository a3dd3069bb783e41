-- Asks:     how is each campaign doing, hour by hour?
-- Inputs:   decided_ads, outcomes (sql/10_sources/decisions_*.sql)
-- Output:   campaign_measures: impressions, clicks, conversions, click rate, conversion rate of clicks, cost, value, and value over cost (return on spend), of each hour in which
--           there was anything; an impression's value is minus what it cost, a conversion's what it brought
-- Time:     outcome_time, in hours; an outcome counts up to seven days after its decision
-- State:    seven days of decisions and outcomes, a row a campaign and open hour
-- Runs in:  batch and streaming
CREATE VIEW ad_outcomes AS
SELECT decided_ads.campaign, outcomes.decision_id, outcomes.`kind`, outcomes.`value`, outcomes.rowtime
FROM outcomes JOIN decided_ads
ON outcomes.decision_id = decided_ads.`id` AND outcomes.rowtime BETWEEN decided_ads.`asOf` AND decided_ads.`asOf` + INTERVAL '7' DAY;

CREATE VIEW campaign_measures AS
SELECT window_start, window_end, campaign, impressions, clicks, conversions,
  CAST(clicks AS DOUBLE) / NULLIF(impressions, 0) AS click_rate, CAST(conversions AS DOUBLE) / NULLIF(clicks, 0) AS conversion_rate,
  cost, `value`, `value` / NULLIF(cost, 0) AS return_on_spend
FROM (
  SELECT window_start, window_end, campaign,
    COUNT(DISTINCT CASE WHEN `kind` = 'impression' THEN decision_id END) AS impressions,
    COUNT(DISTINCT CASE WHEN `kind` = 'click' THEN decision_id END) AS clicks,
    COUNT(DISTINCT CASE WHEN `kind` = 'conversion' THEN decision_id END) AS conversions,
    SUM(CASE WHEN `kind` = 'impression' THEN 0 - `value` ELSE 0 END) AS cost,
    SUM(CASE WHEN `kind` = 'conversion' THEN `value` ELSE 0 END) AS `value`
  FROM TABLE(TUMBLE(TABLE ad_outcomes, DESCRIPTOR(rowtime), INTERVAL '1' HOUR))
  GROUP BY window_start, window_end, campaign
);
