#!/bin/sh
# Says the three largest costs of the proxy under load, from samples of the JDK's flight recorder.
#
#   benchmarks/profile.sh [--short] [on|new|off] [BYTES]
#
# on: a quarter of each body is new (default); new: all of it; off: not screened. BYTES is 4096 where nothing is said.
set -eu

. "$(dirname "$0")/common.sh"

seconds="25 15"
[ "${1:-}" = --short ] && {
    seconds="6 6"
    shift
}
build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
timeout -k 20 180 taskset -c 0 "$java" $flags -cp "$class_path" io.tokenward.benchmarks.ProfileMain \
    "$work" "$root" "${1:-on}" "${2:-4096}" $seconds
