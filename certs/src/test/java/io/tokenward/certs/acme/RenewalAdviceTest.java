package io.tokenward.certs.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import io.tokenward.certs.ManualClock;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, of a life of 30 days, whose authority says when it wants them ordered anew. */
class RenewalAdviceTest implements Orders {
    private static final List<String> NAMES = List.of("a.test");

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(Instant.now());
    private final Instant start = clock.instant();
    private final List<Duration> ordered = new ArrayList<>();
    private final List<Duration> asked = new ArrayList<>();
    private final List<Optional<X509Certificate>> replaced = new ArrayList<>();
    private Optional<RenewalWindow> window = Optional.empty();
    private boolean silent;
    private boolean refusing;
    private DevelopmentAuthority authority;
    private AcmeFiles files;

    @BeforeEach
    void open() throws Exception {
        authority = DevelopmentAuthority.openOrCreate(directory.resolve("authority"), clock);
        files = new AcmeFiles(directory.resolve("acme"), NAMES, clock);
    }

    @Override
    public Identity order(List<String> names, Optional<X509Certificate> old) throws OrderProblem {
        ordered.add(Duration.between(start, clock.instant()));
        replaced.add(old);
        if (refusing) throw new OrderProblem("no");
        try {
            return authority.issueServer(names);
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public Optional<RenewalWindow> window(X509Certificate certificate) throws OrderProblem {
        asked.add(Duration.between(start, clock.instant()));
        if (silent) throw new OrderProblem("not now");
        return window;
    }

    private RenewalWindow window(Duration from, Duration to) {
        return new RenewalWindow(start.plus(from), start.plus(to), Optional.empty());
    }

    /** Polls ten times an hour for so long, after an order at the beginning. */
    private Renewal after(Duration time, long seed) {
        var renewal = new Renewal(files, this, clock, new Random(seed));
        renewal.poll();
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(Duration.ofMinutes(6));
            renewal.poll();
        }
        return renewal;
    }

    @Test
    void aCertificateIsOrderedAnewInTheWindowAndTheOldOneIsNamed() throws Exception {
        window = Optional.of(window(Duration.ofDays(10), Duration.ofDays(12)));
        after(Duration.ofDays(9), 7);
        X509Certificate old = files.identity().certificate();
        assertThat(ordered).hasSize(1);
        assertThat(RenewalNote.of(files.identityFile(), old.getNotBefore().toInstant(), old.getNotAfter().toInstant()))
                .hasValueSatisfying(note -> assertThat(note)
                        .contains(RenewalState.read(files.stateFile()).advised().orElseThrow().toString()));

        after(Duration.ofDays(3).plusHours(1), 7);

        assertThat(ordered.get(1)).isBetween(Duration.ofDays(10), Duration.ofDays(12).plusHours(1));
        assertThat(replaced.subList(0, 2)).containsExactly(Optional.empty(), Optional.of(old));
    }

    @Test
    void proxiesTakeMomentsOfTheirOwn() {
        window = Optional.of(window(Duration.ofDays(10), Duration.ofDays(12)));

        assertThat(LongStream.range(0, 20).mapToObj(seed -> {
            var advice = new RenewalAdvice(this, clock, new Random(seed));
            return advice.moment(anyCertificate()).orElseThrow();
        })).doesNotHaveDuplicates()
                .allMatch(moment -> !moment.isBefore(start.plus(Duration.ofDays(10)))
                        && moment.isBefore(start.plus(Duration.ofDays(12))));
    }

    @Test
    void aMomentIsKeptWhileTheWindowStays() {
        window = Optional.of(window(Duration.ofDays(10), Duration.ofDays(12)));
        var advice = new RenewalAdvice(this, clock, new Random(7));
        X509Certificate held = anyCertificate();
        Optional<Instant> first = advice.moment(held);

        clock.advance(Duration.ofDays(2));
        assertThat(advice.moment(held)).isEqualTo(first);
        assertThat(asked).hasSize(2);

        window = Optional.of(window(Duration.ofDays(2), Duration.ofDays(3)));
        clock.advance(Duration.ofDays(2));
        assertThat(advice.moment(held).orElseThrow()).isBefore(start.plus(Duration.ofDays(3)));
    }

    private X509Certificate anyCertificate() {
        try {
            return authority.issueServer(NAMES).certificate();
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void whatWasSaidLastCountsWhileTheAuthorityIsSilent() {
        window = Optional.of(window(Duration.ofDays(10), Duration.ofDays(12)));
        after(Duration.ofDays(5), 7);
        silent = true;

        after(Duration.ofDays(8), 7);
        assertThat(ordered).as("a proxy that is started anew has not heard it").hasSize(1);

        after(Duration.ofDays(8), 7);
        assertThat(ordered.get(1)).as("two thirds").isBetween(Duration.ofDays(19), Duration.ofDays(21));
    }

    @Test
    void aProxyThatGoesOnKeepsWhatItWasTold() {
        window = Optional.of(window(Duration.ofDays(10), Duration.ofDays(12)));
        var advice = new RenewalAdvice(this, clock, new Random(7));
        X509Certificate held = anyCertificate();
        Optional<Instant> told = advice.moment(held);
        silent = true;

        clock.advance(Duration.ofDays(3));

        assertThat(advice.moment(held)).isEqualTo(told);
        assertThat(asked).hasSize(2);
    }

    @Test
    void adviceThatIsAMistakeCostsNeitherTheCertificateNorMoreThanAnOrderADay() {
        window = Optional.of(window(Duration.ofDays(4000), Duration.ofDays(4001)));
        after(Duration.ofDays(26), 7);
        assertThat(ordered).hasSize(2);
        assertThat(ordered.get(1)).isBetween(Duration.ofDays(24), Duration.ofDays(25).plusHours(1));

        ordered.clear();
        window = Optional.of(window(Duration.ofDays(-2), Duration.ofDays(-1)));
        after(Duration.ofDays(6), 7);
        assertThat(ordered).hasSizeBetween(5, 7);
    }

    @Test
    void theAuthorityIsAskedOnceAnHourAtMostAndOnceADayAtLeast() {
        window = Optional.of(new RenewalWindow(start.plus(Duration.ofDays(18)), start.plus(Duration.ofDays(19)),
                Optional.of(start)));
        after(Duration.ofDays(2), 7);
        assertThat(asked.size()).isBetween(40, 50);

        asked.clear();
        window = Optional.of(new RenewalWindow(start.plus(Duration.ofDays(18)), start.plus(Duration.ofDays(19)),
                Optional.of(start.plus(Duration.ofDays(900)))));
        after(Duration.ofDays(5), 7);
        assertThat(asked.size()).isBetween(5, 7);
    }

    @Test
    void anOrderThatFailedNamesNoOldOneAgain() {
        window = Optional.of(window(Duration.ofDays(10), Duration.ofDays(11)));
        after(Duration.ofDays(9), 7);
        refusing = true;

        after(Duration.ofDays(3), 7);

        assertThat(replaced.size()).isGreaterThan(3);
        assertThat(replaced.get(1)).isPresent();
        assertThat(replaced.subList(2, replaced.size())).containsOnly(Optional.empty());
    }

    @Test
    void aWindowThatEndsBeforeItBeginsIsNone() {
        assertThatThrownBy(() -> new RenewalWindow(start, start, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
