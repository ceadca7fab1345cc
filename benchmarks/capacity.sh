#!/bin/sh
# Measures what limits cost on this machine, in memory, in a file and on a Redis that it starts by itself, and plans a day with
# it. About two minutes. Arguments are options with numbers, such as: --tokens-per-day 1e12 --tenants 5000
set -eu

. "$(dirname "$0")/common.sh"

build
# shellcheck disable=SC2086
exec timeout -k 20 600 "$java" $flags -cp "$class_path" io.tokenward.benchmarks.capacity.CapacityMain "$@"
