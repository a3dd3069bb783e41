-- Asks:     who has just become likely to stay away?
-- Inputs:   the topic leeway.scores.churn, as the scoring job commits it
-- Output:   the topic leeway.sql.at_risk: a row when a shopper's probability passes 0.6 from below; not again before it was below
-- Time:     as_of, event time; the watermark follows 10 minutes behind
-- State:    the latest score of each shopper; 'table.exec.state.ttl' is set above the longest silence that is scored, 56 days
-- Runs in:  streaming
CREATE TABLE churn_scores (
  `id` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `probability` FLOAT,
  WATERMARK FOR `asOf` AS `asOf` - INTERVAL '10' MINUTE
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.scores.churn',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.group.id' = 'leeway-at-risk',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE at_risk (
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `probability` FLOAT,
  `probability_before` FLOAT
) WITH (
  'connector' = 'kafka',
  'topic' = 'leeway.sql.at_risk',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.transaction.timeout.ms' = '900000',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'leeway-sql-at-risk',
  'key.format' = 'raw',
  'key.fields' = 'user',
  'value.format' = 'json',
  'value.json.timestamp-format.standard' = 'ISO-8601'
);

INSERT INTO at_risk
SELECT `user`, `asOf`, `probability`, `probability_before`
FROM (
  SELECT `user`, `asOf`, `probability`,
    LAG(`probability`) OVER (PARTITION BY `user` ORDER BY `asOf`) AS `probability_before`
  FROM churn_scores
)
WHERE `probability` >= 0.6 AND (`probability_before` IS NULL OR `probability_before` < 0.6);
