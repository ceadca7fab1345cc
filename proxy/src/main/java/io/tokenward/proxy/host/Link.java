package io.tokenward.proxy.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL that somebody else fetches. Only the form is taken that all readers of URLs (RFC 3986, WHATWG) take apart alike:
 * {@code https://} or {@code http://}, a host, perhaps a port, then a path, query or fragment in printable ASCII without
 * backslash; no name or password.
 */
public final class Link {
    private static final Pattern FORM = Pattern.compile("(?i:https?)://([^/?#@%\\\\]{1,262})(?:[/?#][!-\\[\\]-~]*)?");

    private Link() {}

    /** Where a link leads; empty where that is not certain. */
    public static Optional<Host> host(String url) {
        Matcher form = FORM.matcher(url);
        return form.matches() ? Host.authority(form.group(1)).map(Host.Authority::host) : Optional.empty();
    }
}
