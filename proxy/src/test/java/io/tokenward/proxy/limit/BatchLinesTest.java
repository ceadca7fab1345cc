package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.limit.HistoryLine.Closed;
import io.tokenward.proxy.limit.HistoryLine.Given;
import io.tokenward.proxy.limit.HistoryLine.Held;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Lines of the history come back as they were written, and nothing else is taken for some. */
class BatchLinesTest {
    private static final int ROUNDS = 200 * Integer.getInteger("tokenward.rounds", 1);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private String word() {
        return random.nextInt(10) == 0 ? "" : Integer.toString(random.nextInt(5), 36) + "租户";
    }

    private long amount() {
        return random.nextLong() >>> random.nextInt(1, 64);
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(-4_000_000_000L, 40_000_000_000L));
    }

    private Window window() {
        return new Window(instant(), instant());
    }

    private ChargedTo to() {
        List<Meter> meters = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--)
            meters.add(new Meter(new Owner(word(), word(), word()), random.nextBoolean() ? Unit.TOKENS : Unit.MONEY));
        return new ChargedTo(meters, window(), window());
    }

    private Pack pack() {
        Instant starts = instant();
        return new Pack("id" + word(), "t" + word(), word(), word(), random.nextLong(Pack.MOST_TOKENS), starts,
                starts.plusSeconds(1 + random.nextInt(1_000_000)), random.nextInt(-5, 200), word(), word());
    }

    private byte[] write(List<HistoryLine> lines) {
        var out = new BatchLines();
        out.begin(Instant.parse("2026-11-23T10:00:00Z"));
        for (HistoryLine line : lines) {
            switch (line) {
                case Held(long number, String exchange, ChargedTo to, Charge held, Instant at) ->
                    out.reserved(new Reserved(number, exchange, to, held, at));
                case Closed(long number, Ending how, ChargedTo to, Charge charge, List<Draw> draws, Instant at) ->
                    out.ended(number, how, to, charge, draws, at);
                case Given(Pack pack, Instant at) -> out.granted(pack, at);
            }
        }
        return out.bytes();
    }

    private List<HistoryLine> some() {
        List<ChargedTo> places = List.of(to(), to(), to());
        List<HistoryLine> lines = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            ChargedTo to = places.get(random.nextInt(3));
            var charge = new Charge(amount(), amount());
            lines.add(switch (random.nextInt(3)) {
                case 0 -> new Held(amount(), "tw_" + word(), to, charge, instant());
                case 1 -> new Closed(amount(), Ending.values()[random.nextInt(3)], to, charge,
                        List.of(new Draw("p" + word(), amount()), new Draw("p" + word(), amount())), instant());
                default -> new Given(pack(), instant());
            });
        }
        return lines;
    }

    @Test
    void whatIsWrittenIsRead() {
        for (int round = 0; round < ROUNDS; round++) {
            List<HistoryLine> lines = some();

            assertThat(BatchReader.lines(write(lines))).as("seed %d, round %d", seed, round).isEqualTo(lines);
        }
    }

    @Test
    void damagedBatchesAreRefusedOrReadButNothingElseHappens() {
        for (int round = 0; round < ROUNDS * 5; round++) {
            byte[] bytes = write(some());
            for (int i = random.nextInt(4); i >= 0; i--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            try {
                BatchReader.lines(cut);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).as("seed %d, round %d", seed, round).hasMessageNotContaining("租户");
            }
        }
    }
}
