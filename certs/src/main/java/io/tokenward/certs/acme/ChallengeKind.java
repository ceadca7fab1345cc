package io.tokenward.certs.acme;

/** How an authority is shown that one holds a name. */
public enum ChallengeKind {
    /** A handshake on port 443 that asks for the protocol {@code acme-tls/1} (RFC 8737). */
    TLS_ALPN,
    /** A file at {@code /.well-known/acme-challenge/} on port 80 (RFC 8555 section 8.3). */
    HTTP
}
