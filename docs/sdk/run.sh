#!/bin/sh
# Starts the demo, runs the real openai and Anthropic clients against it, stops the demo; then dialects.sh with the clients of
# other APIs. Needs Node 20 or newer and npm. With --short only those of OpenAI and MCP.
set -u

short=
[ "${1:-}" != --short ] || short=yes

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || {
    echo "Node 20 or newer with npm is needed: https://nodejs.org" >&2
    exit 1
}

output=$(mktemp)
demo=
stop() {
    [ -z "$demo" ] || kill "$demo" 2>/dev/null
    rm -f "$output"
}
trap stop EXIT
trap 'exit 1' INT TERM

(cd "$here" && npm ci --no-progress --silent) || exit 1

# Any free port, so that a demo that is already running is left alone.
"$root/tokenward" demo --port 0 >"$output" 2>&1 </dev/null &
demo=$!

# What the demo printed after "$1: ", without colours.
printed() {
    sed -n "s/^.*$1: *\([^ ]*\).*$/\1/p" "$output" | head -n 1
}

base_url() {
    grep -o 'https://[^ ]*/v1' "$output" | head -n 1
}

# The first start builds, which takes minutes; afterwards it takes a second.
waited=0
until [ -n "$(base_url)" ] && [ -n "$(printed 'API key')" ] && [ -n "$(printed 'Burst key')" ] \
    && [ -n "$(printed 'CA file')" ]; do
    if ! kill -0 "$demo" 2>/dev/null || [ "$waited" -ge 900 ]; then
        echo "the demo did not start:" >&2
        cat "$output" >&2
        exit 1
    fi
    sleep 1
    waited=$((waited + 1))
done

cd "$here" || exit 1
BASE_URL=$(base_url) API_KEY=$(printed 'API key') SMALL_KEY=$(printed 'Burst key')
NODE_EXTRA_CA_CERTS=$(printed 'CA file')
export BASE_URL API_KEY SMALL_KEY NODE_EXTRA_CA_CERTS

failed=0
node openai-check.mjs || failed=1
[ -n "$short" ] || node anthropic-check.mjs || failed=1
CLIENTS=${short:+responses realtime mcp} ./dialects.sh || failed=1
exit $failed
