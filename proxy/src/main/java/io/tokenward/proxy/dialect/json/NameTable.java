package io.tokenward.proxy.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/** Finds names by their bytes without making strings of them. Immutable and thread-safe. */
final class NameTable {
    private final @Nullable String[] names;
    private final byte[][] bytes;
    private final int mask;

    /** A table of ASCII names, at most half full. */
    NameTable(Collection<String> all) {
        int size = Integer.highestOneBit(Math.max(1, all.size())) * 4;
        names = new String[size];
        bytes = new byte[size][];
        mask = size - 1;
        for (String name : all) {
            byte[] spelled = name.getBytes(StandardCharsets.US_ASCII);
            int at = slot(spelled, 0, spelled.length);
            names[at] = name;
            bytes[at] = spelled;
        }
    }

    /** The name that these bytes spell, or null. */
    @Nullable
    String find(byte[] body, int from, int to) {
        return names[slot(body, from, to)];
    }

    /** Where these bytes are, or the free slot where they would be. */
    private int slot(byte[] body, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++)
            hash = 31 * hash + body[i];
        int at = (hash ^ hash >>> 15) & mask;
        while (names[at] != null && !equal(bytes[at], body, from, to))
            at = at + 1 & mask;
        return at;
    }

    private static boolean equal(byte[] name, byte[] body, int from, int to) {
        if (name.length != to - from) return false;
        for (int i = 0; i < name.length; i++)
            if (name[i] != body[from + i]) return false;
        return true;
    }
}
