#!/bin/sh
# Prints how late an event loop comes to what is due while every exchange that it begins reserves and settles: without a ledger,
# with one of either durability, and with one whose disk takes long. About a minute and a half, with the proxy's own collector.
# Arguments: exchanges a second (5000), seconds for each line and round (6), milliseconds of the slow disk (200).
set -eu

. "$(dirname "$0")/common.sh"

build
exec timeout -k 20 600 "$java" -Xmx256m -XX:+UseG1GC -XX:MaxGCPauseMillis=5 -XX:-ClassUnloadingWithConcurrentMark -XX:G1PeriodicGCInterval=30000 \
    -XX:G1ConcRefinementThreads=0 \
    -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$class_path" io.tokenward.benchmarks.ledger.StallMain "$@"
