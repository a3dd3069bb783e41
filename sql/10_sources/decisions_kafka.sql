-- Asks:     what is decided, and what becomes of it, now?
-- Inputs:   the topics leeway.{ads,offers,recommendations,outcomes}
-- Output:   decisions, outcomes; decided_ads, decided_offers, decided_recommendations with what only they have
-- Time:     as_of, outcome_time, event time; watermarks follow 10 minutes behind: set 'table.exec.source.idle-timeout' where a topic may be silent
-- State:    none
-- Runs in:  streaming
CREATE TABLE decided_ads (
  `id` STRING,
  `kind` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `score` STRING,
  `model` STRING,
  `version` BIGINT,
  `action` STRING,
  `propensity` DOUBLE,
  `predicted` DOUBLE,
  `control` BOOLEAN,
  `cost` DOUBLE,
  `campaign` STRING,
  `channel` STRING,
  `category` STRING,
  WATERMARK FOR `asOf` AS `asOf` - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.ads',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE decided_offers (
  `id` STRING,
  `kind` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `score` STRING,
  `model` STRING,
  `version` BIGINT,
  `action` STRING,
  `propensity` DOUBLE,
  `predicted` DOUBLE,
  `control` BOOLEAN,
  `cost` DOUBLE,
  WATERMARK FOR `asOf` AS `asOf` - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.offers',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE decided_recommendations (
  `id` STRING,
  `kind` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `score` STRING,
  `model` STRING,
  `version` BIGINT,
  `control` BOOLEAN,
  `items` ARRAY<ROW<`item` STRING, `position` INT, `score` DOUBLE, `propensity` DOUBLE, `predicted` DOUBLE>>,
  WATERMARK FOR `asOf` AS `asOf` - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.recommendations',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE happened (
  `decision` STRING,
  `user` STRING,
  `kind` STRING,
  `time` TIMESTAMP_LTZ(3),
  `value` DOUBLE,
  WATERMARK FOR `time` AS `time` - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.outcomes',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

-- All decisions with one head; of a ranked list one row an item, as the jobs judge them. Their instants are no time attributes any more.
CREATE VIEW decisions AS
SELECT `id` AS decision_id, `kind`, `user` AS user_id, CAST(`asOf` AS TIMESTAMP_LTZ(3)) AS as_of, `model`, `version` AS model_version, `action`, propensity, predicted, `control` AS is_control, cost
FROM decided_ads
UNION ALL
SELECT `id`, `kind`, `user`, CAST(`asOf` AS TIMESTAMP_LTZ(3)), `model`, `version`, `action`, propensity, predicted, `control`, cost
FROM decided_offers
UNION ALL
SELECT `id` || '-' || CAST(i.`position` AS STRING), `kind`, `user`, CAST(`asOf` AS TIMESTAMP_LTZ(3)), `model`, `version`, i.item, i.propensity, i.predicted, `control`, CAST(0 AS DOUBLE)
FROM decided_recommendations CROSS JOIN UNNEST(items) AS i (item, `position`, score, propensity, predicted);

CREATE VIEW outcomes AS
SELECT `decision` AS decision_id, `user` AS user_id, `kind`, `time` AS outcome_time, `value`, `time` AS rowtime
FROM happened;
