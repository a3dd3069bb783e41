#!/bin/sh
# The SQL gateway, in the foreground: sql-gateway.sh [-D KEY=VALUE]...
# Jobs of its sessions go to the cluster of conf/config.yaml and bring Leeway's tables along. LEEWAY_PROCESS names its log (default: sql-gateway).
set -eu
. "$(dirname "$(readlink -f "$0")")/home.sh"

run "$home/lib/*:$home/usrlib/*" "${LEEWAY_PROCESS:-sql-gateway}" "-Xmx${SQL_GATEWAY_HEAP:-512m}" \
    org.apache.flink.table.gateway.SqlGateway -Dexecution.target=remote -Dsql-gateway.endpoint.rest.address=localhost \
    "-Dpipeline.jars=file://$home/usrlib/leeway-jobs.jar" "$@"
