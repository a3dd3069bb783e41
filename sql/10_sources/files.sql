-- Asks:     what did shoppers do, as history files tell it?
-- Inputs:   history/events*.jsonl[.gz], as `leeway import` and `leeway simulate` write them
-- Output:   events
-- Time:     record_time, of history the event time; the watermark follows 10 minutes behind
-- State:    none
-- Runs in:  batch and streaming
CREATE TABLE events (
  event_id STRING,
  type STRING,
  user_id STRING,
  event_time TIMESTAMP_LTZ(3),
  item_id STRING,
  category STRING,
  price DOUBLE,
  currency STRING,
  quantity INT,
  rating DOUBLE,
  social STRING,
  platform STRING,
  record_time AS event_time,
  is_backfill AS TRUE,
  WATERMARK FOR record_time AS record_time - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'history',
  'path' = 'history',
  'format' = 'shopper-event'
);
