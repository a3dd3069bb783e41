-- Asks:     nothing: it starts the decisions in SQL as one job
-- Inputs:   win_back, targeting, campaign_measures, recommendations, regional_demand
-- Output:   the tables of sql/50_sinks/decisions_kafka.sql
-- Runs in:  streaming
EXECUTE STATEMENT SET
BEGIN
  INSERT INTO win_back_out SELECT user_id, as_of, probability, score_id FROM win_back;
  INSERT INTO targeting_out SELECT category, user_id, as_of, gain, drift, shown FROM targeting;
  INSERT INTO campaign_measures_out SELECT * FROM campaign_measures;
  INSERT INTO recommendations_out SELECT score_id, user_id, as_of, place, item_id, category, score FROM recommendations;
  INSERT INTO regional_demand_out SELECT * FROM regional_demand;
END;
