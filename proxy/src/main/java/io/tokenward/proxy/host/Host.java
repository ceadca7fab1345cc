package io.tokenward.proxy.host;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of a URL, a {@code Host} field or an allow-list (RFC 3986 §3.2.2), in the one form in which two are compared with
 * {@code equals}. Immutable.
 *
 * <p>What two readers could take for different hosts is none at all: everything outside letters, digits, hyphens and dots
 * (so NUL, {@code %00}, {@code @}, {@code #}, blanks), empty labels and a dot at the end, labels that IDNA refuses or would
 * change, and all ways to write an IPv4 address but the one with four decimal numbers.
 */
public sealed interface Host {
    /** Longest name that DNS can carry, written with dots (RFC 1035 §2.3.4). */
    int LONGEST = 253;

    /**
     * A host name.
     *
     * @param labels in ASCII and lower case, from left to right; international ones as {@code xn--…}
     */
    record Name(List<String> labels) implements Host {
        public Name {
            labels = List.copyOf(labels);
            if (labels.isEmpty()) throw new IllegalArgumentException("a name needs at least one label, got none");
        }

        @Override
        public String toString() {
            return String.join(".", labels);
        }
    }

    /** An IPv4 or IPv6 address that was written as one. IPv4 in IPv6 ({@code ::ffff:…}) is the IPv4 address. */
    record Address(InetAddress address) implements Host {
        @Override
        public String toString() {
            String text = address.getHostAddress();
            return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
        }
    }

    /** Reads a host as it stands in a URL, so IPv6 in brackets; empty where it is none, or not surely one. */
    static Optional<Host> of(String text) {
        if (text.startsWith("[") && text.endsWith("]")) return Literals.ipv6(text.substring(1, text.length() - 1));
        if (text.isEmpty() || text.length() > LONGEST) return Optional.empty();
        Optional<List<String>> labels = InternationalNames.labels(text);
        if (labels.isEmpty()) return Optional.empty();
        // Resolvers take a name whose last label is a number for an IPv4 address, in octal, hexadecimal or with parts left out.
        if (Literals.NUMBER.matcher(labels.get().getLast()).matches()) return Literals.ipv4(text);
        return Optional.of(new Name(labels.get()));
    }

    /** Reads {@code host} or {@code host:port}, as in a {@code Host} field; empty where it is not surely that. */
    static Optional<Authority> authority(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (end < 0) end = text.length();
        String port = text.substring(end);
        if (!port.isEmpty() && !Literals.PORT.matcher(port).matches()) return Optional.empty();
        int number = port.isEmpty() ? 0 : Integer.parseInt(port.substring(1));
        if (!port.isEmpty() && (number < 1 || number > 65_535)) return Optional.empty();
        return of(text.substring(0, end)).map(host -> new Authority(host, number));
    }

    /** Whether {@link #authority} finds something. */
    static boolean isAuthority(String text) {
        return PlainAuthority.is(text) || authority(text).isPresent();
    }

    /**
     * A host with its port.
     *
     * @param port 0 where none is written
     */
    record Authority(Host host, int port) {}

    /** Addresses and ports as they are written. */
    final class Literals {
        static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
        static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");
        private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
        private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
        private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

        private Literals() {}

        static Optional<Host> ipv4(String text) {
            return IPV4.matcher(text).matches()
                    ? Optional.of(new Address(InetAddress.ofLiteral(text)))
                    : Optional.empty();
        }

        /** Without a zone: it names an interface of the machine that reads it. */
        static Optional<Host> ipv6(String text) {
            if (!IPV6.matcher(text).matches() || text.indexOf(':') < 0) return Optional.empty();
            try {
                return Optional.of(new Address(InetAddress.ofLiteral(text)));
            } catch (IllegalArgumentException wrong) {
                return Optional.empty();
            }
        }
    }
}
