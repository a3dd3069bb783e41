-- Asks:     which categories will be asked for?
-- Inputs:   interest_scores
-- Output:   demand: for each day and category, the predicted shares of all shoppers that were scored that day, added up
-- Time:     as_of, event time, in days of UTC
-- State:    the latest score of each shopper of the open day; gone with the day
-- Runs in:  batch and streaming
CREATE VIEW demand AS
SELECT window_start AS `day`, n.category, SUM(CAST(n.probability AS DOUBLE)) AS shoppers
FROM (
  SELECT window_start, window_end, user_id, next_categories,
    ROW_NUMBER() OVER (PARTITION BY window_start, window_end, user_id ORDER BY rowtime DESC) AS newest
  FROM TABLE(TUMBLE(TABLE interest_scores, DESCRIPTOR(rowtime), INTERVAL '1' DAY))
) CROSS JOIN UNNEST(next_categories) AS n (category, probability)
WHERE newest = 1
GROUP BY window_start, window_end, n.category;
