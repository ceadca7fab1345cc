package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;

class OpenReservationsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final ChargedTo TO = new ChargedTo(
            List.of(new Meter(new Owner("acme", "", "starter"), Unit.TOKENS)),
            QuotaPeriod.DAY.around(NOW, ZoneOffset.UTC), QuotaPeriod.MONTH.around(NOW, ZoneOffset.UTC));
    private final OpenReservations open = new OpenReservations(3);

    private static Ended ended(long number, Ending how) {
        return new Ended(new Reserved(number, "tw_" + number, TO, Charge.tokens(100), NOW), how, Charge.tokens(70),
                List.of(), NOW);
    }

    private void made(long number) {
        open.note(ended(number, Ending.SETTLED).reservation(), 1);
    }

    @Test
    void whatIsSettledAfterManyOthersExpiredIsStillNews() {
        for (int number = 1; number <= 10; number++) {
            made(number);
            open.note(ended(number, Ending.EXPIRED), 2);
        }

        for (int number = 1; number <= 10; number++)
            assertThat(open.mayEnd(ended(number, Ending.SETTLED))).as("reservation %d", number).isTrue();
        assertThat(open.mayEnd(ended(1, Ending.EXPIRED))).isFalse();
    }

    @Test
    void whatWasSettledIsNotNewsAgain() {
        made(1);
        made(2);
        open.note(ended(1, Ending.SETTLED), 2);
        open.note(ended(2, Ending.EXPIRED), 2);
        open.note(ended(2, Ending.SETTLED), 3);

        assertThat(open.mayEnd(ended(1, Ending.SETTLED))).isFalse();
        assertThat(open.mayEnd(ended(2, Ending.SETTLED))).isFalse();
    }
}
