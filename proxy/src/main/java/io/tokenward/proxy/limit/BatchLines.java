package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the lines of one batch of the history. {@link BatchReader} reads them. Used by one thread at a time.
 *
 * <p>A batch begins with the version of this form and the time of its first line; the time of each line is told from there.
 * What lines repeat, where they count and which packs they drew on, is written where it first occurs and is a number from
 * then on: the next free one means that the thing itself follows.
 */
final class BatchLines {
    static final int FORM = 1;
    static final int RESERVED = 1;
    /** With the code of the {@link Ending} added. */
    static final int ENDED = 1;
    static final int GRANTED = 5;

    private final BatchBytes out = new BatchBytes(4096);
    private final Map<ChargedTo, Integer> places = new HashMap<>();
    private final Map<String, Integer> packs = new HashMap<>();
    private long begins;

    void begin(Instant at) {
        out.clear();
        places.clear();
        packs.clear();
        begins = at.toEpochMilli();
        out.number(FORM);
        out.number(begins);
    }

    void reserved(Reserved reserved) {
        out.number(RESERVED);
        out.number(reserved.number());
        out.text(reserved.exchange());
        to(reserved.to());
        charge(reserved.held());
        at(reserved.at());
    }

    void ended(long number, Ending how, ChargedTo to, Charge charge, List<Draw> draws, Instant at) {
        out.number(ENDED + how.code());
        out.number(number);
        to(to);
        charge(charge);
        out.number(draws.size());
        for (Draw draw : draws) {
            pack(draw.pack());
            out.number(draw.tokens());
        }
        at(at);
    }

    void granted(Pack pack, Instant at) {
        out.number(GRANTED);
        out.text(pack.id());
        out.text(pack.tenant());
        out.text(pack.key());
        out.text(pack.plan());
        out.number(pack.tokens());
        out.signed(pack.starts().getEpochSecond());
        out.signed(pack.expires().getEpochSecond());
        out.signed(pack.priority());
        out.text(pack.source());
        out.text(pack.origin());
        at(at);
    }

    byte[] bytes() {
        return out.toArray();
    }

    private void charge(Charge charge) {
        out.number(charge.tokens());
        out.number(charge.micros());
    }

    private void at(Instant at) {
        out.signed(at.toEpochMilli() - begins);
    }

    private void to(ChargedTo to) {
        Integer known = places.putIfAbsent(to, places.size());
        out.number(known == null ? places.size() - 1 : known);
        if (known == null) out.bytes(to.line());
    }

    /** A place as it stands where it first occurs. */
    static byte[] line(ChargedTo to) {
        var line = new BatchBytes(128);
        window(to.day(), line);
        window(to.month(), line);
        line.number(to.meters().size());
        for (Meter meter : to.meters()) {
            line.number(meter.unit().ordinal());
            line.text(meter.owner().tenant());
            line.text(meter.owner().keyId());
            line.text(meter.owner().plan());
        }
        return line.toArray();
    }

    private static void window(Window window, BatchBytes line) {
        line.signed(window.start().getEpochSecond());
        line.signed(window.end().getEpochSecond());
    }

    private void pack(String id) {
        Integer known = packs.putIfAbsent(id, packs.size());
        out.number(known == null ? packs.size() - 1 : known);
        if (known == null) out.text(id);
    }
}
