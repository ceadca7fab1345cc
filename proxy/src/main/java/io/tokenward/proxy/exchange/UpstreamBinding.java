package io.tokenward.proxy.exchange;

import io.tokenward.proxy.upstream.Upstream;

/**
 * An upstream and the credential that goes to it.
 *
 * @param upstream where
 * @param credential replaces the caller's; empty where the caller's own is passed on
 */
public record UpstreamBinding(Upstream upstream, String credential) {
    @Override
    public String toString() {
        return "UpstreamBinding[" + upstream.target().name() + "]";
    }
}
