# Read by the scripts beside it: where the home lies, which Java, and how one of its processes is started in the place of the shell.
# FLINK_CONF_DIR and FLINK_LOG_DIR name other folders than conf/ and log/; JVM_ARGS are flags that come last, and win.

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

# Also when the script was called through a symbolic link.
home=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd -P)
conf=${FLINK_CONF_DIR:-$home/conf}
logs=${FLINK_LOG_DIR:-$home/log}
export FLINK_HOME="$home" FLINK_CONF_DIR="$conf" FLINK_PLUGINS_DIR="${FLINK_PLUGINS_DIR:-$home/plugins}"

case $home in *:*) fail "a class path cannot hold a folder with a colon, found $home; move it" ;; esac
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" > /dev/null 2>&1 || fail "Java 17 or newer is needed, none was found; install it or set JAVA_HOME"
mkdir -p "$logs"

# What Flink derives from memory settings: flags for the JVM on the first line, settings for the process on the second.
# memory JM|TM [-D KEY=VALUE]...
memory() {
    role=$1
    shift
    said=$("$java" -XX:TieredStopAtLevel=1 -Dlog4j2.level=ERROR -cp "$home/lib/*" \
        org.apache.flink.runtime.util.bash.BashJavaUtils "GET_${role}_RESOURCE_PARAMS" --configDir "$conf" "$@" 2>&1) \
        || fail "Flink refuses the memory settings: $(printf '%s\n' "$said" | grep -m 1 'Exception' || printf '%s' "$said")"
    printf '%s\n' "$said" | sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p'
}

# run CLASSPATH LOG JVM-FLAGS CLASS [ARGUMENT]...: becomes the process; its log is LOG.log.
# From another working directory Flink cannot deserialise lambdas.
run() {
    classpath=$1 log=$2 flags=$3
    shift 3
    cd "$home"
    # Flags are words.
    # shellcheck disable=SC2086
    exec "$java" "@$home/conf/jvm.options" $flags "-Dlog.file=$logs/$log.log" \
        "-Dlog4j2.configurationFile=$conf/log4j.properties" ${JVM_ARGS:-} -cp "$classpath" "$@"
}
