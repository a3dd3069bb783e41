-- Asks:     will they stay away, and where does their interest move?
-- Inputs:   features (sql/20_features), the models churn and interest
-- Output:   churn_scores, interest_scores
-- Time:     as_of, event time; rowtime is the same as a time attribute where the features have one
-- State:    none
-- Runs in:  batch and streaming
CREATE VIEW churn_scores AS
SELECT SCORE_ID(user_id, as_of, triggers, 'churn', model_version) AS score_id,
  user_id, as_of, triggers, model_version, is_backfill, probability, rowtime
FROM ML_PREDICT(TABLE features, MODEL churn, DESCRIPTOR(churn));

CREATE VIEW interest_scores AS
SELECT SCORE_ID(user_id, as_of, triggers, 'interest', model_version) AS score_id,
  user_id, as_of, triggers, model_version, is_backfill,
  INTEREST_DRIFT('models/interest', interest, `distribution`) AS drift,
  direction.`from` AS moves_from,
  direction.`to` AS moves_to,
  INTEREST_NEXT('models/interest', interest, `distribution`) AS next_categories,
  rowtime
FROM (
  SELECT *, DRIFT_DIRECTION('models/interest', interest, `distribution`) AS direction
  FROM ML_PREDICT(TABLE features, MODEL interest, DESCRIPTOR(interest))
);
