package io.tokenward.proxy.limit;

import java.util.HashMap;
import java.util.Map;

/**
 * Makes equal places one object, and equal meters, windows and names in different places too: a history that is read has each of
 * them anew in every batch, and what follows from it is kept for long. Used by one thread at a time.
 */
final class SharedPlaces {
    private final Map<Object, Object> known = new HashMap<>();

    /** The same line, with the place that an earlier one had. */
    HistoryLine in(HistoryLine line) {
        return switch (line) {
            case HistoryLine.Held held ->
                new HistoryLine.Held(held.number(), held.exchange(), in(held.to()), held.held(), held.at());
            case HistoryLine.Closed closed -> new HistoryLine.Closed(closed.number(), closed.how(), in(closed.to()),
                    closed.charge(), closed.draws(), closed.at());
            case HistoryLine.Given given -> given;
        };
    }

    private ChargedTo in(ChargedTo to) {
        if (known.get(to) instanceof ChargedTo same) return same;
        return one(new ChargedTo(to.meters().stream().map(this::in).toList(), one(to.day()), one(to.month())));
    }

    private Meter in(Meter meter) {
        if (known.get(meter) instanceof Meter same) return same;
        Owner of = meter.owner();
        return one(new Meter(one(new Owner(one(of.tenant()), one(of.keyId()), one(of.plan()))), meter.unit()));
    }

    @SuppressWarnings("unchecked") // What equals a value is of its class.
    private <T> T one(T value) {
        Object before = known.putIfAbsent(value, value);
        return before == null ? value : (T) before;
    }
}
