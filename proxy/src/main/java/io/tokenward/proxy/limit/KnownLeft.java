package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a shared store said was left of each meter and of packs, for the time when it says nothing. Packs are gone when they expire.
 * Thread-safe, bounded: of what was forgotten nothing is left.
 */
final class KnownLeft {
    /**
     * Packs are told by who may draw on them: all keys and plans of a payer, one plan, one key, or both, in the order of the
     * scripts. What fewer may draw on is drawn on first.
     */
    private static final int KINDS_OF_PACKS = 4;

    private record OfPacks(Owner payer, String plan, String key) {}

    private record Part(KnownPart of, Unit unit, long taken) {}

    private record Use(KnownPart of, long amount) {}

    /** What was taken of this process's parts. */
    final class Share {
        private final List<Part> meters;
        private final List<Part> packs;

        private Share(List<Part> meters, List<Part> packs) {
            this.meters = meters;
            this.packs = packs;
        }

        /**
         * Corrects it to what was used; called once.
         *
         * @return to be called when the store has heard of that, or never will: until then what was used is not free, whatever the
         *         store says
         */
        Runnable settle(Charge used) {
            List<Use> uses = new ArrayList<>(meters.size() + packs.size());
            synchronized (KnownLeft.this) {
                for (Part each : meters)
                    uses.add(settle(each, used.of(each.unit())));
                long owed = used.tokens();
                for (int i = 0; i < packs.size(); i++) {
                    Part each = packs.get(i);
                    long paid = i == packs.size() - 1 ? owed : Math.min(owed, each.taken());
                    uses.add(settle(each, paid));
                    owed -= paid;
                }
            }
            return () -> told(uses);
        }

        private Use settle(Part part, long used) {
            part.of().settle(part.taken(), used);
            return new Use(part.of(), used);
        }
    }

    private final Cache<Meter, KnownPart> meters;
    private final Cache<OfPacks, NavigableMap<Instant, KnownPart>> packs;
    private final int nodes;

    /**
     * Nothing is known yet.
     *
     * @param most meters, and kinds of packs of a payer, that are remembered
     * @param nodes of that many parts of what was left, this process may grant one
     */
    KnownLeft(int most, int nodes) {
        this.nodes = nodes;
        meters = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
        packs = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /**
     * The store said so just now; where it said nothing, that changes nothing.
     *
     * @param asked the meters that it was asked about
     */
    synchronized void heard(Account account, List<Metered> asked, Rests rests) {
        for (int i = 0; i < rests.meters().size(); i++)
            if (rests.meters().get(i) >= 0) know(asked.get(i).meter(), rests.meters().get(i) / nodes);
        for (int kind = 0; kind < rests.packs().size(); kind++)
            know(ofPacks(account, kind), rests.packs().get(kind));
    }

    /** Takes a demand from this process's parts, of what has not expired by now: of all that binds the account, or nothing. */
    synchronized Optional<Share> take(Account account, Demand demand, Instant now) {
        Charge most = account.plan().most(demand.model(), demand.most());
        List<Part> ofMeters = new ArrayList<>();
        for (Metered metered : account.meters(demand)) {
            if (!metered.limited()) continue;
            Unit unit = metered.meter().unit();
            KnownPart known = meters.getIfPresent(metered.meter());
            if (known == null || known.left() < most.of(unit)) return Optional.empty();
            ofMeters.add(new Part(known, unit, most.of(unit)));
        }
        List<Part> ofPacks = new ArrayList<>();
        if (account.plan().tokenPackage().isPresent() && !ofPacks(account, most.tokens(), now, ofPacks))
            return Optional.empty();
        for (Part each : ofMeters)
            each.of().lend(each.taken());
        for (Part each : ofPacks)
            each.of().lend(each.taken());
        return Optional.of(new Share(ofMeters, ofPacks));
    }

    private synchronized void told(List<Use> uses) {
        for (Use each : uses)
            each.of().told(each.amount());
    }

    private boolean ofPacks(Account account, long tokens, Instant now, List<Part> found) {
        long wanted = tokens;
        for (int kind = KINDS_OF_PACKS - 1; kind >= 0; kind--) {
            NavigableMap<Instant, KnownPart> known = packs.getIfPresent(ofPacks(account, kind));
            if (known == null) continue;
            for (KnownPart each : known.tailMap(now, false).values()) {
                long part = Math.min(wanted, each.left());
                wanted -= part;
                if (part > 0) found.add(new Part(each, Unit.TOKENS, part));
            }
        }
        return wanted == 0;
    }

    private void know(Meter meter, long part) {
        KnownPart known = meters.getIfPresent(meter);
        if (known == null) {
            if (part <= 0) return;
            known = new KnownPart();
            meters.put(meter, known);
        }
        known.heard(part);
    }

    private void know(OfPacks of, List<Rests.OfPacks> told) {
        NavigableMap<Instant, KnownPart> known = packs.getIfPresent(of);
        if (known == null) {
            if (told.isEmpty()) return;
            known = new TreeMap<>();
            packs.put(of, known);
        }
        for (Rests.OfPacks each : told)
            known.computeIfAbsent(each.expires(), expires -> new KnownPart()).heard(each.tokens() / nodes);
        if (known.size() > told.size()) known.entrySet().removeIf(each -> isGone(each, told));
    }

    /** Of packs that the store does not tell of any more nothing is free; they are kept while somebody has something of them. */
    private static boolean isGone(Map.Entry<Instant, KnownPart> one, List<Rests.OfPacks> told) {
        if (told.stream().anyMatch(each -> each.expires().equals(one.getKey()))) return false;
        one.getValue().heard(0);
        return one.getValue().idle();
    }

    private static OfPacks ofPacks(Account account, int kind) {
        return new OfPacks(new Owner(account.tenant(), account.tenant().isEmpty() ? account.keyId() : "", ""),
                (kind & 1) == 0 ? "" : account.plan().name(), (kind & 2) == 0 ? "" : account.keyId());
    }
}
