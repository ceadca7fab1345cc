package io.tokenward.proxy.keys;

import io.tokenward.proxy.address.Network;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where and when a key may be used. Whatever is empty is not restricted. Immutable.
 *
 * @param addresses networks that it may be used from, such as {@code 10.0.0.0/8}
 * @param routes bases of the routes that it may be used on
 * @param hours such as {@code mon-fri 08:00-18:00 Asia/Shanghai}
 */
public record Restrictions(List<String> addresses, List<String> routes, Optional<String> hours) {
    /** Everywhere and always. */
    public static final Restrictions NONE = new Restrictions(List.of(), List.of(), Optional.empty());

    /** @throws IllegalArgumentException with a text for people, if a network, a base or the hours are written wrongly */
    public Restrictions {
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        addresses.forEach(Restrictions::network);
        hours.ifPresent(Hours::of);
        for (String route : routes)
            if (!route.startsWith("/") || route.chars().anyMatch(Character::isISOControl))
                throw new IllegalArgumentException("the base of a route begins with a slash");
    }

    private static Network network(String text) {
        return Network.of(asWrittenNow(text))
                .orElseThrow(() -> new IllegalArgumentException("no network \"" + text
                        + "\"; write it like 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7, without bits beyond its prefix"));
    }

    /** Keys that were stored when zeros in front were taken for decimal are sealed as they are, and go on meaning that. */
    private static String asWrittenNow(String text) {
        String prefix = text.replaceAll("/0+(?=[0-9])", "/");
        return prefix.indexOf(':') < 0 ? prefix.replaceAll("(?<![0-9])0+(?=[0-9])", "") : prefix;
    }

    /** Whether nothing is restricted. */
    public boolean none() {
        return equals(NONE);
    }

    /**
     * Whether it may be used so.
     *
     * @param route base of the route
     * @param address of the client; empty where it is not known, which no restricted key may come from
     */
    public boolean allow(String route, String address, Instant now) {
        return (routes.isEmpty() || routes.contains(route))
                && (addresses.isEmpty() || addresses.stream().anyMatch(each -> network(each).contains(address)))
                && (hours.isEmpty() || Hours.of(hours.get()).contain(now));
    }
}
