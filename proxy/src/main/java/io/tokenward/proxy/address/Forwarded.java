package io.tokenward.proxy.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who sent a request, from the field in which each hop writes where it came from. The field is read from its end, where the
 * nearest hop wrote: as long as an entry names a trusted hop, the entry before it was written by that one and counts. What
 * stands before the first address that is not trusted may be anybody's invention and is not looked at. Immutable.
 *
 * @param field the one field that is read; two could contradict each other
 * @param hops whose entries are believed
 */
public record Forwarded(Field field, Networks hops) {
    /** Further entries are not looked at: nobody has so many proxies of his own. */
    static final int MOST_HOPS = 32;

    /** The fields that say where a request came from. */
    public enum Field {
        /** RFC 7239, {@code for=192.0.2.60;proto=https, for="[2001:db8::1]"}. */
        FORWARDED("forwarded"),
        /** Addresses separated by commas, of no standard. */
        X_FORWARDED_FOR("x-forwarded-for");

        private final String text;

        Field(String text) {
            this.text = text;
        }

        /** The name of the field in lower case, as the configuration has it. */
        public String text() {
            return text;
        }
    }

    /** Whether the field can be read at all; where {@code peer} is not trusted, nobody reads it. */
    public boolean readable(Optional<InetAddress> peer, List<String> lines) {
        return field != Field.FORWARDED || !hops.contain(peer)
                || lines.stream().allMatch(ForwardedEntries::isWellFormed);
    }

    /**
     * The client's address: that of {@code peer} where it is not trusted or nothing readable was written.
     *
     * @param peer the other end of the connection; nothing if it has no address
     * @param lines values of the field, in the order of the request
     */
    public Optional<InetAddress> client(Optional<InetAddress> peer, List<String> lines) {
        if (lines.isEmpty() || !hops.contain(peer)) return peer;
        List<String> entries = new ArrayList<>();
        for (String line : lines)
            // In the older field quotation marks mean nothing.
            entries.addAll(field == Field.FORWARDED
                    ? ForwardedEntries.split(line, ',')
                    : List.of(line.split(",", -1)));
        Optional<InetAddress> client = peer;
        for (int i = entries.size() - 1; i >= Math.max(0, entries.size() - MOST_HOPS); i--) {
            Optional<InetAddress> said = field == Field.FORWARDED
                    ? ForwardedEntries.node(entries.get(i))
                    : ForwardedEntries.address(entries.get(i).strip());
            // Hidden, unknown or garbage: then the one who says so is the nearest that is known.
            if (said.isEmpty()) return client;
            client = said;
            if (!hops.contain(said)) return client;
        }
        return client;
    }
}
