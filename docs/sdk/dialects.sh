#!/bin/sh
# Starts a model endpoint that speaks many APIs and a proxy before it, runs the real clients of these APIs, stops both. Called by
# run.sh, which has installed the clients. TOKENWARD may name another command than the launcher.
set -u

here=$(cd "$(dirname "$0")" && pwd)
tokenward=${TOKENWARD:-$(cd "$here/../.." && pwd)/tokenward}
files=$(mktemp -d)
upstream=
proxy=
stop() {
    [ -z "$proxy" ] || kill "$proxy" 2>/dev/null
    [ -z "$upstream" ] || kill "$upstream" 2>/dev/null
    wait
    rm -rf "$files"
}
trap stop EXIT
trap 'exit 1' INT TERM

# Waits until the file $1 has a line that sed's expression $2 finds something in; prints that.
found() {
    waited=0
    until [ -n "$(sed -n "$2" "$1" | head -n 1)" ]; do
        if [ "$waited" -ge 900 ]; then
            cat "$1" >&2
            return 1
        fi
        sleep 1
        waited=$((waited + 1))
    done
    sed -n "$2" "$1" | head -n 1
}

node "$here/upstream.mjs" >"$files/upstream.out" &
upstream=$!
UPSTREAM=http://127.0.0.1:$(found "$files/upstream.out" 's/^\([0-9]*\)$/\1/p') || exit 1

(umask 077 && head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$files/pepper" && echo credential >"$files/upstream-key")
cat >"$files/tokenward.yaml" <<EOF
listeners:
  - { address: "127.0.0.1:0", tls: { identities: development } }
upstreams:
  recorded: { url: "$UPSTREAM", credential: "file:upstream-key" }
  json: { url: "$UPSTREAM/json", credential: "file:upstream-key" }
routes:
$(for dialect in openai gemini ollama mistral cohere bedrock mcp; do
    echo "  - { base: /$dialect, dialects: [$dialect], upstream: recorded }"
done)
  - { base: /json, dialects: [mcp], upstream: json }
tenants:
  acme: { plan: free }
plans:
  free: {}
policies:
  default: { deadline: 10s }
limits: { drain: 2s }
keys: { store: "file:keys.jsonl", pepper: "file:pepper" }
rules: { packs: [builtin] }
EOF

API_KEY=$($tokenward keys create -c "$files/tokenward.yaml" --tenant acme | grep -o 'tw_[A-Za-z0-9_]*' | head -n 1)
$tokenward run -c "$files/tokenward.yaml" >"$files/proxy.out" 2>&1 </dev/null &
proxy=$!
BASE_URL=https://127.0.0.1:$(found "$files/proxy.out" 's/^.*listening on port \([0-9]*\).*$/\1/p') || exit 1
SMALL_KEY=$API_KEY NODE_EXTRA_CA_CERTS=$files/data/development/ca.pem
export BASE_URL API_KEY SMALL_KEY UPSTREAM NODE_EXTRA_CA_CERTS

cd "$here" || exit 1
failed=0
for client in ${CLIENTS:-responses realtime genai live ollama mistral cohere bedrock ai langchain mcp}; do
    node "$client-check.mjs" || failed=1
done
exit $failed
