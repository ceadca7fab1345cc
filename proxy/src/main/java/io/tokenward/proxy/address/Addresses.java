package io.tokenward.proxy.address;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as they are written. Never asks a name server. */
final class Addresses {
    /** Four numbers without leading zeros: shorter and octal forms mean different hosts to different programs. */
    private static final Pattern V4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int LONGEST = 45;

    private Addresses() {}

    /** The address of a literal without port, brackets or zone; of an IPv4 address written as IPv6, the IPv4 address. */
    static Optional<InetAddress> of(String text) {
        if (text.length() > LONGEST || !V4.matcher(text).matches() && !V6.matcher(text).matches())
            return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }
}
