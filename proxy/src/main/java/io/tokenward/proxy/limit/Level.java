package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

/**
 * A level above or below the key whose rates an exchange has to pass as well: all levels or none of them take something of it.
 *
 * @param kind which
 * @param name unique among those of its kind
 * @param rates of all exchanges of that name together
 */
public record Level(Kind kind, String name, Rates rates) {
    /** Kinds of levels, and what a caller who is refused by one reads. */
    public enum Kind {
        /** All keys of a tenant. */
        TENANT("this tenant"),
        /** All callers of a route. */
        ROUTE("this route"),
        /** All keys that are used from one address. */
        ADDRESS("this address"),
        /** One key with one model. */
        MODEL("this model");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    public Level {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(rates, "rates");
    }

    /** The same without a bound for requests at the same time. */
    Level inPlace() {
        return new Level(kind, name, rates.inPlace());
    }

    /** As a caller reads it. */
    String words() {
        return kind.words;
    }

    /** Where its buckets are; no key has such an id. */
    String id() {
        return kind.name() + ":" + name;
    }
}
