package io.tokenward.proxy;

import io.tokenward.proxy.admin.Administration.NewPack;
import io.tokenward.proxy.limit.Pack;
import io.tokenward.proxy.limit.PackBalance;
import io.tokenward.proxy.limit.PackStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Packs of tokens for the admin API. Thread-safe; granting waits for the ledger. */
final class TenantPacks {
    /** Before the plan's own package and the rest of the last one: what was bought besides is wanted now. */
    private static final int BEFORE_THE_PLAN = 50;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Optional<PackStore> ledger;
    private final Clock clock;

    /** @param ledger empty where limits are in memory alone: then nothing can be granted */
    TenantPacks(Optional<PackStore> ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    List<Map<String, Object>> list(String tenant) {
        return ledger.map(open -> open.packs(tenant)).orElse(List.of()).stream().map(TenantPacks::shown).toList();
    }

    boolean grant(NewPack wanted, Collection<String> tenants) {
        PackStore open = ledger.orElseThrow(() -> new IllegalArgumentException(
                "Packs need a ledger; write storage: { ledger: sqlite:data/ledger.db } into the configuration."));
        if (!tenants.contains(wanted.tenant())) {
            throw new IllegalArgumentException(
                    "There is no tenant \"" + wanted.tenant() + "\"; possible: " + tenants + ".");
        }
        try {
            return open.grant(pack(wanted)).toCompletableFuture().join();
        } catch (CompletionException refused) {
            throw new UncheckedIOException(new IOException(
                    "The ledger cannot be written" + open.problem().map(why -> ": " + why).orElse("."), refused));
        }
    }

    private Pack pack(NewPack wanted) {
        if (wanted.tokens() < 1) throw new IllegalArgumentException("tokens must be at least 1.");
        // What the plans grant has such ids: nobody may be before them.
        if (wanted.id().indexOf(':') >= 0) throw new IllegalArgumentException("id must not have a colon.");
        if (wanted.ttl().isPresent() && wanted.ttl().get().compareTo(LONGEST) > 0)
            throw new IllegalArgumentException("ttl must be at most a hundred years.");
        Instant starts = wanted.starts().orElseGet(clock::instant).truncatedTo(ChronoUnit.SECONDS);
        Instant expires = wanted.expires()
                .or(() -> wanted.ttl().map(starts::plus))
                .orElseThrow(() -> new IllegalArgumentException("expires or ttl must be there."))
                .truncatedTo(ChronoUnit.SECONDS);
        return new Pack(wanted.id(), wanted.tenant(), wanted.key(), "", wanted.tokens(), starts, expires,
                wanted.priority().orElse(BEFORE_THE_PLAN), wanted.source(), "");
    }

    private static Map<String, Object> shown(PackBalance balance) {
        Pack pack = balance.pack();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", pack.id());
        shown.put("source", pack.source());
        if (!pack.plan().isEmpty()) shown.put("plan", pack.plan());
        if (!pack.key().isEmpty()) shown.put("key", pack.key());
        shown.put("tokens", pack.tokens());
        shown.put("used", balance.used());
        shown.put("held", balance.held());
        shown.put("left", balance.left());
        shown.put("starts", pack.starts().toString());
        shown.put("expires", pack.expires().toString());
        shown.put("priority", pack.priority());
        return shown;
    }
}
