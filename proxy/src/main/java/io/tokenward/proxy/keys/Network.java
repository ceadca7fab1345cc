package io.tokenward.proxy.keys;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses that begin with the same bits, such as {@code 10.0.0.0/8}, or one address. Immutable.
 *
 * @param text as written
 */
@SuppressWarnings("ArrayRecordComponent") // made here alone, never written, not compared
record Network(String text, byte[] address, int bits) {
    /**
     * A network as people write it.
     *
     * @throws IllegalArgumentException if it is none, or has bits beyond its prefix
     */
    static Network of(String text) {
        int slash = text.indexOf('/');
        byte[] address = parse(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("no network \"" + text
                        + "\"; write it like 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7"));
        int whole = address.length * Byte.SIZE;
        int bits = slash < 0 ? whole : prefix(text.substring(slash + 1));
        if (bits < 0 || bits > whole)
            throw new IllegalArgumentException("\"" + text + "\" needs a prefix of 0 to " + whole + " bits");
        var network = new Network(text, address, bits);
        byte[] first = address.clone();
        for (int bit = bits; bit < whole; bit++)
            first[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        if (!Arrays.equals(first, address))
            throw new IllegalArgumentException("\"" + text + "\" has bits beyond its prefix");
        return network;
    }

    /** Whether an address is in it; false for what is no address. */
    boolean contains(String other) {
        return parse(other).filter(found -> found.length == address.length && begins(found)).isPresent();
    }

    private boolean begins(byte[] other) {
        for (int bit = 0; bit < bits; bit++) {
            int differs = (address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & 0x80 >> bit % Byte.SIZE;
            if (differs != 0) return false;
        }
        return true;
    }

    private static int prefix(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    /** Only literals: a name would be asked of the resolver. */
    private static Optional<byte[]> parse(String literal) {
        if (literal.indexOf('%') >= 0 || !literal.matches("(?:[0-9]{1,3}[.]){3}[0-9]{1,3}|(?=.*:)[0-9a-fA-F:.]{2,45}"))
            return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(literal).getAddress());
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
