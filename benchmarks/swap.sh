#!/bin/sh
# What callers feel while rules are swapped: lag of event loops, stops of the virtual machine, latency; left alone and with swaps.
#
#   benchmarks/swap.sh [RULES [REQUESTS-A-SECOND [SECONDS [OPTIONS]]]]
#
# OPTIONS are more options for the proxy's virtual machine, in one argument.
set -eu

. "$(dirname "$0")/common.sh"

build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
timeout -k 20 400 taskset -c 0 "$java" $flags -cp "$class_path" io.tokenward.benchmarks.SwapMain \
    "$work" "$root" "${1:-10000}" "${2:-100}" "${3:-60}" "${4:-}"
