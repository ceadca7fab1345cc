package io.tokenward.proxy.dialect;

import java.util.Optional;

/** Watches an answer whose head told its usage. */
record ToldMeter(UsageMeter body, Usage told) implements UsageMeter {
    @Override
    public void observe(byte[] chunk, int offset, int length) {
        body.observe(chunk, offset, length);
    }

    @Override
    public Optional<Usage> usage() {
        return Optional.of(told);
    }

    @Override
    public long relayedTokens() {
        return body.relayedTokens();
    }

    @Override
    public long unreportedTokens() {
        return 0;
    }

    @Override
    public boolean finished() {
        return body.finished();
    }
}
