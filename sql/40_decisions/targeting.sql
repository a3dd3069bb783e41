-- Asks:     to whom may a category be advertised, without showing anybody too much?
-- Inputs:   interest_scores, outcomes (sql/10_sources/decisions_*.sql)
-- Output:   targeting: the rows of audience of shoppers who saw fewer than three advertisements or recommendations in the seven days before
-- Time:     as_of, event time
-- State:    a week of each shopper's impressions and candidates
-- Runs in:  streaming (over scores with rowtime)
CREATE VIEW targeting AS
SELECT category, user_id, as_of, gain, drift, shown
FROM (
  SELECT category, user_id, as_of, gain, drift,
    SUM(shown) OVER (PARTITION BY user_id ORDER BY rowtime RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND CURRENT ROW) AS shown
  FROM (
    -- A cast takes from an instant that it is a time attribute: parts of a union have to be alike in that.
    SELECT t.category, user_id, CAST(as_of AS TIMESTAMP_LTZ(3)) AS as_of, t.change AS gain, drift, 0 AS shown, rowtime
    FROM interest_scores CROSS JOIN UNNEST(moves_to) AS t (category, change)
    WHERE drift >= 0.3 AND t.change >= 0.05
    UNION ALL
    SELECT CAST(NULL AS STRING), user_id, CAST(outcome_time AS TIMESTAMP_LTZ(3)), CAST(NULL AS FLOAT), CAST(NULL AS DOUBLE), 1, rowtime
    FROM outcomes WHERE `kind` = 'impression'
  )
)
WHERE category IS NOT NULL AND shown < 3;
