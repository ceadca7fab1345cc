package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Denied;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Rates and concurrency of all keys and levels, in memory. Thread-safe. */
final class LocalRates {
    private final Buckets requests;
    private final Buckets tokens;
    private final Buckets bytes;
    private final InFlight inFlight = new InFlight();

    LocalRates(Clock clock, int most) {
        var time = new SteadyTime(clock);
        requests = new Buckets(most, time);
        tokens = new Buckets(most, time);
        bytes = new Buckets(most, time);
    }

    /** Requests in flight. */
    int inFlight(String id) {
        return inFlight.of(id);
    }

    /**
     * Takes a place and a request.
     *
     * @param places gets the way to give the place back at the end
     * @param asked gets the way to take the request back
     */
    void pass(String id, String who, Rates rates, Taken places, Taken asked) throws Denied {
        if (rates.concurrency().isPresent()) {
            int limit = rates.concurrency().getAsInt();
            if (!inFlight.enter(id, limit)) throw Refusals.concurrency(who, limit);
            places.add(() -> inFlight.leave(id));
        }
        for (Rate rate : rates.requests())
            take("requests", requests.of(id, rate), who, 1, asked);
    }

    /**
     * Takes the tokens and bytes of a body.
     *
     * @param used gets what is to be corrected at the end
     */
    void take(String id, String who, Rates rates, long weighed, long size, Taken taken, List<RateUse> used)
            throws Denied {
        for (Rate rate : rates.bytes())
            take("bytes", bytes.of(id, rate), who, size, taken);
        for (Rate rate : rates.tokens()) {
            take("tokens", tokens.of(id, rate), who, weighed, taken);
            used.add((reserved, spent) -> tokens.of(id, rate).settle(reserved, spent));
        }
    }

    private static void take(String what, RateBucket bucket, String who, long amount, Taken taken) throws Denied {
        Optional<Duration> wait = bucket.take(amount);
        if (wait.isPresent()) throw Refusals.rate(what, who, bucket.rate(), wait.get());
        taken.add(() -> bucket.settle(amount, 0));
    }
}
