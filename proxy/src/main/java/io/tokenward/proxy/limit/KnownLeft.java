package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a shared store said was left of each meter and of packs, for the time when it says nothing. Thread-safe, bounded: of what
 * was forgotten nothing is left.
 */
final class KnownLeft {
    /**
     * Packs are told by who may draw on them: all keys and plans of a payer, one plan, one key, or both, in the order of the
     * scripts. What fewer may draw on is drawn on first.
     */
    private static final int KINDS_OF_PACKS = 4;

    private sealed interface Rest {
        record OfMeter(Meter meter) implements Rest {}

        record OfPacks(Owner payer, String plan, String key) implements Rest {}
    }

    /** This process's part of something: what of it is free, and what is lent to exchanges that run. Guarded by the whole. */
    private static final class Known {
        private long left;
        private long lent;

        /** What was lent is not free, whatever the store says: it has not heard of it. */
        void heard(long part) {
            left = Math.max(0, part - lent);
        }

        void lend(long amount) {
            left -= amount;
            lent += amount;
        }

        void settle(long amount, long used) {
            lent -= amount;
            left = Math.max(0, Amounts.sum(left, amount - used));
        }
    }

    private record Part(Known of, Unit unit, long taken) {}

    /** What was taken of this process's parts. */
    final class Share {
        private final List<Part> meters;
        private final List<Part> packs;

        private Share(List<Part> meters, List<Part> packs) {
            this.meters = meters;
            this.packs = packs;
        }

        /** Corrects it to what was used; called once. */
        void settle(Charge used) {
            synchronized (KnownLeft.this) {
                for (Part each : meters)
                    each.of().settle(each.taken(), used.of(each.unit()));
                long owed = used.tokens();
                for (int i = 0; i < packs.size(); i++) {
                    Part each = packs.get(i);
                    long paid = i == packs.size() - 1 ? owed : Math.min(owed, each.taken());
                    each.of().settle(each.taken(), paid);
                    owed -= paid;
                }
            }
        }
    }

    private final Cache<Rest, Known> parts;
    private final int nodes;

    /** @param nodes of that many parts of what was left, this process may grant one */
    KnownLeft(int most, int nodes) {
        this.nodes = nodes;
        parts = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /**
     * The store said so just now.
     *
     * @param rests of each of the meters, negative where nothing binds it; then of packs by kind, if the account draws on packs;
     *        none at all where the store said nothing of it, which changes nothing
     */
    synchronized void heard(Account account, List<Metered> meters, long[] rests) {
        if (rests.length < meters.size()) return;
        for (int i = 0; i < meters.size(); i++)
            if (rests[i] >= 0) know(new Rest.OfMeter(meters.get(i).meter()), rests[i] / nodes);
        for (int kind = 0; meters.size() + kind < rests.length; kind++)
            know(ofPacks(account, kind), rests[meters.size() + kind] / nodes);
    }

    /** Takes a demand from this process's parts: of all that binds the account, or nothing. */
    synchronized Optional<Share> take(Account account, Demand demand) {
        Charge most = account.plan().most(demand.model(), demand.most());
        List<Part> meters = new ArrayList<>();
        for (Metered metered : account.meters(demand)) {
            if (!metered.limited()) continue;
            Unit unit = metered.meter().unit();
            Known left = parts.getIfPresent(new Rest.OfMeter(metered.meter()));
            if (left == null || left.left < most.of(unit)) return Optional.empty();
            meters.add(new Part(left, unit, most.of(unit)));
        }
        List<Part> packs = new ArrayList<>();
        if (account.plan().tokenPackage().isPresent() && !ofPacks(account, most.tokens(), packs))
            return Optional.empty();
        for (Part each : meters)
            each.of().lend(each.taken());
        for (Part each : packs)
            each.of().lend(each.taken());
        return Optional.of(new Share(meters, packs));
    }

    private boolean ofPacks(Account account, long tokens, List<Part> found) {
        long wanted = tokens;
        for (int kind = KINDS_OF_PACKS - 1; kind >= 0; kind--) {
            Known left = parts.getIfPresent(ofPacks(account, kind));
            if (left == null) continue;
            long part = Math.min(wanted, left.left);
            wanted -= part;
            if (part > 0) found.add(new Part(left, Unit.TOKENS, part));
        }
        return wanted == 0;
    }

    private void know(Rest rest, long part) {
        Known known = parts.getIfPresent(rest);
        if (known == null) {
            if (part <= 0) return;
            known = new Known();
            parts.put(rest, known);
        }
        known.heard(part);
    }

    private static Rest ofPacks(Account account, int kind) {
        return new Rest.OfPacks(new Owner(account.tenant(), account.tenant().isEmpty() ? account.keyId() : "", ""),
                (kind & 1) == 0 ? "" : account.plan().name(), (kind & 2) == 0 ? "" : account.keyId());
    }
}
