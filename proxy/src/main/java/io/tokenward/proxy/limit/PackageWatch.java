package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Notices when a payer has less than a fifth of its package left, packs included, and when it has nothing. Thread-safe,
 * bounded. Each is told once in a period, as far as this process remembers.
 */
final class PackageWatch {
    private static final int MOST = 100_000;

    private final Cache<String, Boolean> told = Caffeine.newBuilder().maximumSize(MOST).build();
    private volatile Consumer<PackageNotice> listener = notice -> {};

    /** Whom to tell from now on; on the thread of a request, so it must not wait. */
    void tell(Consumer<PackageNotice> other) {
        listener = other;
    }

    /** So much is left of all that an account can draw on. Answers whether that is little. */
    Optional<PackageStanding> left(Account account, long left, Instant now) {
        if (account.plan().tokenPackage().isEmpty()) return Optional.empty();
        TokenPackage granted = account.plan().tokenPackage().get();
        Optional<PackageStanding> little = PackageStanding.of(granted, left);
        little.ifPresent(each -> tell(account, granted, each.percent(), each.left(), now));
        return little;
    }

    private void tell(Account account, TokenPackage granted, int percent, long left, Instant now) {
        var plan = new PlanPackage(account, granted, now);
        String id = plan.id() + ":" + percent;
        if (told.asMap().putIfAbsent(id, true) != null) return;
        listener.accept(new PackageNotice(id, account.tenant(), account.tenant().isEmpty() ? account.keyId() : "",
                account.plan().name(), percent, left, plan.window().end()));
    }
}
