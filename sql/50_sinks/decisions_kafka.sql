-- Asks:     where do decisions in SQL go?
-- Output:   win_back_out, targeting_out, campaign_measures_out, recommendations_out: the topics leeway.sql.{win_back,targeting,campaign_measures,recommendations}, and of
--           regional_demand_out, leeway.demand. The last two are keyed by what a record replaces, best compacted. All exactly once
-- Time:     none
-- State:    none but what is not committed: records become visible to read_committed with checkpoints
-- Runs in:  streaming
CREATE TABLE win_back_out (
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `probability` FLOAT,
  `score` STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.sql.win_back',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-win_back',
  'key.format' = 'raw',
  'key.fields' = 'user',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE targeting_out (
  `category` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `gain` FLOAT,
  `drift` DOUBLE,
  `shown` INT
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.sql.targeting',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-targeting',
  'key.format' = 'raw',
  'key.fields' = 'user',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE campaign_measures_out (
  `from` TIMESTAMP(3),
  `to` TIMESTAMP(3),
  `campaign` STRING,
  `impressions` BIGINT,
  `clicks` BIGINT,
  `conversions` BIGINT,
  `clickRate` DOUBLE,
  `conversionRate` DOUBLE,
  `cost` DOUBLE,
  `value` DOUBLE,
  `returnOnSpend` DOUBLE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.sql.campaign_measures',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-campaign_measures',
  'key.format' = 'raw',
  'key.fields' = 'campaign',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE recommendations_out (
  `score` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `place` BIGINT,
  `item` STRING,
  `category` STRING,
  `points` DOUBLE,
  PRIMARY KEY (`score`, `user`, `asOf`, `place`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'leeway.sql.recommendations',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-recommendations',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE regional_demand_out (
  `day` TIMESTAMP(3),
  `region` STRING,
  `category` STRING,
  `shoppers` DOUBLE,
  `scored` BIGINT,
  PRIMARY KEY (`day`, `region`, `category`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'leeway.demand',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-regional_demand',
  'key.format' = 'json',
  'key.json.timestamp-format.standard' = 'ISO-8601',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);
