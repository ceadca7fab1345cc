package io.tokenward.proxy.exchange;

import io.tokenward.proxy.upstream.AwsSigner;
import io.tokenward.proxy.upstream.Upstream;
import java.util.Optional;

/**
 * An upstream and the credential that goes to it.
 *
 * @param upstream where
 * @param credential replaces the caller's; empty where the caller's own is passed on, or where requests are signed
 * @param signer signs requests in the place of a credential
 */
public record UpstreamBinding(Upstream upstream, String credential, Optional<AwsSigner> signer) {
    /** An upstream whose requests are not signed. */
    public UpstreamBinding(Upstream upstream, String credential) {
        this(upstream, credential, Optional.empty());
    }

    /** Whether the caller's credential goes no further. */
    boolean replacesCredential() {
        return !credential.isEmpty() || signer.isPresent();
    }

    @Override
    public String toString() {
        return "UpstreamBinding[" + upstream.name() + "]";
    }
}
