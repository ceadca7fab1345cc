#!/bin/sh
# Measures the proxy beside nginx and a bare relay and writes the table of ratios into docs/performance.md. At most fourteen
# minutes; wants a quiet Linux machine with at least two cores: the peers get core 1, everything else core 0.
#
#   benchmarks/run.sh          the real run
#   benchmarks/run.sh --short  at most two minutes, to see that it works; writes benchmarks/target/performance-short.md
#   benchmarks/run.sh --relay  at most nine minutes: only bare relay and screening off; writes benchmarks/target/performance-relay.md
#
#   BENCH_JAVA_HOME  a JDK 25, instead of looking for one
set -eu

. "$(dirname "$0")/common.sh"

out=$root/docs/performance.md
short=
case ${1:-} in
    --short | --relay)
        short=$1
        out=$target/performance-${short#--}.md
        rm -f "$out"
        ;;
    '') ;;
    *)
        echo "usage: $0 [--short|--relay]" >&2
        exit 2
        ;;
esac

build
commit=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
[ -z "$(git -C "$root" status --porcelain 2>/dev/null)" ] || commit="$commit with changes"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A hung run is ended by itself; its peers end with it.
timeout -k 20 "${BENCH_LIMIT:-840}" taskset -c 0 "$java" $flags -cp "$class_path" io.tokenward.benchmarks.Main \
    --root "$root" --work "$work" --core 1 --out "$out" --commit "$commit" --command "benchmarks/run.sh${short:+ $short}" $short
echo "written to ${out#"$root"/}" >&2
