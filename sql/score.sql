-- Asks:     nothing: it starts the whole pipeline as one job
-- Inputs:   churn_scores, interest_scores, at_risk, audience, demand
-- Output:   the tables of sql/50_sinks
-- Runs in:  streaming, and batch over stored features
EXECUTE STATEMENT SET
BEGIN
  INSERT INTO churn_out
  SELECT score_id, user_id, as_of, triggers, model_version, is_backfill, probability FROM churn_scores;
  INSERT INTO interest_out
  SELECT score_id, user_id, as_of, triggers, model_version, is_backfill, drift, moves_from, moves_to, next_categories FROM interest_scores;
  INSERT INTO at_risk_out SELECT * FROM at_risk;
  INSERT INTO audience_out SELECT * FROM audience;
  INSERT INTO demand_out SELECT * FROM demand;
END;
