-- Asks:     where do decisions in SQL go?
-- Output:   win_back_out, recommendations_out, campaign_measures_out, regional_demand_out: JSON lines below out/
-- Time:     none
-- State:    none
-- Runs in:  batch
CREATE TABLE win_back_out (
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `probability` FLOAT,
  `score` STRING
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/win_back',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
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
  'connector' = 'filesystem',
  'path' = 'out/campaign_measures',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE recommendations_out (
  `score` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `place` BIGINT,
  `item` STRING,
  `category` STRING,
  `points` DOUBLE
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/recommendations',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE regional_demand_out (
  `day` TIMESTAMP(3),
  `region` STRING,
  `category` STRING,
  `shoppers` DOUBLE,
  `scored` BIGINT
) WITH (
  'connector' = 'filesystem',
  'path' = 'out/regional_demand',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);
