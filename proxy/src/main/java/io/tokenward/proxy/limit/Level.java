package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

/**
 * A level beside the plan that an exchange has to pass as well: all levels or none of them take something of it.
 *
 * @param kind which
 * @param name unique among those of its kind
 * @param rates of all exchanges of that name together
 * @param allowance of all exchanges of that name together; of levels that belong to one payer alone
 */
public record Level(Kind kind, String name, Rates rates, Allowance allowance) {
    /** Kinds of levels, and what a caller who is refused by one reads. */
    public enum Kind {
        /** One key. */
        KEY("this key", true),
        /** One user behind the keys of a tenant, or behind a key without tenant. */
        USER("this user", true),
        /** All keys of a tenant. */
        TENANT("this tenant", true),
        /** All callers of a route. */
        ROUTE("this route", false),
        /** All keys that are used from one address. */
        ADDRESS("this address", false),
        /** One key with one model. */
        MODEL("this model", false);

        private final String words;
        private final boolean payers;

        Kind(String words, boolean payers) {
            this.words = words;
            this.payers = payers;
        }
    }

    /** @throws IllegalArgumentException for an allowance of a level that several payers share */
    public Level {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(rates, "rates");
        requireNonNull(allowance, "allowance");
        if (allowance.limited() && !kind.payers)
            throw new IllegalArgumentException("a level of kind " + kind + " has rates alone");
    }

    /** A level with rates alone. */
    public Level(Kind kind, String name, Rates rates) {
        this(kind, name, rates, Allowance.UNLIMITED);
    }

    /** The same without a bound for requests at the same time. */
    Level inPlace() {
        return new Level(kind, name, rates.inPlace(), allowance);
    }

    /** As a caller reads it. */
    String words() {
        return kind.words;
    }

    /** Where its buckets are; no key has such an id. */
    String id() {
        return kind.name() + ":" + name;
    }

    /** Whose meters its allowance has: some of the payer's, that no plan's quota is. */
    Owner owner(String tenant) {
        return new Owner(tenant, id(), "");
    }
}
