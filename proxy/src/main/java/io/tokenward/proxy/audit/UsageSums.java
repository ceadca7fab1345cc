package io.tokenward.proxy.audit;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where tokens went, and what refusals saved. Used by one thread; holds one sum for each different group. */
public final class UsageSums {
    /** More groups than this are summed up in one, named {@code *}. */
    public static final int MOST_GROUPS = 100_000;

    /** By what records are grouped. */
    public enum By {
        DAY(null), KEY(UsageRecord::key), TENANT(UsageRecord::tenant), MODEL(UsageRecord::model), ROUTE(
                UsageRecord::route);

        private final Optional<Function<UsageRecord, String>> value;

        By(@org.jspecify.annotations.Nullable Function<UsageRecord, String> value) {
            this.value = Optional.ofNullable(value);
        }

        /** As the command line writes it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** The one with that {@link #word}. */
        public static Optional<By> of(String word) {
            return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
        }
    }

    /**
     * Sums of one group.
     *
     * @param group one value for each thing that was grouped by
     * @param exchanges all of them
     * @param refused those that never reached a model
     * @param used tokens charged
     * @param blocked estimate of the tokens that refusals kept from being billed
     */
    public record Sum(List<String> group, long exchanges, long refused, long used, long blocked) {
        public Sum {
            group = List.copyOf(group);
        }

        private Sum plus(Sum more) {
            return new Sum(group, exchanges + more.exchanges, refused + more.refused, used + more.used,
                    blocked + more.blocked);
        }
    }

    private static final List<String> REST = List.of("*");

    private final List<By> by;
    private final ZoneId zone;
    private final Map<String, Sum> groups = new TreeMap<>();
    private final Map<String, Sum> reasons = new TreeMap<>();

    /** @param zone whose days are meant */
    public UsageSums(List<By> by, ZoneId zone) {
        this.by = List.copyOf(by);
        this.zone = zone;
    }

    /** Counts one. What a refusal saved goes to each rule that matched, and else to the problem. */
    public void add(UsageRecord record) {
        if (!record.ofExchange()) return;
        boolean refused = !record.problem().isEmpty() && record.used() == 0;
        add(groups, by.stream().map(each -> group(each, record)).toList(), record, refused);
        if (record.blocked() == 0) return;
        List<String> why = record.problem().equals("PROMPT_BLOCKED") && !record.rules().isEmpty()
                ? record.rules()
                : List.of(record.problem());
        for (String each : why)
            add(reasons, List.of(each), record, refused);
    }

    /** In order of the groups. */
    public List<Sum> groups() {
        return new ArrayList<>(groups.values());
    }

    /** What each rule or limit kept from being billed. A prompt on which several rules matched counts with each of them. */
    public List<Sum> saved() {
        return new ArrayList<>(reasons.values());
    }

    private static void add(Map<String, Sum> sums, List<String> group, UsageRecord record, boolean refused) {
        List<String> known = sums.size() < MOST_GROUPS || sums.containsKey(name(group)) ? group : REST;
        sums.merge(name(known), new Sum(known, 1, refused ? 1 : 0, record.used(), record.blocked()), Sum::plus);
    }

    private static String name(List<String> group) {
        return String.join("\u0000", group);
    }

    private String group(By each, UsageRecord record) {
        return each.value.map(value -> value.apply(record))
                .orElseGet(() -> LocalDate.ofInstant(record.time(), zone).toString());
    }
}
