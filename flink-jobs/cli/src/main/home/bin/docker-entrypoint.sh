#!/usr/bin/env bash
# What a container of the image starts with. Kubernetes gives a command of its own, which is run as it is. Without Kubernetes:
#   jobmanager | taskmanager | standalone-job --job-classname CLASS [arguments of the job]
# Settings come with -D KEY=VALUE, or from the variable FLINK_PROPERTIES, a line "KEY: VALUE" each.
set -euo pipefail

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
case ${1:-help} in
    jobmanager | taskmanager | standalone-job)
        process=$1
        shift
        # The home's configuration is one machine's: in a container others must reach each process. What is given comes later, and wins.
        settings=(-D jobmanager.bind-host=0.0.0.0 -D taskmanager.bind-host=0.0.0.0 -D rest.bind-address=0.0.0.0)
        settings+=(-D "jobmanager.rpc.address=${JOB_MANAGER_RPC_ADDRESS:-$(hostname)}" -D "taskmanager.host=$(hostname)")
        while IFS= read -r line; do
            [[ $line =~ ^[[:space:]]*([^#:[:space:]]+):[[:space:]]*(.*[^[:space:]])[[:space:]]*$ ]] || continue
            settings+=(-D "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}")
        done <<< "${FLINK_PROPERTIES:-}"
        # A job's arguments end the settings: they go first.
        exec "$home/bin/foreground.sh" "$process" "${settings[@]}" "$@"
        ;;
    help | --help)
        sed -n 's/^# \{0,1\}//p' "${BASH_SOURCE[0]}" | sed 1d
        ;;
    *)
        exec "$@"
        ;;
esac
