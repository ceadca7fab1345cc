#!/bin/sh
# Prints what floods, idle connections and handshakes cost a proxy that runs as shipped, and what it needs in a container of 256
# MiB, on loopback alone. About five minutes. The first argument, if there is one, is how many seconds each flood lasts (3), the
# second what is measured: all, floods, connections or container.
set -eu

. "$(dirname "$0")/common.sh"

build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
timeout -k 20 900 taskset -c 0 "$java" $flags -cp "$class_path" io.tokenward.benchmarks.front.FrontMain "$root" "$work" 1 "${1:-3}" "${2:-all}"
