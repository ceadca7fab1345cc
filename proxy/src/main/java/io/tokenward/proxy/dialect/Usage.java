package io.tokenward.proxy.dialect;

/**
 * What an endpoint reports; nothing is negative.
 *
 * @param inputTokens all that the model read
 * @param outputTokens all that it wrote
 * @param cachedTokens of the input, those that the endpoint had read before
 * @param reasoningTokens of the output, those that it does not show
 * @param seconds of audio
 */
public record Usage(long inputTokens, long outputTokens, long cachedTokens, long reasoningTokens, long seconds) {
    public Usage {
        if (inputTokens < 0 || outputTokens < 0 || cachedTokens < 0 || reasoningTokens < 0 || seconds < 0) {
            throw new IllegalArgumentException("usage must not be negative: " + inputTokens + ", " + outputTokens + ", "
                    + cachedTokens + ", " + reasoningTokens + ", " + seconds);
        }
        // A part that is larger than the whole is a mistake of the endpoint; the whole is what it bills by.
        cachedTokens = Math.min(cachedTokens, inputTokens);
        reasoningTokens = Math.min(reasoningTokens, outputTokens);
    }

    /** Tokens of which nothing more was told. */
    public Usage(long inputTokens, long outputTokens) {
        this(inputTokens, outputTokens, 0, 0, 0);
    }

    /** Input and output. */
    public long total() {
        return inputTokens + outputTokens;
    }
}
