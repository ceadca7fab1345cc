package io.tokenward.proxy.limit;

import java.time.Instant;
import java.time.LocalDate;

/** The package that a plan grants an account in one period. Immutable. */
final class PlanPackage {
    static final String SOURCE = "plan";
    static final String CARRIED = "carried";

    private final Account account;
    private final TokenPackage granted;
    private final Window window;
    private final String prefix;
    private final String id;

    PlanPackage(Account account, TokenPackage granted, Instant now) {
        this.account = account;
        this.granted = granted;
        window = granted.every().around(now, account.plan().zone());
        prefix = prefix(account);
        id = idPrefix() + date();
    }

    /** What stands in ids between their source and the date. Names have no colon, so no two ids are the same by accident. */
    static String prefix(Account account) {
        return ":" + account.plan().name() + ":"
                + (account.tenant().isEmpty() ? "key:" + account.keyId() : "tenant:" + account.tenant()) + ":";
    }

    Window window() {
        return window;
    }

    /** Whether that account has it, by that plan. */
    boolean is(Account other, TokenPackage theirs) {
        return granted.equals(theirs) && account.plan().zone().equals(other.plan().zone())
                && account.tenant().equals(other.tenant())
                && (!account.tenant().isEmpty() || account.keyId().equals(other.keyId()));
    }

    /** By the first date of the period, which is the same in all zones. */
    String id() {
        return id;
    }

    /** What the ids of all packages of this plan and payer begin with. */
    String idPrefix() {
        return SOURCE + prefix;
    }

    /** Id of what this period gets of the rest of the one before. */
    String carriedId() {
        return CARRIED + prefix + date();
    }

    /** Whether it is one of the packages of this plan, of any period. */
    boolean owns(Pack pack) {
        return pack.source().equals(SOURCE) && pack.id().startsWith(idPrefix());
    }

    Pack pack() {
        return pack(id(), granted.tokens(), Pack.DEFAULT_PRIORITY, SOURCE, "");
    }

    /** The same of the period before. */
    PlanPackage previous() {
        return new PlanPackage(account, granted, window.start().minusMillis(1));
    }

    /** What this period gets of the rest of {@code origin}; drawn on first, for the rest of a rest is not carried on. */
    Pack carried(Pack origin, long tokens) {
        return pack(carriedId(), tokens, Pack.DEFAULT_PRIORITY - 1, CARRIED, origin.id());
    }

    private Pack pack(String id, long tokens, int priority, String source, String origin) {
        return new Pack(id, account.tenant(), account.tenant().isEmpty() ? account.keyId() : "",
                account.plan().name(), tokens, window.start(), window.end(), priority, source, origin);
    }

    private LocalDate date() {
        return window.start().atZone(account.plan().zone()).toLocalDate();
    }
}
