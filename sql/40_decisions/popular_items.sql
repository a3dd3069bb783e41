-- Asks:     what is most wanted of each category, day by day?
-- Inputs:   events
-- Output:   popular_items: of each day and category the ten items with the most weight over the seven days before its end: a view counts 1, a favourite or cart 3, a purchase 5
-- Time:     record_time, in windows of seven days that move by one
-- State:    a row an item and open window
-- Runs in:  batch and streaming
CREATE VIEW popular_items AS
SELECT window_start, window_end, window_time, category, item_id, weight, place
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, category ORDER BY weight DESC, item_id) AS place
  FROM (
    SELECT window_start, window_end, window_time, category, item_id,
      SUM(CASE type WHEN 'purchase' THEN 5 WHEN 'cart' THEN 3 WHEN 'favourite' THEN 3 ELSE 1 END) AS weight
    FROM TABLE(HOP(TABLE events, DESCRIPTOR(record_time), INTERVAL '1' DAY, INTERVAL '7' DAY))
    WHERE type IN ('view', 'cart', 'favourite', 'purchase') AND category IS NOT NULL AND item_id IS NOT NULL
    GROUP BY window_start, window_end, window_time, category, item_id
  )
)
WHERE place <= 10;
