package io.tokenward.certs;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where it is looked up whether a client's certificate was revoked. With any of them, a certificate of which that cannot be
 * learned is refused. Immutable.
 *
 * @param lists PEM files with revocation lists (RFC 5280 section 5), each with those of one or more authorities
 * @param ocsp a responder (RFC 6960) that is asked at each full handshake, before the lists; what certificates themselves
 *     name as theirs is never asked
 */
public record Revocation(List<Path> lists, Optional<URI> ocsp) {
    /** It is not looked up. */
    public static final Revocation NONE = new Revocation(List.of(), Optional.empty());

    public Revocation {
        lists = List.copyOf(lists);
    }

    /** Whether anything is looked up. */
    public boolean checked() {
        return !lists.isEmpty() || ocsp.isPresent();
    }
}
