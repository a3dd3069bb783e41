-- Asks:     how does what is bought of a category answer to its price?
-- Inputs:   events
-- Output:   price_sensitivity: for each category the elasticity (by how many per cent purchases per view change when the price is 1 % higher) with its standard error, and how many
--           weeks it rests on
-- Time:     event_time, in weeks of seven days since 1970-01-01
-- State:    a row an item, one a category and week
-- Runs in:  batch; events that stand twice in history count twice. `leeway evaluate --task simulated-prices` has an estimate with intervals, and says how good they are
CREATE VIEW price_sensitivity AS
WITH priced AS (
  SELECT type, category, item_id, LN(price) AS log_price, FLOOR(CAST(TIMESTAMPDIFF(DAY, TIMESTAMP '1970-01-01 00:00:00', CAST(event_time AS TIMESTAMP(3))) AS DOUBLE) / 7) AS `week`
  FROM events
  WHERE type IN ('view', 'purchase') AND price > 0 AND category IS NOT NULL AND item_id IS NOT NULL
), usual AS (
  -- An item's usual price, so that a week in which dear items are looked at is no dear week.
  SELECT item_id, category, AVG(log_price) AS log_price FROM priced GROUP BY item_id, category
), by_week AS (
  SELECT priced.category, `week`, AVG(priced.log_price - usual.log_price) AS x,
    CAST(COUNT(CASE WHEN type = 'view' THEN 1 END) AS DOUBLE) AS seen, CAST(COUNT(CASE WHEN type = 'purchase' THEN 1 END) AS DOUBLE) AS purchases
  FROM priced JOIN usual ON priced.item_id = usual.item_id AND priced.category = usual.category
  GROUP BY priced.category, `week`
), points AS (
  -- Half a purchase more, for weeks without one. A week counts by its purchases: their logarithm is so much the surer.
  SELECT category, x, LN((purchases + 0.5) / seen) AS y, purchases + 0.5 AS w FROM by_week WHERE seen > 0
), sums AS (
  SELECT category, COUNT(*) AS week_count, SUM(w) AS w, SUM(w * x) AS wx, SUM(w * y) AS wy, SUM(w * x * x) AS wxx, SUM(w * x * y) AS wxy, SUM(w * y * y) AS wyy
  FROM points GROUP BY category
), moments AS (
  SELECT category, week_count, wxx - wx * wx / w AS sxx, wxy - wx * wy / w AS sxy, wyy - wy * wy / w AS syy FROM sums
)
SELECT category, week_count, sxy / sxx AS elasticity, SQRT(GREATEST(syy - sxy * sxy / sxx, 0) / (week_count - 2) / sxx) AS standard_error
FROM moments
WHERE week_count > 2 AND sxx > 1e-6;
