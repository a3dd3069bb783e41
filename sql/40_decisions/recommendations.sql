-- Asks:     what should be shown to a shopper whose interest moves?
-- Inputs:   interest_scores, popular_items
-- Output:   recommendations: for each score up to ten items of the categories that gain, by gain times weight, of what was popular when the day began
-- Time:     as_of, event time
-- State:    scores and popular items of a day
-- Runs in:  batch and streaming (over scores with rowtime; there a result that updates). The job RecommendJob also knows what is in stock, was bought, and explores
CREATE VIEW recommendations AS
SELECT score_id, user_id, as_of, place, item_id, category, score
FROM (
  SELECT score_id, user_id, as_of, item_id, category, score,
    ROW_NUMBER() OVER (PARTITION BY score_id, user_id, as_of ORDER BY score DESC, item_id) AS place
  FROM (
    SELECT gains.score_id, gains.user_id, gains.as_of, popular_items.item_id, gains.category, gains.gain * popular_items.weight AS score
    FROM (
      SELECT score_id, user_id, as_of, rowtime, t.category, CAST(t.change AS DOUBLE) AS gain
      FROM interest_scores CROSS JOIN UNNEST(moves_to) AS t (category, change)
      WHERE t.change > 0
    ) AS gains JOIN popular_items
    ON gains.category = popular_items.category
      AND gains.rowtime > popular_items.window_time AND gains.rowtime <= popular_items.window_time + INTERVAL '1' DAY
  )
)
WHERE place <= 10;
