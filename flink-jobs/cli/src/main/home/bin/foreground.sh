#!/usr/bin/env bash
# Runs one Flink process in the foreground, as containers want it: memory flags from the configuration, the JVM in place of this shell.
#   foreground.sh PROCESS [-D KEY=VALUE | argument of the process]...
set -euo pipefail

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export FLINK_HOME=$home
export FLINK_CONF_DIR=${FLINK_CONF_DIR:-$home/conf}
export FLINK_PLUGINS_DIR=${FLINK_PLUGINS_DIR:-$home/plugins}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" > /dev/null || fail "expected Java 17, found none at $java; install a JRE or set JAVA_HOME"
[ -f "$FLINK_CONF_DIR/config.yaml" ] || fail "expected $FLINK_CONF_DIR/config.yaml, found none; set FLINK_CONF_DIR"
class_path="$home/lib/*"

process=${1:-}
[ $# -eq 0 ] || shift
case $process in
    jobmanager) role=JM main=org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint ;;
    standalone-job) role=JM main=org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint ;;
    kubernetes-session) role=JM main=org.apache.flink.kubernetes.entrypoint.KubernetesSessionClusterEntrypoint ;;
    kubernetes-application) role=JM main=org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint ;;
    taskmanager) role=TM main=org.apache.flink.runtime.taskexecutor.TaskManagerRunner ;;
    kubernetes-taskmanager) role=TM main=org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner ;;
    *) fail "expected jobmanager, standalone-job, taskmanager, kubernetes-session, kubernetes-application or kubernetes-taskmanager, found '$process'" ;;
esac

# From another working directory Flink cannot deserialise lambdas.
cd "$home"

# Only settings (-D) count for memory and flags; the rest is the process's own.
settings=()
take=false
for argument in "$@"; do
    if $take; then
        settings+=("$argument")
        take=false
    else
        case $argument in
            -D) settings+=(-D) take=true ;;
            -D*) settings+=("$argument") ;;
        esac
    fi
done

# What Flink itself derives from the configuration; its answers are the lines with a mark.
ask_flink() {
    local said
    said=$("$java" -XX:TieredStopAtLevel=1 -Xshare:auto -Dlog4j2.level=ERROR -cp "$class_path" \
        org.apache.flink.runtime.util.bash.BashJavaUtils "$1" --configDir "$FLINK_CONF_DIR" ${settings[@]+"${settings[@]}"} 2>&1) \
        || fail "expected a configuration that Flink takes, found: $(printf '%s\n' "$said" | grep -m 1 Exception || printf '%s' "$said")"
    printf '%s\n' "$said" | sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p'
}

# One setting out of the configuration that Flink prints as YAML, whether nested or flat.
setting() {
    printf '%s\n' "$configuration" | awk -v wanted="$1" '
        { match($0, /^ */); depth = RLENGTH / 2; line = substr($0, RLENGTH + 1)
          colon = index(line, ": "); key = colon ? substr(line, 1, colon - 1) : substr(line, 1, length(line) - 1)
          path[depth] = key; name = path[0]; for (i = 1; i <= depth; i++) name = name "." path[i]
          if (colon && name == wanted) { value = substr(line, colon + 2); gsub(/^["\047]|["\047]$/, "", value); print value; exit } }'
}

said=$(ask_flink "GET_${role}_RESOURCE_PARAMS")
mapfile -t memory <<< "$said"
[ "${#memory[@]}" -eq 2 ] || fail "expected memory flags and settings of Flink, found ${#memory[@]} lines: $said"
configuration=$(ask_flink UPDATE_AND_GET_FLINK_CONFIGURATION)
case $role in
    JM) of_role=$(setting env.java.opts.jobmanager) ;;
    TM) of_role=$(setting env.java.opts.taskmanager) ;;
esac
read -r -a flags <<< "${memory[0]} $(setting env.java.opts.all) $of_role ${JVM_ARGS:-}"
read -r -a derived <<< "${memory[1]}"

# Containers log to their output; a file that Kubernetes mounts takes precedence over the home's.
logging=$FLINK_CONF_DIR/log4j-console.properties
[ -f "$logging" ] || logging=$home/conf/log4j-console.properties

arguments=(--configDir "$FLINK_CONF_DIR")
# The entry points of Kubernetes' JobManagers read the folder from the environment.
case $process in kubernetes-session | kubernetes-application) arguments=() ;; esac
# Kubernetes' resource manager has already put what follows from memory into a TaskManager's arguments.
[ "$process" = kubernetes-taskmanager ] || arguments+=("${derived[@]}")

printf 'Starting %s of Leeway\n' "$process"
exec "$java" "${flags[@]}" \
    "-Dlog.file=${FLINK_LOG_DIR:-$home/log}/$process.log" \
    "-Dlog4j2.configurationFile=$logging" "-Dlog4j.configurationFile=$logging" \
    -cp "$class_path" "$main" ${arguments[@]+"${arguments[@]}"} "$@"
