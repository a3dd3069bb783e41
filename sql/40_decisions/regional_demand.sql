-- Asks:     what will be asked for, and where?
-- Inputs:   interest_scores, churn_scores, regions (sql/10_sources/regions_*.sql)
-- Output:   regional_demand: for each day, region and category how many shoppers are expected to buy: the predicted shares of all that were scored that day, each times the
--           probability that they stay; who has no region is in 'unknown', who has no churn score that day counts as staying
-- Time:     as_of, event time, in days of UTC
-- State:    a row a shopper and day, and one a day, region and category; set 'table.exec.state.ttl' to some days
-- Runs in:  batch and streaming (there a result that updates, also when a shopper's region becomes known)
CREATE VIEW regional_demand AS
WITH interest AS (
  SELECT window_start, window_end, user_id, next_categories
  FROM (
    SELECT window_start, window_end, user_id, next_categories,
      ROW_NUMBER() OVER (PARTITION BY window_start, window_end, user_id ORDER BY rowtime DESC) AS newest
    FROM TABLE(TUMBLE(TABLE interest_scores, DESCRIPTOR(rowtime), INTERVAL '1' DAY))
  ) WHERE newest = 1
), churn AS (
  SELECT window_start, window_end, user_id, probability
  FROM (
    SELECT window_start, window_end, user_id, probability,
      ROW_NUMBER() OVER (PARTITION BY window_start, window_end, user_id ORDER BY rowtime DESC) AS newest
    FROM TABLE(TUMBLE(TABLE churn_scores, DESCRIPTOR(rowtime), INTERVAL '1' DAY))
  ) WHERE newest = 1
), stays AS (
  SELECT interest.window_start, interest.user_id, interest.next_categories, COALESCE(1 - CAST(churn.probability AS DOUBLE), 1) AS staying
  FROM interest LEFT JOIN churn
  ON interest.window_start = churn.window_start AND interest.window_end = churn.window_end AND interest.user_id = churn.user_id
)
SELECT `day`, region, category, SUM(share * staying) AS shoppers, COUNT(*) AS scored
FROM (
  SELECT window_start AS `day`, COALESCE(regions.`region`, 'unknown') AS region, n.category, CAST(n.probability AS DOUBLE) AS share, staying
  FROM stays LEFT JOIN regions ON stays.user_id = regions.`user`
  CROSS JOIN UNNEST(next_categories) AS n (category, probability)
)
GROUP BY `day`, region, category;
