package io.tokenward.proxy.exchange;

import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.Unscreened;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** What a caller said in a session since the last turn: the record of a turn tells of all of it. Event loop only. */
final class Said {
    private final List<ExchangeRecord.Place> places = new ArrayList<>();
    private final Set<Unscreened> opaque = EnumSet.noneOf(Unscreened.class);
    private @Nullable Judged strongest;
    private String unscreened = "";
    private long micros;
    private long bytes;

    void add(Judged judged, Exchange session, long micros) {
        this.micros += micros;
        bytes += judged.body().length;
        judged.call().map(ModelCall::opaque).ifPresent(inputs -> opaque.addAll(inputs.kinds()));
        if (judged.coverage().startsWith("by-policy") || judged.coverage().equals("partly(deadline)"))
            unscreened = judged.coverage();
        List<ExchangeRecord.Place> more = Ending.places(session, judged.call(), judged.assessment());
        places.addAll(more.subList(0, Math.min(more.size(), Ending.MOST_PLACES - places.size())));
        if (strongest == null || rank(judged) > rank(strongest)) strongest = judged;
    }

    /** Bytes of a message that is no text. */
    void add(int media) {
        bytes += media;
        opaque.add(Unscreened.MEDIA);
    }

    private static double rank(Judged judged) {
        return judged.assessment().map(a -> a.decision().ordinal() + Math.min(a.injectionScore(), 0.999)).orElse(-1.0);
    }

    /** Writes it down with a turn, and begins anew. */
    void tell(Exchange turn) {
        turn.places = List.copyOf(places);
        turn.assessment = strongest == null ? Optional.empty() : strongest.assessment();
        turn.comparison = strongest == null ? Optional.empty() : strongest.comparison();
        turn.screenMicros = micros;
        turn.upstreamBytes = bytes;
        places.clear();
        opaque.clear();
        strongest = null;
        unscreened = "";
        micros = 0;
        bytes = 0;
    }

    /** By how far it was screened. */
    String coverage() {
        if (!unscreened.isEmpty()) return unscreened;
        return opaque.isEmpty()
                ? "screened"
                : opaque.stream().map(Unscreened::word).collect(Collectors.joining("+", "partly(", ")"));
    }
}
