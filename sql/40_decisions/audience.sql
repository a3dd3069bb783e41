-- Asks:     to whom should a category be shown, because their interest moves there?
-- Inputs:   interest_scores
-- Output:   audience: a row for each category that gains at least 0.05 of a shopper's interest while the drift is at least 0.3
-- Time:     as_of, event time
-- State:    none
-- Runs in:  batch and streaming
CREATE VIEW audience AS
SELECT t.category, user_id, as_of, t.change AS gain, drift
FROM interest_scores CROSS JOIN UNNEST(moves_to) AS t (category, change)
WHERE drift >= 0.3 AND t.change >= 0.05;
