-- Asks:     what do shoppers do, now?
-- Inputs:   the topic leeway.events, keyed by user, best with message.timestamp.type=LogAppendTime
-- Output:   events
-- Time:     record_time, the record's timestamp; the watermark follows 10 minutes behind, which is the allowed lateness
-- State:    none
-- Runs in:  streaming
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
  record_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  is_backfill AS FALSE,
  WATERMARK FOR record_time AS record_time - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.events',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'shopper-event'
);
