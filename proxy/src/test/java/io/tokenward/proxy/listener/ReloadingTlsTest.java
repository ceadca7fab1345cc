package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.certs.CertificateLife;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.PemIdentity;
import io.tokenward.certs.acme.AcmeFiles;
import io.tokenward.certs.acme.AcmeIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadingTlsTest {
    private static final Logger LOG = Logger.getLogger(ReloadingTls.class.getName());

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock();
    private final Records records = new Records();
    private DevelopmentAuthority authority;

    @BeforeEach
    void start() throws Exception {
        LOG.addHandler(records);
        authority = DevelopmentAuthority.openOrCreate(directory.resolve("ca"), clock);
        issue("server");
    }

    @AfterEach
    void stop() {
        LOG.removeHandler(records);
    }

    /** A clock that a test moves. */
    private static final class MovedClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T12:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Records extends Handler {
        private final List<LogRecord> seen = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            seen.add(entry);
        }

        long count(Level level) {
            return seen.stream().filter(entry -> entry.getLevel() == level).count();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private void issue(String file) throws Exception {
        PemFiles.write(authority.issueServer(List.of("proxy.test")), path(file + ".pem"), path(file + ".key"));
    }

    private Path path(String file) {
        return directory.resolve(file);
    }

    private ReloadingTls open() throws Exception {
        var source = new PemIdentity(path("server.pem"), path("server.key"), () -> new char[0], clock);
        return ReloadingTls.open("listener test", List.of(new ServerIdentity(List.of(), source)),
                new ClientCertificates.NotAsked(), TlsPolicy.SANE, new Challenges(), clock);
    }

    private static CertificateLife own(ReloadingTls tls) {
        return tls.status().certificates().getFirst();
    }

    private void copy(String from, String to) throws Exception {
        Files.copy(path(from), path(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aChangeIsTakenWhenTwoLooksHaveSeenTheSame() throws Exception {
        ReloadingTls tls = open();
        CertificateLife first = own(tls);
        issue("server");

        tls.poll();
        assertThat(own(tls)).isEqualTo(first);
        tls.poll();
        assertThat(own(tls)).isNotEqualTo(first);
    }

    @Test
    void aPairThatIsReplacedBetweenTwoLooksCausesNoAlarm() throws Exception {
        ReloadingTls tls = open();
        issue("next");

        copy("next.pem", "server.pem");
        tls.poll();
        copy("next.key", "server.key");
        tls.poll();
        tls.poll();

        assertThat(records.count(Level.SEVERE)).isZero();
        assertThat(tls.status().problem()).isEmpty();
        assertThat(records.count(Level.INFO)).isEqualTo(1);
    }

    @Test
    void anUnusableFileIsLoggedOnceHoweverLongItLies() throws Exception {
        ReloadingTls tls = open();
        CertificateLife first = own(tls);
        Files.writeString(path("server.pem"), "nothing");

        for (int look = 0; look < 200; look++) {
            tls.poll();
            clock.advance(Duration.ofSeconds(2));
        }

        assertThat(records.count(Level.SEVERE)).isEqualTo(1);
        assertThat(tls.status().problem()).hasValueSatisfying(problem -> assertThat(problem).contains("not PEM"));
        assertThat(own(tls)).isEqualTo(first);
    }

    @Test
    void whatMendsItselfWithTimeIsTakenWithoutAChangeOfFiles() throws Exception {
        ReloadingTls tls = open();
        CertificateLife first = own(tls);
        clock.advance(Duration.ofHours(3));
        issue("server");
        clock.advance(Duration.ofHours(-3));
        tls.poll();
        tls.poll();
        assertThat(tls.status().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("not valid before"));

        clock.advance(Duration.ofHours(3));
        tls.poll();

        assertThat(tls.status().problem()).isEmpty();
        assertThat(own(tls)).isNotEqualTo(first);
    }

    @Test
    void aCallToReloadTakesTheFilesAtOnce() throws Exception {
        ReloadingTls tls = open();
        CertificateLife first = own(tls);
        issue("server");

        assertThat(tls.reload().problem()).isEmpty();
        assertThat(own(tls)).isNotEqualTo(first);
    }

    @Test
    void expiryIsWarnedOfAtEachStepAndNoMore() throws Exception {
        ReloadingTls tls = open();

        for (int hour = 0; hour < 31 * 24; hour++) {
            tls.poll();
            clock.advance(Duration.ofHours(1));
        }

        assertThat(records.count(Level.WARNING)).isEqualTo(5);
    }

    @Test
    void theDevelopmentAuthoritysCertificateRenewsItselfInSilence() throws Exception {
        var tls = ReloadingTls.open("listener test",
                List.of(new ServerIdentity(List.of(), authority.server(List.of()))),
                new ClientCertificates.NotAsked(), TlsPolicy.SANE, new Challenges(), clock);
        CertificateLife first = own(tls);

        for (int day = 0; day < 25; day++) {
            clock.advance(Duration.ofDays(1));
            tls.poll();
            tls.poll();
        }

        assertThat(own(tls)).isNotEqualTo(first);
        assertThat(own(tls).daysLeft(clock.instant())).isGreaterThan(20);
        assertThat(records.count(Level.WARNING)).isZero();
    }

    @Test
    void aStandInIsMadeAnewForAsLongAsItWaits() throws Exception {
        var files = new AcmeFiles(path("acme"), List.of("proxy.test"), clock);
        var tls = ReloadingTls.open("listener test",
                List.of(new ServerIdentity(List.of(), new AcmeIdentity(files, clock))),
                new ClientCertificates.NotAsked(), TlsPolicy.SANE, new Challenges(), clock);

        for (int minute = 0; minute < 3 * 24 * 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            tls.poll();
            assertThat(own(tls).until()).isAfter(clock.instant());
        }

        assertThat(records.count(Level.INFO)).isEqualTo(3);
    }

    @Test
    void oneThatIsAboutToEndIsNoReasonToExchangeItForItself() throws Exception {
        ReloadingTls tls = open();
        clock.advance(Duration.between(clock.instant(), own(tls).lastHour()));

        for (int minute = 0; minute < 50; minute++) {
            clock.advance(Duration.ofMinutes(1));
            tls.poll();
        }

        assertThat(records.count(Level.INFO)).isZero();
    }

    @Test
    void aListenerDoesNotStartWithAFileThatCannotBeUsed() throws Exception {
        Files.delete(path("server.key"));

        assertThatThrownBy(this::open).isInstanceOf(CertificateProblem.class).hasMessageContaining("no such file");
    }
}
