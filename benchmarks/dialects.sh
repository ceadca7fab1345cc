#!/bin/sh
# What a request costs in each dialect, as ratio to Chat Completions of the same size; written into docs/performance.md. Under two
# minutes behind the build.
#
#   benchmarks/dialects.sh          4096 bytes
#   benchmarks/dialects.sh BYTES    another size; writes benchmarks/target/performance-dialects.md
set -eu

. "$(dirname "$0")/common.sh"

[ -n "${BENCH_BUILT:-}" ] || build
out=$root/docs/performance.md
if [ -n "${1:-}" ]; then
    out=$target/performance-dialects.md
    rm -f "$out"
fi
commit=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
[ -z "$(git -C "$root" status --porcelain 2>/dev/null)" ] || commit="$commit with changes"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
timeout -k 20 180 taskset -c 0 "$java" $flags -cp "$class_path" io.tokenward.benchmarks.DialectsMain \
    --work "$work" --root "$root" --out "$out" --core 1 --bytes "${1:-4096}" --commit "$commit" \
    --command "benchmarks/dialects.sh${1:+ $1}"
