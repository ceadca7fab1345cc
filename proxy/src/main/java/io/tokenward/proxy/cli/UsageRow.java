package io.tokenward.proxy.cli;

import io.tokenward.proxy.audit.UsageRecord;
import java.util.List;
import java.util.Set;

/** A record of usage as a row of text. */
final class UsageRow {
    static final List<String> NAMES = List.of("seq", "time", "exchange", "key", "tenant", "route", "model", "problem",
            "rules", "used", "blocked", "prev", "hash");
    /** Names of values that are whole numbers. */
    static final Set<String> NUMBERS = Set.of("seq", "used", "blocked", "exchanges", "refused");

    private UsageRow() {}

    static List<String> values(UsageRecord record) {
        return List.of(Long.toString(record.seq()), record.time().toString(), record.exchange(), record.key(),
                record.tenant(), record.route(), record.model(), record.problem(), String.join(" ", record.rules()),
                Long.toString(record.used()), Long.toString(record.blocked()), record.prev(), record.hash());
    }

    /** As RFC 4180 has it; and no spreadsheet takes a value for a formula. */
    static String quoted(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
