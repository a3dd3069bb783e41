-- Asks:     what did shoppers do from the first day of history until now?
-- Inputs:   history/events*.jsonl[.gz], and from where it ends the topic leeway.events
-- Output:   events
-- Time:     record_time: of history the event time, of the topic the record's timestamp; the watermark follows 10 minutes behind
-- State:    none but the position
-- Runs in:  streaming; in batch with 'live.scan.bounded.mode' = 'latest-offset'
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
  arrived TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  is_backfill BOOLEAN NOT NULL METADATA VIRTUAL,
  record_time AS COALESCE(arrived, event_time),
  WATERMARK FOR record_time AS record_time - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'hybrid',
  'switch.at' = 'end-of-history',
  'historical.connector' = 'history',
  'historical.path' = 'history',
  'historical.format' = 'shopper-event',
  'live.connector' = 'kafka',
  'live.topic' = 'leeway.events',
  'live.properties.bootstrap.servers' = 'localhost:9092',
  'live.properties.isolation.level' = 'read_committed',
  'live.value.format' = 'shopper-event'
);
