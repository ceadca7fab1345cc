package io.tokenward.certs.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import io.tokenward.certs.ManualClock;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.acme.Renewal.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {
    private static final List<String> NAMES = List.of("a.test", "b.test");

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(Instant.now());
    private final List<Instant> orders = new ArrayList<>();
    private Optional<OrderProblem> refusal = Optional.empty();
    private List<String> issuedNames = NAMES;
    private DevelopmentAuthority authority;
    private AcmeFiles files;

    @BeforeEach
    void open() throws Exception {
        authority = DevelopmentAuthority.openOrCreate(directory.resolve("authority"), clock);
        files = new AcmeFiles(directory.resolve("acme"), NAMES, clock);
    }

    private Renewal renewal() {
        return new Renewal(files, this::order, clock, new Random(7));
    }

    private Identity order(List<String> names, Optional<X509Certificate> replaced) throws OrderProblem {
        orders.add(clock.instant());
        if (refusal.isPresent()) throw refusal.get();
        try {
            return authority.issueServer(issuedNames);
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Polls every minute for so long. */
    private void pass(Renewal renewal, Duration time) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofMinutes(1));
            renewal.poll();
        }
    }

    @Test
    void withoutACertificateOneIsOrderedAtOnceAndOnce() throws Exception {
        Renewal renewal = renewal();

        assertThat(renewal.poll()).isInstanceOf(Outcome.Renewed.class);
        assertThat(renewal.poll()).isEqualTo(new Outcome.NotDue());
        assertThat(renewal().poll()).isEqualTo(new Outcome.NotDue());
        assertThat(files.complete()).isPresent();
        assertThat(orders).hasSize(1);
    }

    @Test
    void anOrderThatNobodyOutlivedIsNotMadeAgainAtOnce() {
        var killed = new Renewal(files, (names, replaced) -> {
            throw new IllegalStateException("as if the process had ended here");
        }, clock, new Random(7));

        assertThatThrownBy(killed::poll).isInstanceOf(IllegalStateException.class);

        assertThat(killed.poll()).isEqualTo(new Outcome.NotDue());
        assertThat(renewal().poll()).as("of the next process").isEqualTo(new Outcome.NotDue());
        clock.advance(Duration.ofMinutes(3));
        assertThat(renewal().poll()).isInstanceOf(Outcome.Renewed.class);
    }

    @Test
    void whatAnAuthoritySaysCannotMakeTheNoteUnreadable() throws Exception {
        Files.createDirectories(directory.resolve("acme"));
        var state = new RenewalState(3, clock.instant(), Optional.of("größer\nals " + "x".repeat(9000)));
        state.write(files.stateFile());

        assertThat(RenewalState.read(files.stateFile()).failures()).isEqualTo(3);
        assertThat(RenewalState.read(files.stateFile()).problem().orElseThrow()).startsWith("gr er als xxx");
    }

    @Test
    void aClockThatWasAheadDoesNotPutOffWhatIsDue() throws Exception {
        Files.createDirectories(directory.resolve("acme"));
        new RenewalState(1, clock.instant().plus(Duration.ofDays(3650)), Optional.empty()).write(files.stateFile());

        assertThat(renewal().poll()).isInstanceOf(Outcome.Renewed.class);
    }

    @Test
    void aCertificateIsOrderedAnewWhenTwoThirdsOfItsLifeAreOver() throws Exception {
        Renewal renewal = renewal();
        renewal.poll();
        Identity first = files.identity();

        pass(renewal, Duration.ofDays(19));
        assertThat(orders).hasSize(1);
        pass(renewal, Duration.ofDays(2));

        assertThat(orders).hasSize(2);
        assertThat(files.identity().certificate()).isNotEqualTo(first.certificate());
    }

    @Test
    void oneThatLacksANameIsReplacedAndServesUntilThen() throws Exception {
        Identity partial = authority.issueServer(List.of("a.test"));
        Files.createDirectories(directory.resolve("acme"));
        PemFiles.writeTogether(partial, files.identityFile());
        refusal = Optional.of(new OrderProblem("no"));
        Renewal renewal = renewal();

        assertThat(renewal.poll()).isInstanceOf(Outcome.Failed.class);
        assertThat(new AcmeIdentity(files, clock).identity().certificate()).isEqualTo(partial.certificate());

        refusal = Optional.empty();
        pass(renewal, Duration.ofMinutes(3));
        assertThat(files.complete()).isPresent();
    }

    @Test
    void afterFailuresItWaitsLongerEachTimeAndNeverForMoreThanADay() {
        refusal = Optional.of(new OrderProblem("no"));
        Renewal renewal = renewal();

        pass(renewal, Duration.ofDays(4));

        assertThat(orders.stream().filter(at -> at.isBefore(orders.getFirst().plus(Duration.ofHours(1)))))
                .hasSizeBetween(3, 4);
        List<Duration> waits = new ArrayList<>();
        for (int i = 1; i < orders.size(); i++)
            waits.add(Duration.between(orders.get(i - 1), orders.get(i)));
        assertThat(waits.subList(0, 5)).isSorted();
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofHours(16)) < 0);
        assertThat(waits.size()).isGreaterThan(10);
    }

    @Test
    void failuresAreRememberedOverARestart() {
        refusal = Optional.of(new OrderProblem("no"));
        renewal().poll();

        for (int restart = 0; restart < 10; restart++)
            assertThat(renewal().poll()).isEqualTo(new Outcome.NotDue());
        assertThat(orders).hasSize(1);
    }

    @Test
    void anOrderThatEndsWithTheProxyIsNoFailure() {
        Orders interrupted = (names, replaced) -> {
            Thread.currentThread().interrupt();
            throw new OrderProblem("the proxy ends");
        };

        assertThat(new Renewal(files, interrupted, clock, new Random(7)).poll()).isEqualTo(new Outcome.NotDue());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(renewal().poll()).isInstanceOf(Outcome.Renewed.class);
    }

    @Test
    void whatTheAuthorityAsksForIsObeyedUpToAWeek() {
        refusal = Optional.of(new OrderProblem("slow down", Optional.of(clock.instant().plus(Duration.ofDays(2)))));
        Renewal renewal = renewal();
        renewal.poll();
        pass(renewal, Duration.ofHours(47));
        assertThat(orders).hasSize(1);
        pass(renewal, Duration.ofHours(2));
        assertThat(orders.size()).isGreaterThan(1);

        refusal = Optional.of(new OrderProblem("never", Optional.of(clock.instant().plus(Duration.ofDays(900)))));
        pass(renewal, Duration.ofDays(1));
        int asked = orders.size();
        pass(renewal, Duration.ofDays(8));
        assertThat(orders.size()).isGreaterThan(asked);
    }

    @Test
    void aCertificateThatCannotBeUsedReplacesNothing() throws Exception {
        Renewal renewal = renewal();
        renewal.poll();
        Identity good = files.identity();
        issuedNames = List.of("c.test");

        pass(renewal, Duration.ofDays(21));

        assertThat(orders.size()).isGreaterThan(1);
        assertThat(files.identity().certificate()).isEqualTo(good.certificate());
        assertThat(new AcmeIdentity(files, clock).problem()).hasValueSatisfying(
                problem -> assertThat(problem).contains("the last order failed", "has not all of the names"));
    }

    @Test
    void whileAnotherProcessIsAtItNothingIsOrdered() throws IOException {
        Files.createDirectories(directory.resolve("acme"));
        try (var channel = FileChannel.open(directory.resolve("acme").resolve(".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); var _ = channel.lock()) {
            assertThat(renewal().poll()).isEqualTo(new Outcome.Elsewhere());
        }
        assertThat(renewal().poll()).isInstanceOf(Outcome.Renewed.class);
        assertThat(orders).hasSize(1);
    }

    @Test
    void theDirectoryAndAllInItAreTheirOwnersAlone() throws IOException {
        renewal().poll();

        Path made = directory.resolve("acme");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
        try (var held = Files.list(made)) {
            assertThat(held).extracting(file -> file.getFileName() + " "
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .containsExactlyInAnyOrder(".lock rw-------", "a.test.pem rw-------", "a.test.renewal rw-------");
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsToldAndNotTriedWithEachPoll() throws IOException {
        Files.writeString(directory.resolve("acme"), "a file where the directory should be");
        Renewal renewal = renewal();

        assertThat(renewal.poll()).isInstanceOfSatisfying(Outcome.Failed.class,
                failed -> assertThat(failed.problem()).contains("acme.storage"));
        assertThat(renewal.poll()).isEqualTo(new Outcome.NotDue());
        assertThat(orders).isEmpty();
    }
}
