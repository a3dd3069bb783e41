#!/bin/sh
# Flink's SQL client with Leeway's tables, models and functions at hand: sql-client.sh [embedded|gateway] [-f FILE] …
#   sql-client.sh gateway -e localhost:8083      talks to the gateway of a cluster
# LOAD MODULE leeway; makes the functions known. The client exits with 0 even when a script fails: look for [ERROR].
set -eu
. "$(dirname "$(readlink -f "$0")")/home.sh"

exec "$java" "@$home/conf/jvm.options" "-Xmx${FLINK_CLIENT_HEAP:-1g}" "-Dlog.file=$logs/sql-client.log" \
    "-Dlog4j2.configurationFile=$conf/log4j.properties" ${JVM_ARGS:-} -cp "$home/lib/*:$home/usrlib/*" \
    org.apache.flink.table.client.SqlClient "$@"
