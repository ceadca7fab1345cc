package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class LedgerSumsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Window DAY = QuotaPeriod.DAY.around(NOW, ZoneOffset.UTC);
    private static final Window MONTH = QuotaPeriod.MONTH.around(NOW, ZoneOffset.UTC);

    private static ChargedTo place(int tenant) {
        return new ChargedTo(List.of(new Meter(new Owner("tenant-" + tenant, "", "starter"), Unit.TOKENS)), DAY, MONTH);
    }

    private static void charge(LedgerSums sums, ChargedTo to) {
        sums.add(to, Charge.tokens(7), List.of(), 1, Map.of());
    }

    @Test
    void sumsThatGrewOldTogetherAreWrittenOneAfterTheOther() {
        var sums = new LedgerSums(1_000);
        for (int tenant = 0; tenant < 1_000; tenant++)
            charge(sums, place(tenant));
        for (int i = 0; i < 1_000; i++)
            charge(sums, place(0));

        Map<Balanced, Long> written = new HashMap<>();
        for (Map<Balanced, Long> due = sums.due(); !due.isEmpty(); due = sums.due()) {
            assertThat(due).hasSizeLessThanOrEqualTo(500);
            due.forEach((of, amount) -> written.merge(of, amount, Long::sum));
            sums.written(due);
        }

        assertThat(written).as("a day and a month of each").hasSize(2_000);
        assertThat(written.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2 * 2_000 * 7);
        assertThat(sums.all()).isEmpty();
    }

    @Test
    void aPlaceThatIsUsedAgainAfterItsSumWasWrittenHasANewOne() {
        var sums = new LedgerSums(1);
        ChargedTo to = place(1);
        charge(sums, to);
        charge(sums, to);
        sums.written(sums.due());

        charge(sums, to);

        assertThat(sums.all().values()).containsExactly(7L, 7L);
    }

    @Test
    void aPlaceOfTwoLedgersIsCountedInEach() {
        var first = new LedgerSums(1);
        var second = new LedgerSums(1);
        ChargedTo to = place(1);

        charge(first, to);
        charge(second, to);
        charge(first, place(1));

        assertThat(first.all().values()).containsExactly(14L, 14L);
        assertThat(second.all().values()).containsExactly(7L, 7L);
    }

    @Test
    void whereThereAreTooManyTheOldestAreWrittenBeforeTheirTime() {
        var sums = new LedgerSums(Long.MAX_VALUE / 2);
        for (int tenant = 0; tenant < 50_000; tenant++)
            charge(sums, place(tenant));
        assertThat(sums.due()).isEmpty();

        charge(sums, place(50_000));

        assertThat(sums.due().keySet()).containsExactlyInAnyOrderElementsOf(place(0).counted());
    }
}
