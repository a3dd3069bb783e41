#!/usr/bin/env bash
# What Flink's Kubernetes integration starts in a TaskManager's container: kubernetes-taskmanager.sh [-D KEY=VALUE]...
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/foreground.sh" kubernetes-taskmanager "$@"
