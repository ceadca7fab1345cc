#!/bin/sh
# JMH: JSON walk, screening, turns of a conversation, numbers of rules, admission, each beside its baseline, in microseconds.
# About sixteen minutes; with --short four, to see that it works. More arguments go to JMH, such as: -p bytes=4096 ScreenBenchmark
set -eu

. "$(dirname "$0")/common.sh"

how="-f 1 -wi 3 -w 1500ms -i 5 -r 1500ms"
if [ "${1:-}" = --short ]; then
    shift
    how="-f 1 -wi 2 -w 1s -i 2 -r 500ms -p bytes=4096"
fi
build
# shellcheck disable=SC2086
exec timeout -k 20 2400 taskset -c 1 "$java" $flags -cp "$class_path" org.openjdk.jmh.Main -bm avgt -tu us -foe true \
    -jvmArgs "-Xmx512m -XX:+UseG1GC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED" $how "$@"
