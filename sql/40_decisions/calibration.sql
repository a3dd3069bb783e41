-- Asks:     does what models foretell of decisions come true?
-- Inputs:   decisions, outcomes (sql/10_sources/decisions_*.sql)
-- Output:   calibration: for each model, version and tenth of the predicted probability how many decisions there are, what was predicted on average and how often it happened
--           within 7 days: a click of an advertisement or a recommendation, a return after an offer
-- Time:     as_of, event time
-- State:    decisions and outcomes, a row a decision; in streaming set 'table.exec.state.ttl' above 7 days
-- Runs in:  batch; in streaming as a result that updates
CREATE VIEW calibration AS
SELECT `kind`, `model`, model_version, tenth, COUNT(*) AS decisions, AVG(predicted) AS foretold, AVG(happened) AS happened
FROM (
  SELECT d.decision_id, d.`kind`, d.`model`, d.model_version, d.predicted, LEAST(FLOOR(d.predicted * 10), 9e0) AS tenth,
    MAX(CASE WHEN o.decision_id IS NULL THEN 0e0 ELSE 1e0 END) AS happened
  FROM (SELECT * FROM decisions WHERE predicted IS NOT NULL AND NOT is_control) AS d
  LEFT JOIN (SELECT decision_id, `kind`, outcome_time FROM outcomes WHERE `kind` IN ('click', 'return')) AS o
  ON d.decision_id = o.decision_id AND (d.`kind` = 'offer') = (o.`kind` = 'return')
    AND o.outcome_time BETWEEN d.as_of AND d.as_of + INTERVAL '7' DAY
  GROUP BY d.decision_id, d.`kind`, d.`model`, d.model_version, d.predicted
)
GROUP BY `kind`, `model`, model_version, tenth;
