package io.tokenward.proxy.address;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The addresses that begin with the same bits, such as {@code 10.0.0.0/8} (RFC 4632, RFC 4291 §2.3). Immutable.
 *
 * @param first the lowest of them
 * @param bits how many bits they share
 */
public record Network(InetAddress first, int bits) {
    /** @throws IllegalArgumentException if there are not so many bits, or the address has others set */
    public Network {
        int width = first.getAddress().length * 8;
        if (bits < 0 || bits > width)
            throw new IllegalArgumentException("bits must be 0 to " + width + ", was " + bits);
        if (!masked(first.getAddress(), bits))
            throw new IllegalArgumentException(first + " is not the first of /" + bits);
    }

    /** The network of {@code address/bits}, or that of one address alone; nothing if the text is neither. */
    public static Optional<Network> of(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = Addresses.of(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) return Optional.empty();
        int width = address.get().getAddress().length * 8;
        String bits = slash < 0 ? String.valueOf(width) : text.substring(slash + 1);
        if (!bits.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(bits) > width) return Optional.empty();
        return masked(address.get().getAddress(), Integer.parseInt(bits))
                ? Optional.of(new Network(address.get(), Integer.parseInt(bits)))
                : Optional.empty();
    }

    /** Whether that address is one of them. */
    public boolean contains(InetAddress address) {
        byte[] own = first.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) return false;
        for (int bit = 0; bit < bits; bit++)
            if (((own[bit >> 3] ^ other[bit >> 3]) & 0x80 >> (bit & 7)) != 0) return false;
        return true;
    }

    /** Whether the address that is written so is one of them; false for what is no address. */
    public boolean contains(String literal) {
        return Addresses.of(literal).filter(this::contains).isPresent();
    }

    private static boolean masked(byte[] address, int bits) {
        for (int bit = bits; bit < address.length * 8; bit++)
            if ((address[bit >> 3] & 0x80 >> (bit & 7)) != 0) return false;
        return true;
    }

    /** As it is written in the configuration. */
    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}
