-- Asks:     what was known of a shopper, each time a score was due?
-- Inputs:   features/, JSON lines as `leeway backfill --features features` writes them
-- Output:   features: the columns of computed.sql
-- Time:     as_of, event time
-- State:    none
-- Runs in:  batch and streaming (files are read in any order)
CREATE TABLE features (
  `user_id` STRING,
  `as_of` TIMESTAMP_LTZ(3),
  `triggers` ARRAY<STRING>,
  `is_backfill` BOOLEAN,
  `churn` ROW<
    `weeks` ARRAY<FLOAT>, `recency` ARRAY<FLOAT>, `frequency` ARRAY<FLOAT>, `monetary` ARRAY<FLOAT>,
    `social` ARRAY<FLOAT>, `ads` ARRAY<FLOAT>, `rhythm` ARRAY<FLOAT>>,
  `interest` ROW<
    `action_category` ARRAY<STRING>, `action_type` ARRAY<INT>, `action_gap` ARRAY<FLOAT>,
    `interest_long_names` ARRAY<STRING>, `interest_long_weights` ARRAY<FLOAT>,
    `interest_short_names` ARRAY<STRING>, `interest_short_weights` ARRAY<FLOAT>>,
  `rowtime` AS `as_of`
) WITH (
  'connector' = 'filesystem',
  'path' = 'features',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);
