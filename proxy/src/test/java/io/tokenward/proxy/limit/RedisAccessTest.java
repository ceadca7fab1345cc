package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to a Redis: with a password, over TLS, to a cluster; and what all nodes hear of revoked keys. */
class RedisAccessTest {
    @Test
    void aPasswordIsAskedForAndGiven() throws Exception {
        String password = "pw-" + System.nanoTime();
        try (RealRedis redis = RealRedis.start("--requirepass", password)) {
            assertThatExceptionOfType(LedgerProblem.class).isThrownBy(() -> RedisLimiter.open(redis.settings(),
                    Clock.systemUTC())).withMessageContaining("Redis cannot be used");
            RedisSettings known = with(redis.settings(), Optional.of(password), Optional.empty(), false);

            spends(known);

            assertThat(known.toString()).doesNotContain(password);
        }
    }

    @Test
    void theServersCertificateHasToComeFromAnAuthorityThatIsTrusted(@TempDir Path directory) throws Exception {
        var authority = DevelopmentAuthority.openOrCreate(directory.resolve("authority"), Clock.systemUTC());
        Identity identity = authority.issueServer(List.of("localhost"));
        Path chain = pem(directory.resolve("chain.pem"), "CERTIFICATE", identity.chain()
                .stream()
                .map(
                        certificate -> encoded(certificate))
                .toList());
        Path key = pem(directory.resolve("key.pem"), "PRIVATE KEY", List.of(identity.key().getEncoded()));
        int tls = RealRedis.freePort();
        try (RealRedis redis = RealRedis.start("--tls-port", Integer.toString(tls), "--tls-cert-file",
                chain.toString(), "--tls-key-file", key.toString(), "--tls-auth-clients", "no", "--tls-ca-cert-file",
                authority.caFile().toString())) {
            URI address = URI.create("rediss://localhost:" + tls);
            var trusted = new RedisSettings(address, false, "", Optional.empty(),
                    Optional.of(authority.caFile()), 1);
            var system = new RedisSettings(address, false, "", Optional.empty(), Optional.empty(), 1);

            spends(trusted);

            assertThatExceptionOfType(LedgerProblem.class)
                    .isThrownBy(() -> RedisLimiter.open(system, Clock.systemUTC()));
            assertThat(redis.port()).isPositive();
        }
    }

    @Test
    void aClusterTakesEveryScriptBecauseAllKeysOfAPayerAreInOneSlot() throws Exception {
        try (RealRedis redis = RealRedis.start("--cluster-enabled", "yes");
                RedisConnection plain = RedisConnection.open(redis.settings())) {
            Integer[] slots = new Integer[16_384];
            for (int i = 0; i < slots.length; i++)
                slots[i] = i;
            granted(plain.commands().clusterAddSlots(java.util.Arrays.stream(slots).mapToInt(i -> i).toArray()));
            org.awaitility.Awaitility.await()
                    .until(() -> granted(plain.commands().clusterInfo()).contains("cluster_state:ok"));

            spends(with(redis.settings(), Optional.empty(), Optional.empty(), true));
        }
    }

    @Test
    void aKeyThatOneNodeRevokesIsKnownToTheOther() {
        try (RealRedis redis = RealRedis.start();
                RedisLimiter first = SharedStore.node(redis.settings());
                RedisLimiter second = SharedStore.node(redis.settings())) {
            var heard = new AtomicReference<Set<String>>(Set.of());
            SharedRevocations here = first.revocations();
            SharedRevocations there = second.revocations();
            there.exchange(Set.of("old"), heard::set);

            here.exchange(Set.of("k7Qm2xR9aLpe"), ids -> {});
            there.exchange(Set.of("old"), heard::set);

            assertThat(heard.get()).containsExactlyInAnyOrder("old", "k7Qm2xR9aLpe");
            redis.kill();
            there.exchange(Set.of("old"), heard::set);
            assertThat(heard.get()).as("what was known stays known").hasSize(2);
        }
    }

    @Test
    void aRedisThatHasLostWhichKeysAreRevokedIsToldAgain() throws Exception {
        try (RealRedis redis = RealRedis.start();
                RedisLimiter first = SharedStore.node(redis.settings());
                RedisLimiter second = SharedStore.node(redis.settings())) {
            var heard = new AtomicReference<Set<String>>(Set.of());
            SharedRevocations there = second.revocations();
            first.revocations().exchange(Set.of("k7Qm2xR9aLpe"), ids -> {});
            there.exchange(Set.of("old"), heard::set);

            SharedStore.forget(redis);
            there.exchange(Set.of("old"), heard::set);

            assertThat(heard.get()).as("still refused here").containsExactlyInAnyOrder("old", "k7Qm2xR9aLpe");
            there.exchange(Set.of("old"), heard::set);
            var newcomer = new AtomicReference<Set<String>>(Set.of());
            first.revocations().exchange(Set.of(), newcomer::set);
            assertThat(newcomer.get()).as("and by others").containsExactlyInAnyOrder("old", "k7Qm2xR9aLpe");
        }
    }

    @Test
    void nonsenseIsNoAddress() {
        for (String address : List.of("http://r:1", "redis:///x", "redis://user:secret@r:1"))
            assertThatIllegalArgumentException().as(address)
                    .isThrownBy(() -> new RedisSettings(URI.create(address), false, "", Optional.empty(),
                            Optional.empty(), 1));
    }

    /** Every kind of script and bucket once, with a package. */
    private static void spends(RedisSettings settings) throws LedgerProblem {
        var plan = new Plan("starter", Rates.of(100, 100_000, 5), Quotas.unlimited(), ZoneOffset.UTC, Map.of(),
                Optional.of(new TokenPackage(1_000, QuotaPeriod.MONTH, 0)));
        var account = new Account("key-1", "acme", plan);
        try (RedisLimiter limiter = RedisLimiter.open(settings, Clock.systemUTC())) {
            var now = Clock.systemUTC().instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
            var pack = new Pack("pack-1", "acme", "", "", 500, now.minusSeconds(60), now.plusSeconds(3_600), 50,
                    "voucher", "");
            assertThat(granted(limiter.packs().grant(pack))).isTrue();
            Permit permit = granted(limiter.enter(account, "tw_1"));
            granted(granted(limiter.reserve(permit, "any", 700)).settle(600));
            permit.release();

            assertThat(granted(limiter.balances(account)).month().used()).isEqualTo(600);
            assertThat(limiter.packs().packs("acme")).extracting(PackBalance::used).containsExactly(500L, 100L);
        }
    }

    private static RedisSettings with(RedisSettings settings, Optional<String> password, Optional<Path> trust,
            boolean cluster) {
        return new RedisSettings(settings.address(), cluster, "", password, trust, 1);
    }

    private static byte[] encoded(java.security.cert.X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (java.security.cert.CertificateEncodingException damaged) {
            throw new AssertionError(damaged);
        }
    }

    private static Path pem(Path file, String kind, List<byte[]> parts) throws Exception {
        var text = new StringBuilder();
        for (byte[] part : parts) {
            text.append("-----BEGIN ").append(kind).append("-----\n");
            text.append(Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(part));
            text.append("\n-----END ").append(kind).append("-----\n");
        }
        return Files.writeString(file, text, StandardCharsets.US_ASCII);
    }
}
