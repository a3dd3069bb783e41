/** What a person sees when something is not as the job needs it: one line each. */
package io.leeway.deployment;
