-- Asks:     where does a shopper live?
-- Inputs:   regions/, JSON lines {"user":…,"region":…}, one a shopper
-- Output:   regions
-- Time:     none
-- State:    none
-- Runs in:  batch and streaming
CREATE TABLE regions (
  `user` STRING,
  `region` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'regions',
  'format' = 'json'
);
