package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The packs in Redis. Thread-safe. */
final class RedisPacks implements PackStore {
    private static final Comparator<PackBalance> DRAWING = Comparator
            .<PackBalance>comparingInt(each -> each.pack().priority())
            .thenComparing(each -> each.pack().expires())
            .thenComparing(each -> each.pack().id());
    /** Answers of the script for one pack. */
    private static final int WORDS = 12;
    private static final int FIRST = 6;

    private final RedisBooks books;
    private final PackageWatch watch;

    RedisPacks(RedisBooks books, PackageWatch watch) {
        this.books = books;
        this.watch = watch;
    }

    @Override
    public void watch(Consumer<PackageNotice> listener) {
        watch.tell(listener);
    }

    @Override
    public CompletionStage<Boolean> grant(Pack pack) {
        Account payer = payer(pack.tenant(), pack.key());
        return books.run(RedisScript.GRANT, payer, payer.meters(), RedisKeys.of(payer).granted(), 0, pack.id(),
                Long.toString(pack.tokens()), AccountArguments.millis(pack.starts()),
                AccountArguments.millis(pack.expires()), Integer.toString(pack.priority()), pack.key(), pack.plan(),
                pack.source(), pack.origin())
                .thenApply(answer -> answer.word().equals("ok"))
                .exceptionallyCompose(failure -> java.util.concurrent.CompletableFuture
                        .failedStage(StoreOutage.in(failure).isPresent() ? Problem.STORE_DOWN.denied() : failure));
    }

    @Override
    public List<PackBalance> packs(String tenant) {
        Account payer = payer(tenant, "");
        RedisAnswer answer = books.run(RedisScript.LOOK, payer, payer.meters(), RedisKeys.of(payer).granted(), 0)
                .join();
        List<PackBalance> found = new ArrayList<>();
        for (int i = FIRST; i + WORDS <= answer.words().size(); i += WORDS)
            found.add(pack(answer, i, tenant));
        found.sort(DRAWING);
        return found;
    }

    @Override
    public Optional<String> problem() {
        return Optional.of(books.store().problem()).filter(why -> !why.isEmpty()).map(why -> "Redis is silent: " + why);
    }

    @Override
    public void close() {
        books.close();
    }

    private static PackBalance pack(RedisAnswer answer, int at, String tenant) {
        List<String> words = answer.words();
        var pack = new Pack(words.get(at), tenant, words.get(at + 5), words.get(at + 6), answer.number(at + 1),
                Instant.ofEpochMilli(answer.number(at + 2)), Instant.ofEpochMilli(answer.number(at + 3)),
                (int) answer.number(at + 4), words.get(at + 7), words.get(at + 8));
        return new PackBalance(pack, answer.number(at + 9), answer.number(at + 10), answer.number(at + 11));
    }

    private static Account payer(String tenant, String key) {
        var nothing = new Plan("", Rates.unlimited(), Quotas.unlimited(), ZoneOffset.UTC, Map.of());
        return new Account(key, tenant, nothing);
    }
}
