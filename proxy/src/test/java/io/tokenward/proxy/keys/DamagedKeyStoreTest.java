package io.tokenward.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to a store whose file was changed, cut off or taken away. */
class DamagedKeyStoreTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final Pepper pepper = Pepper.of("0123456789".repeat(4).getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path directory;
    private Path file;
    private KeyStore store;
    private ApiKey first;
    private ApiKey second;

    @BeforeEach
    void aStoreWithTwoKeysOfWhichOneIsRevoked() throws Exception {
        file = directory.resolve("keys.jsonl");
        store = KeyStore.open(file, pepper, clock);
        first = store.create("acme", "developer", List.of(), Optional.empty(), "first");
        second = store.create("acme", "developer", List.of(), Optional.empty(), "second");
        store.revoke(first.id());
    }

    private void change(int line, String from, String to) throws Exception {
        List<String> lines = Files.readAllLines(file);
        lines.set(line - 1, lines.get(line - 1).replace(from, to));
        Files.write(file, lines);
    }

    private void append(String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private KeyStore reopened() throws KeyStoreProblem {
        return KeyStore.open(file, pepper, clock);
    }

    @ParameterizedTest
    @CsvSource({"3, true, false", "2, developer, unlimited", "2, acme, beta", "1, 2026-11-23, 2027-11-23"})
    void aRecordThatSomebodyChangedIsFoundWithItsLine(int line, String from, String to) throws Exception {
        change(line, from, to);

        assertThatThrownBy(this::reopened).isInstanceOf(KeyStoreProblem.class)
                .hasMessageContaining(
                        "keys.jsonl:" + line + ": the record was changed, or written with another pepper");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'{\"id\"'|'\"id\"'|keys.jsonl:2: not",
            "'\"tenant\"'|'\"tenent\"'|keys.jsonl:2: a member that no record has",
            "'\"plan\":\"developer\"'|'\"plan\":7'|\"plan\" is missing or not a string",
            "'\"models\":[]'|'\"models\":[1]'|\"models\" holds something else than strings",
            "'\"models\":[]'|'\"models\":\"*\"'|\"models\" is missing or not a list",
            "'\"revoked\":false'|'\"revoked\":\"no\"'|\"revoked\" is missing or neither true nor false",
            "'\"tenant\":\"acme\"'|'\"tenant\":\" \"'|a member has a value that no record can have",
            "'\"tenant\":\"acme\"'|'\"tenant\":\"acme\",\"tenant\":\"beta\"'|not JSON at column",
            "'2026-11-23T'|'yesterday'|a member has a value that no record can have"})
    void aLineThatIsNoRecordIsNamedWithItsPlaceAndMend(String from, String to, String expected) throws Exception {
        change(2, from, to);

        assertThatThrownBy(this::reopened).isInstanceOf(KeyStoreProblem.class)
                .hasMessageContaining("keys.jsonl:2:")
                .hasMessageContaining(expected)
                .hasMessageContaining("restore the line from a backup");
    }

    @Test
    void aKeyPastedIntoTheFileIsNotRepeatedByTheProblem() throws Exception {
        append(second.reveal() + "\n");

        assertThatThrownBy(this::reopened).hasMessageContaining("keys.jsonl:4: not JSON")
                .hasMessageNotContaining(second.reveal().substring(0, 8))
                .hasNoCause();
    }

    @Test
    void anotherPepperIsSaidAtOnceInsteadOfMakingEveryKeyUnknown() {
        Pepper other = Pepper.of(new byte[32]);

        assertThatThrownBy(() -> KeyStore.open(file, other, clock)).hasMessageContaining("keys.jsonl:1:")
                .hasMessageContaining("another pepper");
    }

    @Test
    void aLineCutOffByACrashCountsAsNotWrittenAndGivesWayToTheNext() throws Exception {
        String line = Files.readAllLines(file).get(1);
        append(line.substring(0, line.length() / 2));

        KeyStore reopened = reopened();
        ApiKey third = reopened.create("acme", "developer", List.of(), Optional.empty(), "third");

        assertThat(reopened().list()).extracting(KeyRecord::id).containsExactly(first.id(), second.id(), third.id());
        assertThat(Files.readAllLines(file)).hasSize(4);
    }

    @Test
    void aRevocationWhoseLineEndAnEditorDroppedStillHoldsAndIsKeptByTheNextWrite() throws Exception {
        Files.writeString(file, Files.readString(file).stripTrailing());

        KeyStore reopened = reopened();
        assertThatThrownBy(() -> reopened.authenticate(first.reveal())).hasMessage("KEY_REVOKED");
        reopened.revoke(second.id());

        assertThat(reopened().list()).extracting(KeyRecord::revoked).containsExactly(true, true);
        assertThat(Files.readAllLines(file)).hasSize(4);
    }

    @Test
    void aRunningStoreKeepsItsKeysWhenTheFileIsSpoiledAndSaysSoUntilItIsMended() throws Exception {
        String whole = Files.readString(file);
        append("spoiled\n");
        store.reloadIfChanged();

        assertThat(store.problem())
                .hasValueSatisfying(problem -> assertThat(problem).hasMessageContaining("keys.jsonl:4:"));
        assertThat(store.authenticate(second.reveal()).keyId()).isEqualTo(second.id());

        Files.writeString(file, whole);
        store.reloadIfChanged();

        assertThat(store.problem()).isEmpty();
    }

    @Test
    void nothingIsWrittenBehindASpoiledLine() throws Exception {
        append("spoiled\n");
        long size = Files.size(file);

        assertThatThrownBy(() -> store.revoke(second.id())).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("keys.jsonl:4:");
        assertThat(Files.size(file)).isEqualTo(size);
    }

    @Test
    void deletingTheFileRevokesNothingAndRaisesAProblem() throws Exception {
        Files.delete(file);
        store.reloadIfChanged();

        assertThat(store.authenticate(second.reveal()).keyId()).isEqualTo(second.id());
        assertThat(store.problem()).hasValueSatisfying(problem -> assertThat(problem).hasMessageContaining("gone"));
        assertThatThrownBy(() -> store.revoke(second.id())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aBackupPutBackDoesNotLetARevokedKeyInUntilItIsRevokedAgain() throws Exception {
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 2));
        store.reloadIfChanged();

        assertThat(store.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .hasMessageContaining("the revocation of key " + first.id() + " is gone; revoke it again"));
        assertThatThrownBy(() -> store.authenticate(first.reveal())).hasMessage("KEY_REVOKED");

        reopened().revoke(first.id());
        store.reloadIfChanged();
        assertThat(store.problem()).isEmpty();
    }

    @Test
    void aLineNestedTooDeeplyIsJustNoRecord() throws Exception {
        append("{\"id\":" + "[".repeat(100_000) + "\n");

        assertThatThrownBy(this::reopened).isInstanceOf(KeyStoreProblem.class)
                .hasMessageContaining("keys.jsonl:4: not JSON");
    }

    @Test
    void noDamageToTheFileCausesAnythingButAKeyStoreProblemOrLessKeys() throws Exception {
        long seed = 4711L;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(file);
        List<KeyRecord> records = store.list();

        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(file, Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)));
            try {
                assertThat(reopened().list()).allSatisfy(record -> assertThat(records)
                        .anySatisfy(known -> assertThat(record.asRevoked()).isEqualTo(known.asRevoked())));
            } catch (KeyStoreProblem expected) {
                assertThat(expected).hasMessageContaining("keys.jsonl:");
            }
        }
    }

    @Test
    void spacesAndTheOrderOfMembersDoNotMatter() throws Exception {
        change(2, "\"revoked\":false,\"name\":\"second\"", "\"name\" : \"second\", \"revoked\":false");
        change(2, "}", "}\r");

        assertThat(reopened().list()).isEqualTo(store.list());
    }

    @Test
    void aDirectoryIsNoStore() {
        assertThatThrownBy(() -> KeyStore.open(directory, pepper, clock)).isInstanceOf(KeyStoreProblem.class)
                .hasMessageContaining("is a directory");
    }
}
