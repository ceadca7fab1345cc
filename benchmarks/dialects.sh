#!/bin/sh
# What a request costs in each dialect, as ratio to Chat Completions of the same size. Under two minutes behind the build.
#
#   benchmarks/dialects.sh [BYTES]    4096 where nothing is said
set -eu

. "$(dirname "$0")/common.sh"

[ -n "${BENCH_BUILT:-}" ] || build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
timeout -k 20 180 taskset -c 0 "$java" $flags -cp "$class_path" io.tokenward.benchmarks.DialectsMain \
    --work "$work" --root "$root" --core 1 --bytes "${1:-4096}"
