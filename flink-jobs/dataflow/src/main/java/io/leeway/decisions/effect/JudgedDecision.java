package io.leeway.decisions.effect;

import io.leeway.records.LoggedDecision;

/**
 * A decision whose time has passed, and what came of it.
 *
 * @param shown whether an impression was reported
 * @param worked whether the outcome that it was made for came: a click, or of an offer the return
 * @param converted whether what was shown was bought
 * @param value what all its outcomes earned, in money
 */
public record JudgedDecision(LoggedDecision logged, boolean shown, boolean worked, boolean converted, double value) {}
