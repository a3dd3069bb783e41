#!/bin/sh
# A TaskManager, in the foreground: taskmanager.sh [-D KEY=VALUE]...
# LEEWAY_PROCESS names its log (default: taskmanager).
set -eu
. "$(dirname "$(readlink -f "$0")")/home.sh"

derived=$(memory TM "$@")
# What Flink derived are words.
# shellcheck disable=SC2046
run "$home/lib/*" "${LEEWAY_PROCESS:-taskmanager}" "$(printf '%s\n' "$derived" | sed -n 1p)" \
    org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir "$conf" \
    $(printf '%s\n' "$derived" | sed -n 2p) "$@"
