package io.tokenward.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tokenward.proxy.audit.AuditSettings.OnFull;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditLogTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path directory;

    private AuditSettings settings(OnFull onFull) {
        return new AuditSettings(directory, Duration.ofDays(90), onFull);
    }

    private void write(Clock clock, ExchangeRecord... records) throws IOException {
        try (AuditLog log = AuditLog.open(settings(OnFull.STOP), clock)) {
            for (ExchangeRecord record : records)
                log.ended(record);
        }
    }

    private static Clock at(String time) {
        return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    }

    private List<String> lines() throws IOException {
        List<String> all = new ArrayList<>();
        for (Path file : Segments.files(directory))
            all.addAll(Files.readAllLines(file));
        return all;
    }

    @Test
    void aLineHasTheDocumentedFieldsInTheirOrder() throws Exception {
        write(at("2026-11-23T10:00:00Z"), Records.of("tw_1"));

        JsonNode line = JSON.readTree(lines().getFirst());
        assertThat(line.propertyNames()).containsExactly("seq", "time", "exchange", "key", "tenant", "route", "dialect",
                "operation", "model", "policy", "engine", "decision", "problem", "score", "coverage", "status",
                "findings",
                "tokens", "upstreamBytes", "micros", "prev", "hash");
        assertThat(line.get("seq").longValue()).isEqualTo(1);
        assertThat(line.get("prev").stringValue()).isEqualTo("0".repeat(64));
        assertThat(line.get("findings").get(0).get("pointer").stringValue()).isEqualTo("/messages/1/content");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Segments.files(directory).getFirst())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatCallersCallTheirMembersIsNotRecorded() throws Exception {
        ExchangeRecord named = Records.of("tw_1");
        var place = new ExchangeRecord.Place("r", "/metadata/AKIAEXAMPLESECRET#", "plain", 0, 1);
        write(at("2026-11-23T10:00:00Z"), new ExchangeRecord(named.id(), named.time(), named.key(), named.tenant(),
                named.route(), named.operation(), named.model(), named.policy(), named.engine(), named.decision(),
                named.problem(), named.score(), named.coverage(), List.of(place), named.status(), named.tokens(), 0,
                named.times()));

        assertThat(lines().getFirst()).contains("\"/metadata/*#\"").doesNotContain("SECRET");
    }

    @Test
    void theChainGoesOnAcrossRestartsAndDays() throws Exception {
        write(at("2026-11-23T10:00:00Z"), Records.of("tw_1"), Records.of("tw_2"));
        write(at("2026-11-23T23:00:00Z"), Records.of("tw_3"));
        write(at("2026-11-24T01:00:00Z"), Records.of("tw_4"));

        AuditCheck check = AuditCheck.of(directory);

        assertThat(check.faults()).isEmpty();
        assertThat(check.last()).isEqualTo(4);
        assertThat(lines()).hasSize(4);
        assertThat(Segments.files(directory)).hasSizeGreaterThan(1);
    }

    @Test
    void anyChangedByteIsFound() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        ExchangeRecord[] records = new ExchangeRecord[40];
        for (int i = 0; i < records.length; i++)
            records[i] = Records.random(random);
        write(at("2026-11-23T10:00:00Z"), records);
        assertThat(AuditCheck.of(directory).faults()).isEmpty();
        Path file = Segments.files(directory).getFirst();
        byte[] good = Files.readAllBytes(file);

        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length - 1);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            int line = 1;
            for (int b = 0; b < at; b++)
                if (good[b] == '\n') line++;
            List<String> faults = AuditCheck.of(directory).faults();
            assertThat(faults).as("seed %d, byte %d of line %d", seed, at, line)
                    .isNotEmpty()
                    .first()
                    .asString()
                    .containsPattern("jsonl:(" + line + "|" + (line + 1) + "): ");
        }
        Files.write(file, good);
    }

    @Test
    void aLineThatIsTakenOutOrMovedIsNamed() throws Exception {
        write(at("2026-11-23T10:00:00Z"), Records.of("tw_1"), Records.of("tw_2"), Records.of("tw_3"));
        Path file = Segments.files(directory).getFirst();
        List<String> lines = Files.readAllLines(file);

        Files.write(file, List.of(lines.get(0), lines.get(2)));

        assertThat(AuditCheck.of(directory).faults()).singleElement()
                .asString()
                .contains(file + ":2: line 3 follows line 1");
    }

    @Test
    void aLineThatACrashCutOffIsMovedAwayAndSaidInTheChain() throws Exception {
        write(at("2026-11-23T10:00:00Z"), Records.of("tw_1"), Records.of("tw_2"));
        Path file = Segments.files(directory).getFirst();
        byte[] all = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(all, all.length - 20));
        assertThat(AuditCheck.of(directory).faults()).as("while it is the last").isEmpty();

        write(at("2026-11-23T11:00:00Z"), Records.of("tw_3"));

        assertThat(AuditCheck.of(directory).faults()).isEmpty();
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(1)).contains("\"event\":\"recovered\"");
        assertThat(file.resolveSibling(file.getFileName() + ".torn")).exists();
    }

    @Test
    void oldSegmentsAreDeletedAndTheRestIsSound() throws Exception {
        write(at("2026-11-01T10:00:00Z"), Records.of("tw_1"));
        Files.setLastModifiedTime(Segments.files(directory).getFirst(),
                FileTime.from(Instant.parse("2026-07-01T10:00:00Z")));

        write(at("2026-11-23T10:00:00Z"), Records.of("tw_2"));

        AuditCheck check = AuditCheck.of(directory);
        assertThat(check.faults()).isEmpty();
        assertThat(check.first()).isEqualTo(2);
    }

    @Test
    void twoWritersDoNotShareADirectory() throws Exception {
        try (AuditLog first = AuditLog.open(settings(OnFull.STOP), Clock.systemUTC())) {
            assertThat(first.accepting()).isTrue();
            assertThatThrownBy(() -> AuditLog.open(settings(OnFull.STOP), Clock.systemUTC()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another proxy writes " + directory);
        }
    }

    @Test
    void aDirectoryThatHoldsSomethingElseIsNotWrittenTo() throws Exception {
        Files.writeString(directory.resolve("audit-0000000000000001.jsonl"), "{\"a\":1}\n", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> AuditLog.open(settings(OnFull.STOP), Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a line of an audit log");
    }

    @Test
    void everyExchangeOfManyThreadsHasItsLine() throws Exception {
        try (AuditLog log = AuditLog.open(settings(OnFull.STOP), Clock.systemUTC())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int number = t;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 500; i++)
                        log.ended(Records.of("tw_" + number + "_" + i));
                }));
            }
            for (Thread thread : threads)
                thread.join();
        }

        assertThat(AuditCheck.of(directory).faults()).isEmpty();
        assertThat(lines().stream().map(line -> JSON.readTree(line).get("exchange").stringValue()).distinct())
                .hasSize(4000);
    }

    @Test
    void aSearchGivesWhatFitsAllThatIsAskedFor() throws Exception {
        write(at("2026-11-23T10:00:00Z"), Records.of("tw_1"), Records.of("tw_2"));
        List<String> found = new ArrayList<>();

        long count = new AuditSearch("tw_2", "k7Qm2xR9aLpe", "acme", "block", "PROMPT_BLOCKED", "injection-110",
                Instant.MIN,
                Instant.MAX).in(directory, found::add);

        assertThat(count).isEqualTo(1);
        assertThat(found).singleElement().asString().contains("\"exchange\":\"tw_2\"");
        assertThat(new AuditSearch("", "", "", "", "", "injection-111", Instant.MIN, Instant.MAX).in(directory,
                found::add)).isZero();
    }

    @Test
    void whatIsNoLogIsSaidToBeNone() {
        assertThatThrownBy(() -> AuditCheck.of(directory)).hasMessage(directory + " holds no audit log");
        assertThatThrownBy(() -> AuditCheck.of(directory.resolve("x")))
                .hasMessage(directory.resolve("x") + " is no directory; name the one that audit.directory names");
    }

    @Test
    void aModelThatLooksLikeAKeyIsNotRecorded() throws Exception {
        for (String model : List.of("gpt-4o-mini-2024-07-18", "meta-llama/Llama-3.3-70B-Instruct-Turbo",
                "claude-sonnet-4-20250514"))
            write(at("2026-11-23T10:00:00Z"), Records.of("tw_1", Problem.MODEL_NOT_ALLOWED, model));
        for (String model : List.of("ghp" + "_16C7e42F292c6912E7710c838347Ae178B4a",
                "123e4567-e89b-12d3-a456-426614174000",
                "ignore\nthis"))
            write(at("2026-11-23T10:00:00Z"), Records.of("tw_2", Problem.MODEL_NOT_ALLOWED, model));

        assertThat(lines().stream().map(line -> JSON.readTree(line).get("model").stringValue())).containsExactly(
                "gpt-4o-mini-2024-07-18", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "claude-sonnet-4-20250514", "*",
                "*",
                "*");
    }
}
