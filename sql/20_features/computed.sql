-- Asks:     what is known of a shopper, each time a score is due?
-- Inputs:   events (sql/10_sources)
-- Output:   features: one row a shopper and due instant, with what the models churn and interest are fed
-- Time:     as_of, event time; rowtime is the same as a time attribute
-- State:    a shopper's bounded profile, about a kilobyte, and the events ahead of the watermark; gone 400 days after the last event, 7 days after an erasure
-- Runs in:  streaming; in batch read stored.sql instead. Of a run that ends, say with `until => …` where: else silence is counted to the end of time
CREATE VIEW features AS
SELECT user_id, as_of, triggers, is_backfill, churn, interest, rowtime
FROM SHOPPER_FEATURES(
  events => TABLE events PARTITION BY user_id,
  on_time => DESCRIPTOR(record_time),
  uid => 'features');
