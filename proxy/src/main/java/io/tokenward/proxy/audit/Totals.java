package io.tokenward.proxy.audit;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Sums since the start: exchanges, refusals per problem, tokens used and tokens blocked. Thread-safe; bounded by the catalogue. */
public final class Totals implements ExchangeLog {
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder tokensUsed = new LongAdder();
    private final LongAdder tokensBlocked = new LongAdder();
    private final Map<String, LongAdder> byEnding = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byCoverage = new ConcurrentHashMap<>();

    @Override
    public void ended(ExchangeRecord record) {
        exchanges.increment();
        tokensUsed.add(record.tokens().used());
        tokensBlocked.add(record.tokens().blocked());
        byEnding.computeIfAbsent(record.problem().map(Enum::name).orElse("RELAYED"), _ -> new LongAdder()).increment();
        byCoverage.computeIfAbsent(record.coverage(), _ -> new LongAdder()).increment();
    }

    /** Exchanges that have ended. */
    public long exchanges() {
        return exchanges.sum();
    }

    /** Tokens charged to callers. */
    public long tokensUsed() {
        return tokensUsed.sum();
    }

    /** Estimated tokens of refused requests. */
    public long tokensBlocked() {
        return tokensBlocked.sum();
    }

    /** Exchanges by problem, {@code RELAYED} for those without; sorted. */
    public Map<String, Long> byEnding() {
        return sums(byEnding);
    }

    /** Exchanges by coverage; sorted. */
    public Map<String, Long> byCoverage() {
        return sums(byCoverage);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((key, count) -> sums.put(key, count.sum()));
        return sums;
    }
}
