package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.HistoryLine.Closed;
import io.tokenward.proxy.limit.HistoryLine.Given;
import io.tokenward.proxy.limit.HistoryLine.Held;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link BatchLines} wrote. Used by one thread at a time. */
final class BatchReader {
    private final byte[] bytes;
    private final List<ChargedTo> places = new ArrayList<>();
    private final List<String> packs = new ArrayList<>();
    private int at;
    private long begins;

    private BatchReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * All lines of a batch, in the order in which they were written.
     *
     * @throws IllegalArgumentException if these are no lines; the text says at which byte
     */
    static List<HistoryLine> lines(byte[] batch) {
        return new BatchReader(batch).lines();
    }

    private List<HistoryLine> lines() {
        long form = number();
        if (form != BatchLines.FORM) throw wrong("form " + form + " is not known");
        begins = number();
        List<HistoryLine> lines = new ArrayList<>();
        while (at < bytes.length)
            lines.add(line());
        return lines;
    }

    private HistoryLine line() {
        int kind = small("kind of line", BatchLines.GRANTED + 1);
        return switch (kind) {
            case BatchLines.RESERVED -> new Held(number(), text(), to(), charge(), time());
            case BatchLines.GRANTED -> new Given(pack(), time());
            default -> closed(Ending.values()[ending(kind)]);
        };
    }

    private int ending(int kind) {
        int ordinal = kind - BatchLines.ENDED - 1;
        if (ordinal < 0 || ordinal >= Ending.values().length) throw wrong("no line is of kind " + kind);
        return ordinal;
    }

    private Closed closed(Ending how) {
        long number = number();
        ChargedTo to = to();
        Charge charge = charge();
        int count = small("number of draws", bytes.length);
        List<Draw> draws = new ArrayList<>();
        for (int i = 0; i < count; i++)
            draws.add(new Draw(packId(), number()));
        return new Closed(number, how, to, charge, draws, time());
    }

    private Pack pack() {
        return new Pack(text(), text(), text(), text(), number(), second(),
                second(), (int) signed(), text(), text());
    }

    private Charge charge() {
        return new Charge(number(), number());
    }

    private Instant time() {
        return Instant.ofEpochMilli(begins + signed());
    }

    private Instant second() {
        try {
            return Instant.ofEpochSecond(signed());
        } catch (DateTimeException beyondAllTime) {
            throw wrong("no instant");
        }
    }

    private ChargedTo to() {
        int index = small("place", places.size() + 1);
        if (index < places.size()) return places.get(index);
        Window day = window();
        Window month = window();
        int count = small("number of meters", bytes.length);
        List<Meter> meters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Unit unit = Unit.values()[small("unit", Unit.values().length)];
            meters.add(new Meter(new Owner(text(), text(), text()), unit));
        }
        var to = new ChargedTo(meters, day, month);
        places.add(to);
        return to;
    }

    private Window window() {
        return new Window(second(), second());
    }

    private String packId() {
        int index = small("pack", packs.size() + 1);
        if (index == packs.size()) packs.add(text());
        return packs.get(index);
    }

    private int small(String what, int bound) {
        long value = number();
        if (value >= bound) throw wrong("a " + what + " of " + value);
        return (int) value;
    }

    private String text() {
        int length = small("length", bytes.length - at + 1);
        if (length > bytes.length - at) throw wrong("it ends in the middle of a text");
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    private long signed() {
        long value = raw();
        return value >>> 1 ^ -(value & 1);
    }

    private long number() {
        long value = raw();
        if (value < 0) throw wrong("a number is too large");
        return value;
    }

    private long raw() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at == bytes.length) throw wrong("it ends in the middle of a number");
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) return value;
        }
        throw wrong("a number has too many bytes");
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("byte " + at + ": " + why);
    }
}
