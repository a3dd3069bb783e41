#!/bin/sh
# A ZooKeeper for one machine, in the foreground: zookeeper.sh FILE, a zoo.cfg (leeway cluster start --ha writes one).
# It is the one in Flink's jar of ZooKeeper; Snappy, without which it does not start, is in the job's. LEEWAY_PROCESS names its log (default: zookeeper).
set -eu
. "$(dirname "$(readlink -f "$0")")/home.sh"

run "$home/lib/*:$home/usrlib/*" "${LEEWAY_PROCESS:-zookeeper}" \
    "-Xmx${ZOOKEEPER_HEAP:-128m} -Dzookeeper.admin.enableServer=false -Dzookeeper.jmx.log4j.disable=true" \
    org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain "$(readlink -f "$1")"
