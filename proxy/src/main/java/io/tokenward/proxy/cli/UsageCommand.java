package io.tokenward.proxy.cli;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.audit.UsageRecord;
import io.tokenward.proxy.audit.UsageSums;
import io.tokenward.proxy.audit.UsageSums.By;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;

/** {@code usage}: where tokens went, what refusals saved, and the records for whoever bills. */
@Command(name = "usage", mixinStandardHelpOptions = true, description = {
        "Shows where tokens went and what blocking saved, from the record of exchanges.",
        "With --records, prints one line for each exchange instead; their numbers have no gap."}, footer = {"",
                "Example: tokenward usage data/audit --by day,tenant --price 2.66",
                "Example: tokenward usage data/audit --records --csv --since 2026-11-01T00:00:00Z"})
final class UsageCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    @Parameters(paramLabel = "DIRECTORY", description = "The directory of the audit log.")
    private @Nullable Path directory;
    @Option(names = "--by", split = ",", paramLabel = "WORD", converter = ByWord.class, description = "day, key, tenant, model or route; several with commas. Default: day,tenant.")
    private List<By> by = List.of(By.DAY, By.TENANT);
    @Option(names = "--records", description = "One line for each exchange.")
    private boolean records;
    @Option(names = "--csv", description = "Comma-separated values with a head line.")
    private boolean csv;
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;
    @Option(names = "--price", paramLabel = "MONEY", description = "Of a million tokens; shows money beside them.")
    private @Nullable BigDecimal price;
    @Option(names = "--zone", paramLabel = "ZONE", description = "Whose days are meant, such as Asia/Shanghai. Default: UTC.")
    private ZoneId zone = ZoneId.of("UTC");
    @Option(names = "--since", paramLabel = "TIME", converter = AuditCommand.Time.class, description = "Such as 2026-11-01T00:00:00Z.")
    private @Nullable Instant since;
    @Option(names = "--until", paramLabel = "TIME", converter = AuditCommand.Time.class, description = "Such as 2026-12-01T00:00:00Z.")
    private @Nullable Instant until;

    @Override
    public Integer call() throws Exception {
        if (csv && json) {
            System.err.println("Name one of --csv and --json.");
            return 2;
        }
        Instant from = since == null ? Instant.MIN : since;
        Instant to = until == null ? Instant.MAX : until;
        if (records) {
            if (csv) row(UsageRow.NAMES);
            UsageRecord.read(requireNonNull(directory), from, to, this::print);
            return 0;
        }
        var sums = new UsageSums(by, zone);
        UsageRecord.read(requireNonNull(directory), from, to, sums::add);
        show(sums);
        return 0;
    }

    private void print(UsageRecord record) {
        if (csv) {
            row(UsageRow.values(record));
        } else {
            object(UsageRow.NAMES, UsageRow.values(record));
        }
    }

    private void show(UsageSums sums) {
        List<String> names = new ArrayList<>(by.stream().map(By::word).toList());
        names.addAll(List.of("exchanges", "refused", "used", "blocked"));
        if (price != null) names.addAll(List.of("money", "saved"));
        table(names, sums.groups());
        if (csv) return;
        List<String> saved = new ArrayList<>(List.of("reason", "exchanges", "refused", "used", "blocked"));
        if (price != null) saved.addAll(List.of("money", "saved"));
        if (!json) System.out.printf("%nKept from being billed (an estimate: no model has counted these tokens):%n");
        table(saved, sums.saved());
    }

    private void table(List<String> names, List<UsageSums.Sum> sums) {
        if (csv) row(names);
        if (!csv && !json) System.out.println(String.join("  ", names));
        for (UsageSums.Sum sum : sums) {
            List<String> values = new ArrayList<>(sum.group());
            while (values.size() < names.size() - (price == null ? 4 : 6))
                values.add("");
            values.addAll(List.of(Long.toString(sum.exchanges()), Long.toString(sum.refused()),
                    Long.toString(sum.used()), Long.toString(sum.blocked())));
            if (price != null) values.addAll(List.of(money(sum.used()), money(sum.blocked())));
            if (csv) row(values);
            if (json) object(names, values);
            if (!csv && !json)
                System.out.println(
                        String.join("  ", values.stream().map(value -> value.isEmpty() ? "-" : value).toList()));
        }
    }

    private String money(long tokens) {
        return requireNonNull(price).multiply(BigDecimal.valueOf(tokens))
                .divide(MILLION, 4, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static void row(List<String> values) {
        System.out.println(String.join(",", values.stream().map(UsageRow::quoted).toList()));
    }

    private static void object(List<String> names, List<String> values) {
        Map<String, Object> line = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++)
            line.put(names.get(i),
                    UsageRow.NUMBERS.contains(names.get(i)) ? Long.valueOf(values.get(i)) : values.get(i));
        System.out.println(JSON.writeValueAsString(line));
    }

    /** A word of {@code --by}. */
    static final class ByWord implements ITypeConverter<By> {
        @Override
        public By convert(String word) {
            Optional<By> found = By.of(word);
            return found.orElseThrow(() -> new TypeConversionException(
                    "\"" + word + "\" is none of day, key, tenant, model, route"));
        }
    }
}
