package io.tokenward.proxy.dialect;

/** Tokens as an endpoint reports them; neither is negative. */
public record Usage(long inputTokens, long outputTokens) {
    public Usage {
        if (inputTokens < 0 || outputTokens < 0) {
            throw new IllegalArgumentException("usage must not be negative: " + inputTokens + ", " + outputTokens);
        }
    }

    /** Input and output. */
    public long total() {
        return inputTokens + outputTokens;
    }
}
