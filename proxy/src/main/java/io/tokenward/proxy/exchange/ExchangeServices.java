package io.tokenward.proxy.exchange;

import io.tokenward.proxy.admission.Admission;
import io.tokenward.proxy.admission.ScreeningPool;
import io.tokenward.proxy.audit.ExchangeLog;
import io.tokenward.proxy.encoding.ContentDecoder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What every exchange of a process shares. Thread-safe.
 *
 * @param admission decides
 * @param pool thinks
 * @param upstreams by name
 * @param budget bytes of bodies in memory
 * @param log told of every ending
 * @param clock of records
 * @param maxBodyBytes largest request body
 * @param decoder undoes Content-Encoding
 * @param bodyTimeout how long a body may take to arrive
 * @param activity counts exchanges, so that a drain knows when it is done
 */
public record ExchangeServices(Admission admission, ScreeningPool pool, Map<String, UpstreamBinding> upstreams,
        BodyBudget budget,
        ExchangeLog log, Clock clock, long maxBodyBytes, ContentDecoder decoder, Duration bodyTimeout,
        Activity activity) {
    public ExchangeServices {
        upstreams = Map.copyOf(upstreams);
    }
}
