package io.tokenward.proxy.exchange;

import io.netty.util.AsciiString;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Names of header fields, found in any case without making strings of what is looked for. Immutable and thread-safe. */
final class HeaderNames {
    private final @Nullable AsciiString[] names;

    @SafeVarargs
    HeaderNames(Set<String>... sets) {
        int count = 0;
        for (Set<String> set : sets)
            count += set.size();
        names = new AsciiString[Integer.highestOneBit(Math.max(1, count)) * 4];
        for (Set<String> set : sets)
            for (String name : set)
                names[slot(name)] = AsciiString.of(name);
    }

    boolean contain(CharSequence name) {
        return names[slot(name)] != null;
    }

    /** Where the name is, or the free slot where it would be. */
    private int slot(CharSequence name) {
        int hash = AsciiString.hashCode(name);
        int at = (hash ^ hash >>> 16) & names.length - 1;
        while (true) {
            AsciiString found = names[at];
            if (found == null || found.contentEqualsIgnoreCase(name)) return at;
            at = at + 1 & names.length - 1;
        }
    }
}
