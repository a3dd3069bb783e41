/** What {@code k8s/} says, held against the operator's schemas, Kubernetes' own, the jobs' options and what the running job tells. */
package io.leeway.kubernetes;
