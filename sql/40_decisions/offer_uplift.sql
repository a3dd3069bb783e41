-- Asks:     did offers bring anybody back who would not have come?
-- Inputs:   decided_offers, outcomes (sql/10_sources/decisions_*.sql)
-- Output:   offer_uplift: for each treatment the share of shoppers who returned within 28 days, the share of those who were held out, the difference and its 95 % interval
-- Time:     as_of, event time
-- State:    28 days of offers and outcomes, a row an offer; in streaming set 'table.exec.state.ttl' above 28 days
-- Runs in:  batch; in streaming as a result that updates. Fair where who is held out was drawn by chance among all; EffectJob weighs by propensity
CREATE VIEW offer_uplift AS
WITH returned AS (
  SELECT offers.`id`, offers.`action`, offers.`control`, MAX(CASE WHEN outcomes.decision_id IS NULL THEN 0e0 ELSE 1e0 END) AS back
  FROM decided_offers AS offers
  LEFT JOIN (SELECT decision_id, outcome_time FROM outcomes WHERE `kind` IN ('return', 'redemption', 'conversion')) AS outcomes
  ON offers.`id` = outcomes.decision_id
    AND outcomes.outcome_time BETWEEN offers.`asOf` AND offers.`asOf` + INTERVAL '28' DAY
  GROUP BY offers.`id`, offers.`action`, offers.`control`
), held_out AS (
  SELECT COUNT(*) AS shoppers, AVG(back) AS rate FROM returned WHERE `control`
), treated AS (
  SELECT `action`, COUNT(*) AS shoppers, AVG(back) AS rate FROM returned WHERE NOT `control` GROUP BY `action`
)
SELECT treated.`action` AS treatment, treated.shoppers, treated.rate, held_out.shoppers AS held_out, held_out.rate AS held_out_rate,
  treated.rate - held_out.rate AS uplift,
  treated.rate - held_out.rate - 1.96 * SQRT(treated.rate * (1 - treated.rate) / treated.shoppers + held_out.rate * (1 - held_out.rate) / held_out.shoppers) AS low,
  treated.rate - held_out.rate + 1.96 * SQRT(treated.rate * (1 - treated.rate) / treated.shoppers + held_out.rate * (1 - held_out.rate) / held_out.shoppers) AS high
FROM treated CROSS JOIN held_out;
