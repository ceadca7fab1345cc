package io.tokenward.proxy.limit;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;

/**
 * What a script answered: a word, the server's time, and more.
 *
 * @param words as they came
 * @param now the instant whose periods were asked about
 */
record RedisAnswer(List<String> words, Instant now) {
    /**
     * Tokens and money held back, or to be.
     *
     * @param id unique among all reservations of all nodes
     * @param charge what is held of quotas, budgets and packs
     * @param at when it was made: it counts in the periods of that instant
     */
    record Held(Account account, String id, Demand demand, Charge charge, Instant at) {
        /** The name of what says that it has ended; of a part, that the whole has. */
        String endedKey() {
            int part = id.indexOf('+');
            return RedisKeys.of(account).ended(part < 0 ? id : id.substring(0, part));
        }

        /** More of the same. */
        Held part(int number, Consumption more) {
            return new Held(account, id + "+" + number, demand.with(more),
                    RedisHolds.most(account, demand.with(more)), at);
        }

        /** The same, as something that no store was asked about. */
        Held late() {
            return new Held(account, id + ".late", demand, charge, at);
        }

        /** Tokens, unweighted. */
        long tokens() {
            return demand.most().tokens();
        }
    }

    String word() {
        return words.getFirst();
    }

    /** Whether the node was wrong about which periods run. */
    boolean moved() {
        return word().equals("moved");
    }

    /**
     * What is left; nothing is told where the question was answered before.
     *
     * @param meters that were asked about
     * @param who whose concurrency it is, in words
     * @throws CompletionException around a refusal, if that was the answer
     */
    Rests restsOrRefuse(Account account, List<Metered> meters, String who, Charge wanted) {
        Plan plan = account.plan();
        return switch (word()) {
            case "ok" -> Rests.of(words.get(2), meters.size());
            case "spent" -> throw new CompletionException(
                    Refusals.quotaSpent(period(), meters.get((int) number(3)), plan, resets(plan)));
            case "short" -> {
                Metered of = meters.get((int) number(5));
                throw new CompletionException(Refusals.quotaShort(period(), of, plan, number(3),
                        wanted.of(of.meter().unit()), number(4), resets(plan)));
            }
            case "package-spent" -> throw new CompletionException(Refusals.packageSpent(plan, grants()));
            case "package-short" ->
                throw new CompletionException(Refusals.packageShort(plan, number(3), wanted.tokens(), grants()));
            case "full" ->
                throw new CompletionException(Refusals.concurrency(who, plan.rates().concurrency().orElse(0)));
            default -> throw new IllegalStateException("a script answered " + word());
        };
    }

    /** What a payer has left of its package and packs, with what is held; empty where it has none or that was not asked. */
    OptionalLong ofPackage() {
        if (word().equals("package-spent")) return OptionalLong.of(0);
        return word().equals("ok") && words.size() > 3 && !words.get(3).isEmpty()
                ? OptionalLong.of(number(3))
                : OptionalLong.empty();
    }

    long number(int index) {
        return Long.parseLong(words.get(index));
    }

    private QuotaPeriod period() {
        return QuotaPeriod.valueOf(words.get(2));
    }

    private Instant resets(Plan plan) {
        return period().around(now, plan.zone()).end();
    }

    private String grants() {
        return words.get(2).isEmpty() ? "" : Instant.ofEpochMilli(number(2)).toString();
    }
}
