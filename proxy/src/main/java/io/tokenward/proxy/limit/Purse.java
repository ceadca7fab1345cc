package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.limit.PurseHold.Portion;
import io.tokenward.proxy.problem.Denied;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The packs of one tenant, or of a key without one. Thread-safe, under this object's lock.
 *
 * <p><b>Order.</b> By priority, then by expiry: what is lost first is drawn on first. A reservation names the packs it holds
 * tokens of, so a pack that expires while the request runs pays for it all the same.
 *
 * <p><b>The bound.</b> Of no pack more is reserved than is left of it. So all packs together are overspent by at most what
 * exchanges use beyond their own estimates; that is drawn from what is left elsewhere and, where nothing is, from the last
 * pack the exchange held tokens of.
 */
final class Purse {
    /** Expired packs are remembered for so long: the next period carries over from them, and clocks step back. */
    static final Duration REMEMBERED = Duration.ofDays(62);

    private final Map<String, PackTally> packs = new HashMap<>();
    /** The running packages, by plan: asked for twice by every exchange, and new once a month. */
    private final Map<String, Running> current = new HashMap<>();
    private final Consumer<Pack> opened;

    private record Running(PlanPackage plan, PackTally tally) {}

    /** @param opened is told, under the lock, of packs that follow from a plan before they are drawn on */
    Purse(Consumer<Pack> opened) {
        this.opened = opened;
    }

    /** Puts a pack in, of which so much was drawn before; false if it has been here already. */
    synchronized boolean add(Pack pack, long used) {
        if (packs.containsKey(pack.id())) return false;
        packs.put(pack.id(), new PackTally(pack, used));
        for (PackTally each : packs.values()) {
            PackTally origin = packs.get(each.pack().origin());
            if (origin != null) origin.move(each.pack().tokens());
        }
        return true;
    }

    /** Refuses if nothing is left. What is only held back may come back and is not spent. Answers what is left, with that. */
    synchronized long requireUnspent(Account account, TokenPackage granted, Instant now) throws Denied {
        List<PackTally> usable = usable(account, granted, now);
        long rest = 0;
        for (PackTally each : usable)
            rest = Amounts.sum(rest, Amounts.sum(each.left(), each.held()));
        if (rest == 0) throw Refusals.packageSpent(account.plan(), grants(usable));
        return rest;
    }

    /** Holds {@code tokens} back, or refuses and holds nothing. */
    synchronized PurseHold hold(Account account, TokenPackage granted, long tokens, Instant now) throws Denied {
        List<PackTally> usable = usable(account, granted, now);
        long left = left(usable);
        if (left < tokens) throw Refusals.packageShort(account.plan(), left, tokens, grants(usable));
        List<Portion> portions = new ArrayList<>(usable.size());
        long wanted = tokens;
        for (PackTally pack : usable) {
            long part = Math.min(wanted, pack.left());
            if (part == 0) continue;
            pack.hold(part);
            portions.add(new Portion(pack, part));
            wanted -= part;
        }
        return new PurseHold(this, account, portions, now);
    }

    synchronized List<Draw> settle(PurseHold hold, long used) {
        if (hold.portions().size() == 1 && used <= hold.portions().getFirst().tokens())
            return settle(hold.portions().getFirst(), used);
        Map<String, Long> draws = new LinkedHashMap<>();
        long owed = used;
        for (Portion portion : hold.portions()) {
            portion.pack().release(portion.tokens());
            owed -= draw(portion.pack(), Math.min(owed, portion.tokens()), draws);
        }
        if (owed > 0) {
            List<PackTally> others = running(hold.account(), hold.at());
            for (PackTally pack : others)
                owed -= draw(pack, Math.min(owed, pack.left()), draws);
            Optional<PackTally> last = hold.portions().isEmpty()
                    ? others.reversed().stream().findFirst()
                    : Optional.of(hold.portions().getLast().pack());
            if (last.isPresent()) draw(last.get(), owed, draws);
        }
        return draws.entrySet().stream().map(draw -> new Draw(draw.getKey(), draw.getValue())).toList();
    }

    /** All packs that were not forgotten yet, in drawing order. */
    synchronized List<PackBalance> balances() {
        return packs.values().stream().sorted(PackTally.DRAWING).map(PackTally::balance).toList();
    }

    /** The common case: one pack, and not more than was held of it. */
    private static List<Draw> settle(Portion only, long used) {
        only.pack().release(only.tokens());
        if (used == 0) return List.of();
        only.pack().draw(used);
        return List.of(new Draw(only.pack().pack().id(), used));
    }

    private static long draw(PackTally pack, long amount, Map<String, Long> draws) {
        if (amount == 0) return 0;
        pack.draw(amount);
        draws.merge(pack.pack().id(), amount, Amounts::sum);
        return amount;
    }

    private static long left(List<PackTally> packs) {
        long sum = 0;
        for (PackTally each : packs)
            sum = Amounts.sum(sum, each.left());
        return sum;
    }

    private List<PackTally> usable(Account account, TokenPackage granted, Instant now) {
        open(account, granted, now);
        return running(account, now);
    }

    private List<PackTally> running(Account account, Instant now) {
        if (packs.size() == 1) {
            PackTally only = packs.values().iterator().next();
            return only.runs(now) && only.pack().isFor(account) ? List.of(only) : List.of();
        }
        return packs.values()
                .stream()
                .filter(each -> each.runs(now) && each.pack().isFor(account))
                .sorted(PackTally.DRAWING)
                .toList();
    }

    /** Makes the package of the running period, if it is not there yet. */
    private void open(Account account, TokenPackage granted, Instant now) {
        Running last = current.get(account.plan().name());
        if (last != null && last.plan().is(account, granted) && last.plan().window().contains(now)
                && last.tally().runs(now)) {
            last.tally().resize(granted.tokens());
            return;
        }
        PlanPackage plan = new PlanPackage(account, granted, now);
        current.put(account.plan().name(), new Running(plan, open(plan, granted, now)));
    }

    private PackTally open(PlanPackage plan, TokenPackage granted, Instant now) {
        Optional<PackTally> known = packs.values()
                .stream()
                .filter(each -> plan.owns(each.pack()) && each.runs(now))
                .findFirst()
                .or(() -> Optional.ofNullable(packs.get(plan.id())));
        if (known.isPresent()) {
            known.get().resize(granted.tokens());
            // Known by its date and not running: the plan moved to another zone, in which the period lasts longer.
            if (!known.get().runs(now)) known.get().extend(plan.window().end());
            return known.get();
        }
        packs.values().removeIf(each -> each.expiredBefore(now.minus(REMEMBERED)));
        if (granted.carryOver() > 0) carryOver(plan, granted);
        return put(plan.pack());
    }

    private void carryOver(PlanPackage plan, TokenPackage granted) {
        PlanPackage before = plan.previous();
        boolean hadOne = packs.values()
                .stream()
                .map(PackTally::pack)
                .anyMatch(each -> before.owns(each) && each.starts().isBefore(before.window().start()));
        // Nobody asked in that period: it was granted all the same.
        if (hadOne && !packs.containsKey(before.id())) put(before.pack());
        PackTally origin = packs.get(before.id());
        if (origin == null) return;
        Pack carried = plan.carried(origin.pack(), Math.min(origin.left(), granted.carryOver()));
        if (carried.tokens() > 0 && !packs.containsKey(carried.id())) put(carried);
    }

    private PackTally put(Pack pack) {
        opened.accept(pack);
        add(pack, 0);
        return requireNonNull(packs.get(pack.id()));
    }

    /** When the plan grants the next tokens; empty where no package of a plan is among them. */
    private static String grants(List<PackTally> usable) {
        return usable.stream()
                .filter(each -> each.pack().source().equals(PlanPackage.SOURCE))
                .map(each -> each.expires().toString())
                .findFirst()
                .orElse("");
    }
}
