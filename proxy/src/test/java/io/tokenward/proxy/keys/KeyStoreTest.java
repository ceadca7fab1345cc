package io.tokenward.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final Pepper pepper = Pepper.of("0123456789".repeat(4).getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path directory;
    private Path file;
    private KeyStore store;

    @BeforeEach
    void openTheStore() throws Exception {
        file = directory.resolve("data/keys.jsonl");
        store = KeyStore.open(file, pepper, clock);
    }

    private ApiKey newKey() {
        return store.create("acme", "developer", List.of("glm-*"), Optional.empty(), "laptop");
    }

    private KeyStore another() throws KeyStoreProblem {
        return KeyStore.open(file, pepper, clock);
    }

    private static Problem refusal(KeyStore store, String presented) {
        return catchThrowableOfType(Denied.class, () -> store.authenticate(presented)).problem();
    }

    @Test
    void aMissingFileIsAnEmptyStore() {
        assertThat(store.list()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void aNewKeyStandsForItsTenantPlanAndModels() throws Exception {
        ApiKey key = newKey();

        assertThat(store.authenticate(key.reveal()))
                .isEqualTo(new Caller(key.id(), "acme", "developer", List.of("glm-*")));
    }

    @Test
    void whatIsNotAKeyOfTheStoreIsRefusedForItsReason() {
        newKey();

        assertThat(refusal(store, "")).isEqualTo(Problem.KEY_MISSING);
        assertThat(refusal(store, "  ")).isEqualTo(Problem.KEY_MISSING);
        assertThat(refusal(store, "sk-something")).isEqualTo(Problem.KEY_UNKNOWN);
        assertThat(refusal(store, ApiKey.generate(new SecureRandom()).reveal())).isEqualTo(Problem.KEY_UNKNOWN);
    }

    @Test
    void aKeyThatAnotherProxyRevokedIsRefusedWhateverTheFileHereSays() throws Exception {
        ApiKey key = newKey();
        ApiKey other = newKey();

        store.revokedElsewhere(Set.of(key.id(), "unknownhere1"));

        assertThat(refusal(store, key.reveal())).isEqualTo(Problem.KEY_REVOKED);
        assertThat(store.authenticate(other.reveal()).keyId()).isEqualTo(other.id());
        store.revoke(other.id());
        assertThat(store.revoked()).as("what is revoked here").containsExactly(other.id());
    }

    @Test
    void aKnownIdWithAnotherSecretIsUnknownEvenIfTheKeyWasRevoked() throws Exception {
        ApiKey key = newKey();
        store.revoke(key.id());
        String forged = forged(key.id());

        assertThat(ApiKey.parse(forged)).isPresent();
        assertThat(refusal(store, forged)).isEqualTo(Problem.KEY_UNKNOWN);
    }

    /** A key of the given id with a right checksum and a secret of our own. */
    private static String forged(String id) {
        String start = "tw_" + id + "_" + Base62.random(new SecureRandom(), 32);
        var crc = new CRC32();
        crc.update(start.getBytes(StandardCharsets.US_ASCII));
        return start + Base62.padded(BigInteger.valueOf(crc.getValue()), 6);
    }

    @Test
    void aKeyIsGoodUntilTheMomentItExpires() throws Exception {
        ApiKey key = store.create("acme", "developer", List.of(), Optional.of(Duration.ofHours(1)), "");

        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(store.authenticate(key.reveal()).tenant()).isEqualTo("acme");
        clock.advance(Duration.ofMillis(1));
        assertThat(refusal(store, key.reveal())).isEqualTo(Problem.KEY_EXPIRED);
    }

    @Test
    void aKeyRevokedByAnotherProcessIsRefusedAfterTheNextLook() throws Exception {
        ApiKey key = newKey();
        KeyStore commandLine = another();

        assertThat(commandLine.revoke(key.id())).isTrue();

        assertThat(store.authenticate(key.reveal()).keyId()).isEqualTo(key.id());
        store.reloadIfChanged();
        assertThat(refusal(store, key.reveal())).isEqualTo(Problem.KEY_REVOKED);
    }

    @Test
    void aKeyMadeByAnotherProcessIsKnownAfterTheNextLook() throws Exception {
        ApiKey key = another().create("beta", "developer", List.of(), Optional.empty(), "");

        assertThat(refusal(store, key.reveal())).isEqualTo(Problem.KEY_UNKNOWN);
        store.reloadIfChanged();
        assertThat(store.authenticate(key.reveal()).tenant()).isEqualTo("beta");
    }

    @Test
    void twoProcessesThatWriteLoseNothingOfEachOther() throws Exception {
        KeyStore other = another();

        ApiKey first = newKey();
        ApiKey second = other.create("beta", "developer", List.of(), Optional.empty(), "");
        ApiKey third = newKey();

        assertThat(another().list()).extracting(KeyRecord::id).containsExactly(first.id(), second.id(), third.id());
        assertThat(store.list()).isEqualTo(another().list());
    }

    @Test
    void revokingWhatIsNotThereIsSaid() {
        assertThat(store.revoke("000000000000")).isFalse();
    }

    @Test
    void revokingTwiceIsRevokingOnce() throws Exception {
        ApiKey key = newKey();
        store.revoke(key.id());
        long size = Files.size(file);

        assertThat(store.revoke(key.id())).isTrue();
        assertThat(Files.size(file)).isEqualTo(size);
    }

    @Test
    void theFileIsForItsOwnerAloneAndHoldsNoKey() throws Exception {
        ApiKey key = newKey();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains(key.id())
                .doesNotContain(key.reveal())
                .doesNotContain(key.reveal().substring(16));
    }

    @Test
    void recordsAreReadBackAsTheyWereWritten() throws Exception {
        store.create("テナント", "plan \"x\"", List.of("a", "b*"), Optional.of(Duration.ofDays(3)),
                "quoted \\ \uD83D\uDE80");
        store.revoke(newKey().id());

        assertThat(another().list()).isEqualTo(store.list());
    }

    @Test
    void aRotatedKeyStaysGoodForTheOverlapAndTheNewOneForAsLongAsTheOldOneWas() throws Exception {
        ApiKey old = store.create("acme", "developer", List.of("glm-*"), Optional.of(Duration.ofDays(30)), "laptop");
        clock.advance(Duration.ofDays(20));

        ApiKey fresh = store.rotate(old.id(), Duration.ofHours(1)).orElseThrow();

        assertThat(store.authenticate(old.reveal()).tenant()).isEqualTo("acme");
        clock.advance(Duration.ofHours(1));
        assertThat(refusal(store, old.reveal())).isEqualTo(Problem.KEY_EXPIRED);
        clock.advance(Duration.ofDays(29));
        assertThat(store.authenticate(fresh.reveal()).models()).containsExactly("glm-*");
    }

    @Test
    void rotationNeverProlongsTheOldKey() throws Exception {
        ApiKey old = store.create("acme", "developer", List.of(), Optional.of(Duration.ofMinutes(1)), "");

        store.rotate(old.id(), Duration.ofDays(1));
        clock.advance(Duration.ofMinutes(1));

        assertThat(refusal(store, old.reveal())).isEqualTo(Problem.KEY_EXPIRED);
    }

    @Test
    void whatIsUnknownOrRevokedCannotBeRotated() {
        ApiKey revoked = newKey();
        store.revoke(revoked.id());

        assertThat(store.rotate(revoked.id(), Duration.ZERO)).isEmpty();
        assertThat(store.rotate("000000000000", Duration.ZERO)).isEmpty();
    }

    @Test
    void nonsenseMakesNoKey() {
        assertThatThrownBy(() -> store.create(" ", "developer", List.of(), Optional.empty(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.create("acme", "developer", List.of(), Optional.empty(), "two\nlines"))
                .hasMessage("name holds a control character");
        assertThatThrownBy(() -> store.create("acme", "developer", List.of(), Optional.of(Duration.ZERO), ""))
                .hasMessage("ttl must be positive, was PT0S");
        assertThat(store.list()).isEmpty();
    }

    @Test
    void whatIsPrintedOfRecordsAndRefusalsHoldsNoSecret() throws Exception {
        ApiKey key = newKey();
        String wrong = forged(key.id());

        assertThat(store.list().toString()).contains("acme").doesNotContain(key.reveal()).doesNotContain("hash");
        assertThat(catchThrowableOfType(Denied.class, () -> store.authenticate(wrong)))
                .hasMessageNotContaining(wrong.substring(16))
                .satisfies(denied -> assertThat(denied.publicText()).doesNotContain(wrong));
    }

    @Test
    void theHashOfARecordCannotBeChangedFromOutside() throws Exception {
        ApiKey key = newKey();

        store.list().getFirst().hash()[0] ^= 1;

        assertThat(store.authenticate(key.reveal()).keyId()).isEqualTo(key.id());
    }

    /** With a look at the disk, and a copy of all keys, for each of them it would take minutes. */
    @Test
    @Timeout(60)
    void manyKeysAreMadeAtOnce() throws Exception {
        List<NewKey> wanted = new ArrayList<>();
        for (int i = 0; i < 20_000; i++)
            wanted.add(new NewKey("tenant-" + i, "developer", List.of(), Restrictions.NONE, Optional.empty(), ""));

        List<ApiKey> made = store.create(wanted);

        KeyStore other = another();
        assertThat(other.list()).hasSize(20_000);
        for (int i = 0; i < 20_000; i += 1_999)
            assertThat(other.authenticate(made.get(i).reveal()).tenant()).isEqualTo("tenant-" + i);
    }
}
