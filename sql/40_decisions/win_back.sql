-- Asks:     whom should the shop try to win back, now?
-- Inputs:   churn_scores
-- Output:   win_back: a row when a shopper's probability reaches 0.6, not again before it was at or below 0.4 (hysteresis), nor within 28 days of the row before (cooldown)
-- Time:     as_of, event time
-- State:    of each shopper the last score above or below the band, and the last row; set 'table.exec.state.ttl' above 56 days
-- Runs in:  batch and streaming (over scores with rowtime). Which treatment, and whether the shopper is held out, is WinBackJob's to say
CREATE VIEW warnings AS
SELECT user_id, as_of, probability, score_id, rowtime
FROM (
  SELECT user_id, as_of, probability, score_id, rowtime,
    LAG(probability) OVER (PARTITION BY user_id ORDER BY rowtime) AS before_
  FROM churn_scores
  WHERE probability >= 0.6 OR probability <= 0.4
)
WHERE probability >= 0.6 AND (before_ IS NULL OR before_ <= 0.4);

CREATE VIEW win_back AS
-- A cast takes from an instant that it is a time attribute: parts of a union have to be alike in that.
SELECT user_id, CAST(as_of AS TIMESTAMP_LTZ(3)) AS as_of, probability, score_id
FROM (
  SELECT user_id, as_of, probability, score_id, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY rowtime) AS number
  FROM warnings
)
WHERE number = 1
UNION ALL
SELECT user_id, CAST(as_of AS TIMESTAMP_LTZ(3)), probability, score_id
FROM warnings MATCH_RECOGNIZE (
  PARTITION BY user_id
  ORDER BY rowtime
  MEASURES NEXT_ONE.as_of AS as_of, NEXT_ONE.probability AS probability, NEXT_ONE.score_id AS score_id
  ONE ROW PER MATCH
  AFTER MATCH SKIP TO LAST NEXT_ONE
  PATTERN (LAST_ONE TOO_SOON* NEXT_ONE)
  DEFINE
    TOO_SOON AS TOO_SOON.rowtime < LAST_ONE.rowtime + INTERVAL '28' DAY,
    NEXT_ONE AS NEXT_ONE.rowtime >= LAST_ONE.rowtime + INTERVAL '28' DAY
);
