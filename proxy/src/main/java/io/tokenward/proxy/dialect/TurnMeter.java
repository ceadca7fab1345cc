package io.tokenward.proxy.dialect;

import java.util.Optional;

/**
 * Counts one turn of a session: what its last event reports, or what went by where it never comes. Not thread-safe.
 */
public final class TurnMeter implements UsageMeter {
    /** A second of speech is 20 tokens, and 64,000 characters of base64 as 16 bit samples. */
    private static final int CHARACTERS_OF_AUDIO = 3_200;

    private final UsageTally tally;
    private long said;
    private long audio;
    private boolean finished;

    /** A meter for one turn. */
    public TurnMeter(SessionForm form) {
        tally = new UsageTally(form.usage());
    }

    /** Takes an event about this turn. */
    public void take(ServerEvent event) {
        tally.take(event::used);
        switch (event.kind()) {
            case ENDS, COMPLETES, TRANSCRIBES -> finished = true;
            case SPEAKS, SPEAKS_ON -> audio += event.bytes();
            case SAYS, SAYS_ON -> said += event.said();
            case BEGINS, FAILS, OTHER -> {}
        }
    }

    /** Nothing: what belongs to a turn comes in events. */
    @Override
    public void observe(byte[] chunk, int offset, int length) {}

    @Override
    public Optional<Usage> usage() {
        return tally.usage();
    }

    @Override
    public long relayedTokens() {
        return (said + 99) / 100 + (audio + CHARACTERS_OF_AUDIO - 1) / CHARACTERS_OF_AUDIO;
    }

    /** A report is of the whole turn. */
    @Override
    public long unreportedTokens() {
        return usage().isPresent() ? 0 : relayedTokens();
    }

    @Override
    public boolean finished() {
        return finished;
    }
}
