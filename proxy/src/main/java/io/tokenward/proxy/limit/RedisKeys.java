package io.tokenward.proxy.limit;

/**
 * The names of what one payer has in Redis. All of them have one hash tag, the part in braces, so that a cluster keeps them
 * together and one script reaches them all.
 *
 * @param tag kind and name of the payer
 */
record RedisKeys(String tag) {
    static RedisKeys of(Account account) {
        return of(account.tenant(), account.keyId());
    }

    static RedisKeys of(String tenant, String keyId) {
        return new RedisKeys(tenant.isEmpty() ? "tw:{k:" + keyId + "}:" : "tw:{t:" + tenant + "}:");
    }

    /** What every script needs, and one key more. */
    String[] with(String last) {
        return new String[]{tag + "quotas", tag + "packs", tag + "state", tag + "open", tag + "due", last};
    }

    String places(String keyId) {
        return tag + "places:" + keyId;
    }

    String ended(String reservation) {
        return tag + "ended:" + reservation;
    }

    /** Ids of all packs that were ever granted. */
    String granted() {
        return tag + "granted";
    }

    /** A bucket. Of another size, it is another bucket. */
    String bucket(String what, String keyId, Rate rate) {
        String window = rate.window().equals(Rate.MINUTE) ? "" : "/" + rate.window().toSeconds();
        return tag + "rate:" + what + ":" + keyId + ":" + rate.amount() + window;
    }
}
