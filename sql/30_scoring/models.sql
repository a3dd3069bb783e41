-- Asks:     which models answer?
-- Inputs:   models/{churn,interest}/VERSION/, as `leeway train` writes them
-- Output:   the models churn and interest; model_version says which version answered a row
-- Time:     none
-- State:    none; a statement serves the version that was the newest when it was planned
-- Runs in:  batch and streaming
CREATE MODEL churn
INPUT (
  `churn` ROW<
    `weeks` ARRAY<FLOAT>, `recency` ARRAY<FLOAT>, `frequency` ARRAY<FLOAT>, `monetary` ARRAY<FLOAT>,
    `social` ARRAY<FLOAT>, `ads` ARRAY<FLOAT>, `rhythm` ARRAY<FLOAT>>
)
OUTPUT (`probability` FLOAT, `model_version` BIGINT)
WITH (
  'provider' = 'tensorflow',
  'path' = 'models/churn',
  'version' = 'latest'
);

CREATE MODEL interest
INPUT (
  `interest` ROW<
    `action_category` ARRAY<STRING>, `action_type` ARRAY<INT>, `action_gap` ARRAY<FLOAT>,
    `interest_long_names` ARRAY<STRING>, `interest_long_weights` ARRAY<FLOAT>,
    `interest_short_names` ARRAY<STRING>, `interest_short_weights` ARRAY<FLOAT>>
)
OUTPUT (`distribution` ARRAY<FLOAT>, `model_version` BIGINT)
WITH (
  'provider' = 'tensorflow',
  'path' = 'models/interest',
  'version' = 'latest'
);
