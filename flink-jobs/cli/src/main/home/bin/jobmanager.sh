#!/bin/sh
# The JobManager of a session cluster, in the foreground: jobmanager.sh [-D KEY=VALUE]...
# LEEWAY_PROCESS names its log (default: jobmanager).
set -eu
. "$(dirname "$(readlink -f "$0")")/home.sh"

derived=$(memory JM "$@")
# What Flink derived are words.
# shellcheck disable=SC2046
run "$home/lib/*" "${LEEWAY_PROCESS:-jobmanager}" "$(printf '%s\n' "$derived" | sed -n 1p)" \
    org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$conf" \
    $(printf '%s\n' "$derived" | sed -n 2p) "$@"
