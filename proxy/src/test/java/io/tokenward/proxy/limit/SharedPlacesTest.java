package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.limit.HistoryLine.Held;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;

class SharedPlacesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private final SharedPlaces places = new SharedPlaces();

    private static Meter meter(String tenant, String key) {
        return new Meter(new Owner(tenant, key, "starter"), Unit.TOKENS);
    }

    /** As it is read from a batch of its own. */
    private ChargedTo read(Meter... meters) {
        var to = new ChargedTo(List.of(meters), QuotaPeriod.DAY.around(NOW, ZoneOffset.UTC),
                QuotaPeriod.MONTH.around(NOW, ZoneOffset.UTC));
        var lines = new BatchLines();
        lines.begin(NOW);
        lines.reserved(new Reserved(1, "tw_1", to, Charge.tokens(100), NOW));
        HistoryLine line = places.in(BatchReader.lines(lines.bytes()).getFirst());
        assertThat(line).isInstanceOf(Held.class);
        ChargedTo found = ((Held) line).to();
        assertThat(found).isEqualTo(to);
        return found;
    }

    @Test
    void equalPlacesOfTwoBatchesAreOne() {
        assertThat(read(meter("acme", ""))).isSameAs(read(meter("acme", "")));
    }

    @Test
    void differentPlacesShareTheirWindowsMetersAndNames() {
        ChargedTo acme = read(meter("acme", ""));
        ChargedTo user = read(meter("acme", ""), meter("acme", "USER:acme ann"));

        assertThat(user.day()).isSameAs(acme.day());
        assertThat(user.month()).isSameAs(acme.month());
        assertThat(user.meters().getFirst()).isSameAs(acme.meters().getFirst());
        assertThat(user.meters().getLast().owner().plan()).isSameAs(acme.meters().getFirst().owner().plan());
    }
}
