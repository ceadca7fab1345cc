package io.tokenward.proxy.host;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an address leads to, which a name alone does not say: whoever answers for a name can make it any address. */
public enum AddressKind {
    /** Of the internet. */
    PUBLIC("public"),
    /** Of a private network: RFC 1918, RFC 6598, RFC 4193. */
    PRIVATE("private"),
    /** This machine. */
    LOOPBACK("loopback"),
    /** The same wire: RFC 3927, RFC 4291 §2.5.6. */
    LINK_LOCAL("link-local"),
    /** Where clouds hand credentials to machines that ask. */
    METADATA("metadata"),
    /** No single host: unspecified, multicast, broadcast, kept for documents or the future (RFC 6890). */
    RESERVED("reserved");

    /** AWS, Google, Azure and others; Alibaba; Oracle; Azure's wire server; AWS over IPv6. */
    private static final List<InetAddress> METADATA_SERVERS = List.of(InetAddress.ofLiteral("169.254.169.254"),
            InetAddress.ofLiteral("169.254.170.2"), InetAddress.ofLiteral("169.254.170.23"),
            InetAddress.ofLiteral("100.100.100.200"), InetAddress.ofLiteral("192.0.0.192"),
            InetAddress.ofLiteral("168.63.129.16"), InetAddress.ofLiteral("fd00:ec2::254"),
            InetAddress.ofLiteral("fd00:ec2::23"), InetAddress.ofLiteral("fd20:ce::254"));

    private final String word;

    AddressKind(String word) {
        this.word = word;
    }

    /** As it is written in the configuration. */
    public String word() {
        return word;
    }

    /** The kind of that word. */
    public static Optional<AddressKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** All words, in order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(AddressKind::word).toList();
    }

    /** The kind of an address; of one that carries an IPv4 address, as gateways translate it, the kind of that. */
    public static AddressKind of(InetAddress address) {
        return address instanceof Inet6Address six
                ? embedded(six.getAddress()).map(AddressKind::of).orElseGet(() -> kind(address))
                : kind(address);
    }

    private static AddressKind kind(InetAddress address) {
        if (METADATA_SERVERS.contains(address)) return METADATA;
        if (address.isLoopbackAddress()) return LOOPBACK;
        if (address.isLinkLocalAddress()) return LINK_LOCAL;
        byte[] bytes = address.getAddress();
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || reserved(bytes)) return RESERVED;
        return address.isSiteLocalAddress() || privately(bytes) ? PRIVATE : PUBLIC;
    }

    private static boolean privately(byte[] bytes) {
        if (bytes.length == 16) return (bytes[0] & 0xfe) == 0xfc;
        return bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    }

    private static boolean reserved(byte[] bytes) {
        if (bytes.length == 16)
            return starts(bytes, 0x20, 0x01, 0x0d, 0xb8) || starts(bytes, 0x01, 0x00, 0, 0, 0, 0, 0, 0);
        int first = bytes[0] & 0xff;
        return first == 0 || first >= 240 || starts(bytes, 192, 0, 0) || starts(bytes, 192, 0, 2)
                || starts(bytes, 198, 51, 100) || starts(bytes, 203, 0, 113)
                || first == 198 && (bytes[1] & 0xfe) == 18;
    }

    /** IPv4 in IPv6: mapped and compatible (RFC 4291 §2.5.5), translated (RFC 6052, RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380). */
    private static Optional<InetAddress> embedded(byte[] bytes) {
        boolean low = starts(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        boolean mapped = low && (bytes[10] & bytes[11] & 0xff) == 0xff;
        boolean compatible = low && bytes[10] == 0 && bytes[11] == 0 && (bytes[12] | bytes[13]) != 0;
        boolean translated = starts(bytes, 0, 0x64, 0xff, 0x9b);
        if (mapped || compatible || translated) return four(bytes, 12, 0);
        if (starts(bytes, 0x20, 0x02)) return four(bytes, 2, 0);
        return starts(bytes, 0x20, 0x01, 0, 0) ? four(bytes, 12, 0xff) : Optional.empty();
    }

    private static Optional<InetAddress> four(byte[] bytes, int from, int mask) {
        byte[] four = Arrays.copyOfRange(bytes, from, from + 4);
        for (int i = 0; i < four.length; i++)
            four[i] ^= (byte) mask;
        try {
            return Optional.of(Inet4Address.getByAddress(four));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    private static boolean starts(byte[] bytes, int... beginning) {
        for (int i = 0; i < beginning.length; i++)
            if ((bytes[i] & 0xff) != beginning[i]) return false;
        return true;
    }
}
