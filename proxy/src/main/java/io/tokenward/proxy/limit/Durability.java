package io.tokenward.proxy.limit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an acknowledged entry of a ledger survives. */
public enum Durability {
    /** The sudden end of the proxy, not loss of power. */
    PROCESS,
    /** Loss of power too; each group of entries waits for the disk. */
    POWER;

    /** As the configuration writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one with that {@link #word}. */
    public static Optional<Durability> of(String word) {
        return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
