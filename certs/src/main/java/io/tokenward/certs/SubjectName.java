package io.tokenward.certs;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One subject alternative name (RFC 5280 section 4.2.1.6) in the form in which two are compared: DNS names and the domain
 * of e-mail addresses in lower case, IP addresses in full, URIs as they stand. Immutable.
 */
public record SubjectName(Kind kind, String value) {
    /** The kinds that name a server or a caller; the word is how they are written. */
    public enum Kind {
        /** A host name, perhaps with a wildcard as first label. */
        DNS("dns", 2),
        /** A URI such as {@code spiffe://acme/build}. */
        URI("uri", 6),
        /** An e-mail address (RFC 822 name). */
        EMAIL("email", 1),
        /** An IP address. */
        IP("ip", 7);

        private final String word;
        /** Its number in the choice GeneralName, which is what Java gives. */
        private final int tag;

        Kind(String word, int tag) {
            this.word = word;
            this.tag = tag;
        }

        int tag() {
            return tag;
        }

        private static Optional<Kind> tagged(int tag) {
            return Arrays.stream(values()).filter(kind -> kind.tag == tag).findFirst();
        }
    }

    public SubjectName {
        value = switch (kind) {
            case DNS -> value.toLowerCase(Locale.ROOT);
            case IP -> sameFor(value);
            case URI -> value;
            case EMAIL -> lowerDomain(value);
        };
    }

    /** The name that a text such as {@code uri:spiffe://acme/build}, {@code dns:app.acme.test} or {@code email:a@b.test} is. */
    public static Optional<SubjectName> parse(String text) {
        for (Kind kind : Kind.values()) {
            String start = kind.word + ":";
            if (text.startsWith(start) && text.length() > start.length()) {
                return Optional.of(new SubjectName(kind, text.substring(start.length())));
            }
        }
        return Optional.empty();
    }

    /**
     * The alternative names of a certificate in its order; the subject itself is never one (RFC 6125 section 6.4.4). A
     * certificate whose names cannot be read has none.
     */
    public static List<SubjectName> of(X509Certificate certificate) {
        List<SubjectName> names = new ArrayList<>();
        try {
            var found = certificate.getSubjectAlternativeNames();
            if (found == null) return List.of();
            for (List<?> name : found) {
                if (name.get(0) instanceof Integer tag && name.get(1) instanceof String value) {
                    Kind.tagged(tag).ifPresent(kind -> names.add(new SubjectName(kind, value)));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return List.copyOf(names);
    }

    /** Whether a host name is covered by this one; a wildcard stands for exactly one label (RFC 6125 section 6.4.3). */
    public boolean covers(String host) {
        if (kind == Kind.IP) return sameFor(host).equals(value);
        if (kind != Kind.DNS) return false;
        String asked = host.toLowerCase(Locale.ROOT);
        if (!value.startsWith("*.")) return asked.equals(value);
        int dot = asked.indexOf('.');
        return dot > 0 && asked.substring(dot).equals(value.substring(1));
    }

    /** One text for all ways to write an address. */
    private static String sameFor(String address) {
        try {
            return InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private static String lowerDomain(String address) {
        int at = address.lastIndexOf('@') + 1;
        return address.substring(0, at) + address.substring(at).toLowerCase(Locale.ROOT);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return kind.word + ":" + value;
    }
}
