package io.tokenward.proxy.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Whose word about others is believed. Immutable.
 *
 * @param networks by their addresses
 * @param local whether peers over Unix domain sockets, which have no address, are among them
 */
public record Networks(List<Network> networks, boolean local) {
    public Networks {
        networks = List.copyOf(networks);
    }

    /** @param peer no address for a peer over a Unix domain socket */
    public boolean contain(Optional<InetAddress> peer) {
        return peer.map(this::contain).orElse(local);
    }

    boolean contain(InetAddress address) {
        for (Network network : networks)
            if (network.contains(address)) return true;
        return false;
    }
}
