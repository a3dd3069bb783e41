-- Asks:     who has just become likely to stay away?
-- Inputs:   churn_scores (sql/30_scoring, or sql/10_sources/scores_files.sql)
-- Output:   at_risk: a row when a shopper's probability passes 0.6 from below; not again before it was below
-- Time:     as_of, event time
-- State:    the latest score of each shopper; set 'table.exec.state.ttl' above the longest silence that is scored, 56 days
-- Runs in:  batch and streaming (over scores with rowtime)
CREATE VIEW at_risk AS
SELECT user_id, as_of, probability, probability_before
FROM (
  SELECT user_id, as_of, probability,
    LAG(probability) OVER (PARTITION BY user_id ORDER BY rowtime) AS probability_before
  FROM churn_scores
)
WHERE probability >= 0.6 AND (probability_before IS NULL OR probability_before < 0.6);
