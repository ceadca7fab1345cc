package io.tokenward.proxy.limit;

import java.util.Optional;

/**
 * That a payer has little left of its package, packs included.
 *
 * @param percent of it that is used: 80 or 100
 * @param left tokens
 */
public record PackageStanding(int percent, long left) {
    /** In a header of an answer. */
    public String words() {
        return percent + "; left=" + left;
    }

    /** Of a package of so many tokens; empty while a fifth or more is left. */
    static Optional<PackageStanding> of(TokenPackage granted, long left) {
        if (left <= 0) return Optional.of(new PackageStanding(100, 0));
        return left < granted.tokens() / 5 ? Optional.of(new PackageStanding(80, left)) : Optional.empty();
    }
}
