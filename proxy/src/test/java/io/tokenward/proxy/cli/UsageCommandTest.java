package io.tokenward.proxy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.audit.AuditLog;
import io.tokenward.proxy.audit.AuditSettings;
import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UsageCommandTest {
    private static final String NIGHT = "2026-11-23T17:30:00Z";
    private static final String MORNING = "2026-11-24T01:00:00Z";

    @TempDir
    private Path directory;
    private String output = "";

    @Test
    void tokensAreSummedByDayAndTenantAndBlockedOnesByRuleOrLimit() throws Exception {
        write(used("tw_1", NIGHT, "acme", 1_000), used("tw_2", MORNING, "acme", 500_000),
                used("tw_3", MORNING, "zeta", 7), blocked("tw_4", MORNING, "acme", Problem.PROMPT_BLOCKED, 812),
                blocked("tw_5", MORNING, "acme", Problem.QUOTA_SPENT, 100));

        assertThat(usage("--price", "2.66")).isZero();

        assertThat(output).containsSubsequence("day  tenant  exchanges  refused  used  blocked  money  saved",
                "2026-11-23  acme  1  0  1000  0  0.0027  0.0000",
                "2026-11-24  acme  3  2  500000  912  1.3300  0.0024", "2026-11-24  zeta  1  0  7  0",
                "an estimate", "QUOTA_SPENT  1  1  0  100", "injection-110  1  1  0  812");
    }

    @Test
    void aDayIsThatOfTheZone() throws Exception {
        write(used("tw_1", NIGHT, "acme", 1_000));

        assertThat(usage("--by", "day", "--csv", "--zone", "Asia/Shanghai")).isZero();

        assertThat(output).isEqualTo("day,exchanges,refused,used,blocked\n2026-11-24,1,0,1000,0\n");
    }

    @Test
    void recordsHaveNumbersWithoutGapAndTheChainOfTheLog() throws Exception {
        write(used("tw_1", NIGHT, "acme", 1_000), used("tw_2", MORNING, "=cmd(),\"x\"", 5));

        assertThat(usage("--records", "--csv")).isZero();

        List<String> rows = output.lines().toList();
        assertThat(rows.getFirst()).startsWith("seq,time,exchange,key,tenant").endsWith("prev,hash");
        assertThat(rows.get(2)).as("no formula, and quoted").contains("\"'=cmd(),\"\"x\"\"\"");
        for (int i = 1; i < rows.size(); i++)
            assertThat(rows.get(i)).startsWith(i + ",");
        String[] first = rows.get(1).split(",");
        assertThat(rows.get(2)).contains(first[first.length - 1]);
    }

    @Test
    void recordsAsJsonAreOfTheTimeThatWasAskedFor() throws Exception {
        write(used("tw_1", NIGHT, "acme", 1_000), used("tw_2", MORNING, "acme", 5));

        assertThat(usage("--records", "--since", "2026-11-24T00:00:00Z")).isZero();

        assertThat(output.lines()).singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("{\"seq\":2,")
                        .contains("\"exchange\":\"tw_2\"", "\"used\":5"));
    }

    @Test
    void aLineThatIsBeingWrittenIsLeftOutAndADamagedOneIsTold() throws Exception {
        write(used("tw_1", NIGHT, "acme", 1_000));
        Path file = log();
        Files.writeString(file, "{\"seq\":2,\"ti", StandardOpenOption.APPEND);
        assertThat(usage("--records")).isZero();
        assertThat(output.lines()).hasSize(1);

        Files.writeString(file, "\n{}\n", StandardOpenOption.APPEND);

        assertThat(usage("--records")).isEqualTo(1);
        assertThat(output).contains(file + ":2: not JSON", "tokenward audit verify");
    }

    @Test
    void wrongWordsAreNamed() {
        assertThat(usage("--by", "week")).isEqualTo(2);
        assertThat(output).contains("\"week\" is none of day, key, tenant, model, route");
        assertThat(usage("--csv", "--json")).isEqualTo(2);
    }

    private Path log() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow();
        }
    }

    private void write(ExchangeRecord... records) throws IOException {
        var settings = new AuditSettings(directory, Duration.ofDays(90), AuditSettings.OnFull.STOP);
        try (AuditLog log = AuditLog.open(settings, Clock.fixed(Instant.parse(MORNING), ZoneOffset.UTC))) {
            for (ExchangeRecord record : records)
                log.ended(record);
        }
    }

    private static ExchangeRecord used(String id, String time, String tenant, long tokens) {
        return record(id, time, tenant, Optional.empty(), List.of(),
                new ExchangeRecord.Tokens(tokens, tokens, tokens, 0));
    }

    private static ExchangeRecord blocked(String id, String time, String tenant, Problem problem, long tokens) {
        List<ExchangeRecord.Place> found = problem == Problem.PROMPT_BLOCKED
                ? List.of(new ExchangeRecord.Place("injection-110", "/messages/0/content", "plain", 0, 9))
                : List.of();
        return record(id, time, tenant, Optional.of(problem), found, new ExchangeRecord.Tokens(tokens, 0, 0, tokens));
    }

    private static ExchangeRecord record(String id, String time, String tenant, Optional<Problem> problem,
            List<ExchangeRecord.Place> found, ExchangeRecord.Tokens tokens) {
        return new ExchangeRecord(id, Instant.parse(time), "k7Qm2xR9aLpe", tenant, "/", "openai chat", "glm-5",
                "default", "9f2c", "allow", problem, 0, "screened", found, 200, tokens, 0,
                new ExchangeRecord.Times(1, 2, 3, 4));
    }

    /** The exit status; what was printed stands in {@code output}. */
    private int usage(String... arguments) {
        List<String> all = new ArrayList<>(List.of(directory.toString()));
        all.addAll(List.of(arguments));
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        try (var captured = new PrintStream(printed, true, UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            return new CommandLine(new UsageCommand()).setExecutionExceptionHandler((failure, line, parsed) -> {
                Failures.lines(failure).forEach(System.err::println);
                return 1;
            }).execute(all.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
            output = printed.toString(UTF_8);
        }
    }
}
