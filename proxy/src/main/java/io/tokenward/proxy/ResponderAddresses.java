package io.tokenward.proxy;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.ocsp.Destinations;
import io.tokenward.proxy.host.AddressKind;
import io.tokenward.proxy.host.Host;
import io.tokenward.proxy.upstream.Lookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where responders that certificates name may be: anywhere on a network, not on this machine or where credentials are. Thread-safe. */
final class ResponderAddresses implements Destinations {
    private final Set<AddressKind> allowed = EnumSet.of(AddressKind.PUBLIC, AddressKind.PRIVATE);
    private final Lookup lookup;

    /** @param more kinds that are allowed too */
    ResponderAddresses(Set<AddressKind> more, Lookup lookup) {
        allowed.addAll(more);
        this.lookup = lookup;
    }

    @Override
    public InetAddress allowed(String host) throws CertificateProblem {
        List<InetAddress> found = addresses(host);
        Optional<InetAddress> first = found.stream().filter(one -> allowed.contains(AddressKind.of(one))).findFirst();
        if (first.isPresent()) return first.get();
        String kind = AddressKind.of(found.getFirst()).word();
        throw CertificateProblem.of("the responder " + host + " is at a " + kind + " address",
                "if that is meant, write status-addresses: [" + kind + "]");
    }

    private List<InetAddress> addresses(String host) throws CertificateProblem {
        Host read = Host.of(host)
                .orElseThrow(() -> CertificateProblem.of("the certificate names no plain host as its responder",
                        "take status: fetch out"));
        try {
            return switch (read) {
                case Host.Address(InetAddress address) -> List.of(address);
                case Host.Name name -> lookup.addresses(name.toString());
            };
        } catch (UnknownHostException unknown) {
            throw CertificateProblem.of("the responder " + host + " has no address", "check the name server");
        }
    }
}
