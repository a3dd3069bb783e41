-- Asks:     where does a shopper live?
-- Inputs:   the compacted topic leeway.regions, keyed by user: {"region":…}; a tombstone forgets a shopper
-- Output:   regions
-- Time:     none
-- State:    the latest record of each shopper
-- Runs in:  streaming
CREATE TABLE regions (
  `user` STRING,
  `region` STRING,
  PRIMARY KEY (`user`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'leeway.regions',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'key.format' = 'raw',
  'value.format' = 'json',
  'value.fields-include' = 'EXCEPT_KEY'
);
