/** Real processes out of the home, as {@code leeway cluster} starts them: killed, stopped, restored; what they committed is an undisturbed run's. */
package io.leeway.rollout;
