package io.leeway.records;

/**
 * What is to be judged of a committed score. Name and components stay until 0.3: savepoints of
 * 0.1.0 find it by them.
 *
 * @param version which version answered
 * @param canary whether it answered as a canary
 * @param asOfMillis as-of time, event time
 * @param value churn: the probability of staying away; interest: the drift; in [0, 1]
 */
public record JudgedScore(String userId, String model, long version, boolean canary, long asOfMillis, double value) {}
