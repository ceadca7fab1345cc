package io.tokenward.proxy.dialect;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counts one turn of a session: what its last event reports, or what went by where it never comes. Not thread-safe.
 */
public final class TurnMeter implements UsageMeter {
    private static final UsageFields USAGE = new UsageFields("usage", List.of(List.of("input_tokens")),
            List.of(List.of("output_tokens")));
    /** A second of speech is 20 tokens, and 64,000 characters of base64 as 16 bit samples. */
    private static final int CHARACTERS_OF_AUDIO = 3_200;

    private final UsageTally tally = new UsageTally(USAGE);
    private final UsageReport report = new UsageReport(USAGE);
    private final RelayedText words = new RelayedText(Set.of("delta"));
    private long audio;
    private boolean finished;

    /** Takes an event about this turn. */
    public void take(ServerEvent event) {
        switch (event.type()) {
            case "response.done" -> {
                report.last(event.json(), event.length(), tally);
                finished = true;
            }
            case "response.output_audio.delta", "response.audio.delta" -> audio += event.length();
            default -> {
                if (event.type().endsWith(".delta")) observe(event.json(), 0, event.length());
            }
        }
    }

    @Override
    public void observe(byte[] chunk, int offset, int length) {
        for (int i = offset; i < offset + length; i++)
            words.see(chunk[i]);
        words.see((byte) '\n');
    }

    @Override
    public Optional<Usage> usage() {
        return tally.usage();
    }

    @Override
    public long relayedTokens() {
        return words.tokens() + (audio + CHARACTERS_OF_AUDIO - 1) / CHARACTERS_OF_AUDIO;
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
