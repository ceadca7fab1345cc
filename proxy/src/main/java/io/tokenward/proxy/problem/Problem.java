package io.tokenward.proxy.problem;

/**
 * Every way in which an exchange can end without the upstream's own answer: a stable code, the status, who is at fault,
 * and what the public may read. Private causes go to the log, never to the caller.
 */
public enum Problem {
    BAD_FRAMING(400, Fault.CLIENT, "invalid_request", "The request is not well-formed HTTP."),
    BAD_PATH(400, Fault.CLIENT, "invalid_path", "The path is not in its plain form."),
    BAD_BODY(400, Fault.CLIENT, "invalid_body", "The request body is not acceptable."),
    PATH_UNKNOWN(404, Fault.CLIENT, "unknown_path", "No such path here."),
    METHOD_NOT_ALLOWED(405, Fault.CLIENT, "method_not_allowed", "This path does not take that method."),
    KEY_MISSING(401, Fault.CLIENT, "invalid_api_key", "No API key was sent. Send it as Authorization: Bearer <key>."),
    KEY_UNKNOWN(401, Fault.CLIENT, "invalid_api_key", "The API key is not known."),
    KEY_EXPIRED(401, Fault.CLIENT, "invalid_api_key", "The API key has expired."),
    KEY_REVOKED(401, Fault.CLIENT, "invalid_api_key", "The API key was revoked."),
    MODEL_NOT_ALLOWED(403, Fault.CLIENT, "model_not_allowed", "The API key may not use this model."),
    KEY_RESTRICTED(403, Fault.CLIENT, "key_restricted", "The API key may not be used here or now."),
    CONTENT_TYPE(415, Fault.CLIENT, "unsupported_media_type", "Send the body as application/json in UTF-8."),
    CONTENT_ENCODING(415, Fault.CLIENT, "unsupported_content_encoding", "The Content-Encoding is not supported."),
    EXPECTATION(417, Fault.CLIENT, "expectation_failed", "Only Expect: 100-continue is understood."),
    BODY_TOO_LARGE(413, Fault.CLIENT, "request_too_large", "The request body is larger than this endpoint accepts."),
    HEAD_TOO_LARGE(431, Fault.CLIENT, "headers_too_large", "The request head is larger than this endpoint accepts."),
    REQUEST_TIMEOUT(408, Fault.CLIENT, "request_timeout", "The request did not arrive in time."),
    RATE_LIMITED(429, Fault.CLIENT, "rate_limit_exceeded", "Too many requests or tokens in a short time."),
    CONCURRENCY_LIMITED(429, Fault.CLIENT, "rate_limit_exceeded", "Too many requests at the same time."),
    QUOTA_SPENT(429, Fault.CLIENT, "insufficient_quota", "The token quota is spent."),
    PROMPT_BLOCKED(400, Fault.POLICY, "content_filter", "Blocked by policy before it reached the model."),
    UNSCREENABLE(403, Fault.POLICY, "unscreenable_input", "This cannot be screened and is not let pass here."),
    SCREENING_FAILED(503, Fault.PROXY, "screening_unavailable", "The prompt could not be screened in time."),
    OVERLOADED(503, Fault.PROXY, "overloaded", "The proxy is busy; try again shortly."),
    DRAINING(503, Fault.PROXY, "overloaded", "The proxy is shutting down; try again shortly."),
    STORE_DOWN(503, Fault.PROXY, "limits_unavailable", "Limits cannot be checked right now; try again shortly."),
    AUDIT_DOWN(503, Fault.PROXY, "audit_unavailable", "Requests cannot be recorded right now; try again shortly."),
    INTERNAL(500, Fault.PROXY, "internal_error", "The proxy failed; the reference finds the cause in its log."),
    UPSTREAM_UNREACHABLE(502, Fault.UPSTREAM, "upstream_unreachable", "The model endpoint cannot be reached."),
    UPSTREAM_RESET(502, Fault.UPSTREAM, "upstream_reset", "The model endpoint closed the connection."),
    UPSTREAM_INVALID(502, Fault.UPSTREAM, "upstream_invalid", "The model endpoint sent an invalid answer."),
    UPSTREAM_TIMEOUT(504, Fault.UPSTREAM, "upstream_timeout", "The model endpoint did not answer in time.");

    private final int status;
    private final Fault fault;
    private final String code;
    private final String publicText;

    Problem(int status, Fault fault, String code, String publicText) {
        this.status = status;
        this.fault = fault;
        this.code = code;
        this.publicText = publicText;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Who has to mend it. */
    public Fault fault() {
        return fault;
    }

    /** Stable machine word in error bodies. */
    public String code() {
        return code;
    }

    /** What anybody may read. */
    public String publicText() {
        return publicText;
    }

    /** This refusal without details. */
    public Denied denied() {
        return new Denied(this, publicText, "", null, "", "", null);
    }

    /** This refusal with a text for the caller that says more than the catalogue, such as a place and a mend. */
    public Denied denied(String text) {
        return new Denied(this, text, "", null, "", "", null);
    }
}
