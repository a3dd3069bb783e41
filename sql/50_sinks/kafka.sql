-- Asks:     where do scores go?
-- Output:   churn_out, interest_out: the topics leeway.sql.{churn,interest}; at_risk_out, audience_out, demand_out: leeway.sql.{at_risk,audience,demand}; all exactly once
-- Time:     none
-- State:    none but what is not committed: records become visible to read_committed with checkpoints
-- Runs in:  streaming
CREATE TABLE churn_out (
  `id` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `triggers` ARRAY<STRING>,
  `version` BIGINT,
  `backfill` BOOLEAN,
  `probability` FLOAT
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.sql.churn',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-churn',
  'key.format' = 'raw',
  'key.fields' = 'user',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
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
  'connector' = 'kafka',
  'topic' = 'leeway.sql.interest',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-interest',
  'key.format' = 'raw',
  'key.fields' = 'user',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE at_risk_out (
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `probability` FLOAT,
  `probability_before` FLOAT
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.sql.at_risk',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-at_risk',
  'key.format' = 'raw',
  'key.fields' = 'user',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE audience_out (
  `category` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `gain` FLOAT,
  `drift` DOUBLE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.sql.audience',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-audience',
  'key.format' = 'raw',
  'key.fields' = 'category',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE demand_out (
  `day` TIMESTAMP(3),
  `category` STRING,
  `shoppers` DOUBLE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.sql.demand',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-demand',
  'key.format' = 'raw',
  'key.fields' = 'category',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);
