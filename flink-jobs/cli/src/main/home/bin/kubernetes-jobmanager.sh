#!/usr/bin/env bash
# What Flink's Kubernetes integration starts in a JobManager's container: kubernetes-jobmanager.sh kubernetes-application|kubernetes-session [arguments]
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/foreground.sh" "$@"
