#!/bin/sh
# A Kafka broker for one machine, in the foreground: kafka.sh FILE, a server.properties whose folder is formatted (leeway cluster start does both).
# LEEWAY_PROCESS names its log (default: kafka).
set -eu
. "$(dirname "$(readlink -f "$0")")/home.sh"

run "$home/lib/*:$home/usrlib/*:$home/cli/*" "${LEEWAY_PROCESS:-kafka}" "-Xmx${KAFKA_HEAP:-512m}" kafka.Kafka "$(readlink -f "$1")"
