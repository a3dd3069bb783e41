-- Asks:     what has been said of shoppers so far?
-- Inputs:   scores/leeway.scores.{churn,interest}/, JSON lines as `leeway backfill --output scores` writes them
-- Output:   churn_scores, interest_scores: the columns of sql/30_scoring/scores.sql, which computes what this reads
-- Time:     as_of, event time
-- State:    none
-- Runs in:  batch; in streaming too, where no window and no order by time is asked for (files are read in any order)
CREATE TABLE committed_churn (
  `id` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `triggers` ARRAY<STRING>,
  `model` STRING,
  `version` BIGINT,
  `backfill` BOOLEAN,
  `probability` FLOAT,
  `reasons` ARRAY<ROW<`code` STRING, `words` STRING, `feature` STRING, `value` DOUBLE, `contribution` DOUBLE>>
) WITH (
  'connector' = 'filesystem',
  'path' = 'scores/leeway.scores.churn',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE committed_interest (
  `id` STRING,
  `user` STRING,
  `asOf` TIMESTAMP_LTZ(3),
  `triggers` ARRAY<STRING>,
  `model` STRING,
  `version` BIGINT,
  `backfill` BOOLEAN,
  `drift` DOUBLE,
  `from` ARRAY<ROW<`category` STRING, `change` FLOAT>>,
  `to` ARRAY<ROW<`category` STRING, `change` FLOAT>>,
  `next` ARRAY<ROW<`category` STRING, `probability` FLOAT>>,
  `reasons` ARRAY<ROW<`code` STRING, `words` STRING, `feature` STRING, `value` DOUBLE, `contribution` DOUBLE>>
) WITH (
  'connector' = 'filesystem',
  'path' = 'scores/leeway.scores.interest',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE VIEW churn_scores AS
SELECT `id` AS score_id, `user` AS user_id, `asOf` AS as_of, triggers, `version` AS model_version, `backfill` AS is_backfill, probability, `asOf` AS rowtime, reasons
FROM committed_churn;

CREATE VIEW interest_scores AS
SELECT `id` AS score_id, `user` AS user_id, `asOf` AS as_of, triggers, `version` AS model_version, `backfill` AS is_backfill, drift,
  `from` AS moves_from, `to` AS moves_to, `next` AS next_categories, `asOf` AS rowtime, reasons
FROM committed_interest;
