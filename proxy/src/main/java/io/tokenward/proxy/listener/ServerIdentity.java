package io.tokenward.proxy.listener;

import io.tokenward.certs.IdentitySource;
import java.util.List;

/**
 * One of the identities of a listener.
 *
 * @param names host names that it answers to, a wildcard allowed as first label; empty for the names in its certificate
 * @param source where it comes from
 */
public record ServerIdentity(List<String> names, IdentitySource source) {
    public ServerIdentity {
        names = List.copyOf(names);
    }
}
