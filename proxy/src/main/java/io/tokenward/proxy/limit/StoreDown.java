package io.tokenward.proxy.limit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What happens to a request while the store of limits cannot say yes for good. */
public enum StoreDown {
    /** It is refused. */
    CLOSED,
    /** It passes, even if nobody knows what is left; what it uses is written later, as far as memory reaches. */
    OPEN,
    /** What this process remembers decides; what it grants is written later, and refused where memory does not reach. */
    LOCAL_SHARE;

    /** As the configuration writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one with that {@link #word}. */
    public static Optional<StoreDown> of(String word) {
        return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
