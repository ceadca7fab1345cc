package io.tokenward.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ExpiryWarningsTest {
    private static final Instant UNTIL = Instant.parse("2027-03-01T12:00:00Z");

    private final CertificateLife life = new CertificateLife("proxy.test", "2a", UNTIL);
    private final ExpiryWarnings warnings = new ExpiryWarnings();

    @Test
    void overAWholeLifeEachStepIsSaidOnce() {
        List<Long> days = new ArrayList<>();
        for (Instant now = UNTIL.minus(Duration.ofDays(90)); now.isBefore(UNTIL.plus(Duration.ofDays(20))); now = now
                .plus(Duration.ofHours(1))) {
            if (!warnings.due(List.of(life), now).isEmpty()) days.add(life.daysLeft(now));
        }

        assertThat(days).containsExactly(30L, 14L, 7L, 1L, -1L);
    }

    @Test
    void aProcessThatStartsLateSaysItOnceAndNotForEveryStepPassed() {
        Instant late = UNTIL.minus(Duration.ofDays(5));

        assertThat(warnings.due(List.of(life), late))
                .containsExactly("the certificate of proxy.test (serial 2a) expires at 2027-03-01T12:00:00Z, in 5 days;"
                        + " renew it");
        assertThat(warnings.due(List.of(life), late)).isEmpty();
    }

    @Test
    void anExpiredOneIsSaidToBeRefusedByClients() {
        assertThat(warnings.due(List.of(life), UNTIL.plusSeconds(1))).singleElement().asString().contains("expired at");
    }

    @Test
    void aRenewedCertificateIsSilentUntilItsOwnTimeComes() {
        Instant late = UNTIL.minus(Duration.ofDays(5));
        warnings.due(List.of(life), late);
        var renewed = new CertificateLife("proxy.test", "2b", UNTIL.plus(Duration.ofDays(90)));

        assertThat(warnings.due(List.of(renewed), late)).isEmpty();
        assertThat(warnings.due(List.of(renewed), UNTIL.plus(Duration.ofDays(61)))).hasSize(1);
    }

    @Test
    void aWholeDayIsLeftUntilTheLastSecondOfIt() {
        assertThat(life.daysLeft(UNTIL.minus(Duration.ofDays(2)))).isEqualTo(2);
        assertThat(life.daysLeft(UNTIL.minus(Duration.ofDays(2)).plusSeconds(1))).isEqualTo(1);
        assertThat(life.daysLeft(UNTIL)).isZero();
        assertThat(life.daysLeft(UNTIL.plusSeconds(1))).isEqualTo(-1);
    }
}
