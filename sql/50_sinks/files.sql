-- Asks:     where do scores go?
-- Output:   churn_out, interest_out: JSON lines below out/, the lines of the job (`leeway backfill --output`); at_risk_out, audience_out, demand_out
-- Time:     none
-- State:    none but what is not committed: lines become visible with checkpoints, or when a run ends
-- Runs in:  batch and streaming
CREATE TABLE churn_out (
  `id` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `triggers` ARRAY<STRING>,
  `version` BIGINT,
  `backfill` BOOLEAN,
  `probability` FLOAT
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/churn',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE interest_out (
  `id` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `triggers` ARRAY<STRING>,
  `version` BIGINT,
  `backfill` BOOLEAN,
  `drift` DOUBLE,
  `from` ARRAY<ROW<`category` STRING, `change` FLOAT>>,
  `to` ARRAY<ROW<`category` STRING, `change` FLOAT>>,
  `next` ARRAY<ROW<`category` STRING, `probability` FLOAT>>
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/interest',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE at_risk_out (
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `probability` FLOAT,
  `probability_before` FLOAT
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/at_risk',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE audience_out (
  `category` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `gain` FLOAT,
  `drift` DOUBLE
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/audience',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE demand_out (
  `day` TIMESTAMP(3),
  `category` STRING,
  `shoppers` DOUBLE
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/demand',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);
