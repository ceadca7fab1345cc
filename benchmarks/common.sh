# Read by the scripts beside it: finds the JDK, builds what is not built.

root=$(cd "$(dirname "$0")/.." && pwd)
target=$root/benchmarks/target
class_path=$target/tokenward-benchmarks.jar:$target/lib/'*'
flags="-Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

for need in taskset timeout; do
    command -v $need >/dev/null 2>&1 || {
        echo "$need is needed (util-linux, coreutils)" >&2
        exit 1
    }
done
[ "$(nproc --all)" -ge 2 ] || {
    echo "at least two cores are needed: one for the peers, one for the load" >&2
    exit 1
}

version_of() {
    sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

java=
for home in "${BENCH_JAVA_HOME:-}" "${TOKENWARD_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*; do
    [ -n "$home" ] && [ -x "$home/bin/java" ] && [ "$(version_of "$home")" -ge 25 ] 2>/dev/null && {
        java=$home/bin/java
        break
    }
done
[ -n "$java" ] || {
    echo "a JDK 25 is needed; say where with BENCH_JAVA_HOME" >&2
    exit 1
}

# Always asks Maven, which compiles only what has changed: a table of an older program would be a lie.
build() {
    echo "building" >&2
    (cd "$root" && mvn -q -B -Dstyle.color=never -Pbenchmarks -DskipTests -Dspotless.check.skip package) >&2
    # The launcher shall find nothing to build when the measurement has begun.
    TOKENWARD_JAVA_HOME=${java%/bin/java} "$root/tokenward" --version >/dev/null
}
