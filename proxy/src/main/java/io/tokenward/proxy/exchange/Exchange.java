package io.tokenward.proxy.exchange;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Future;
import io.tokenward.proxy.admission.Admitted;
import io.tokenward.proxy.admission.Comparison;
import io.tokenward.proxy.admission.Judged;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.RequestHead;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.UsageMeter;
import io.tokenward.proxy.encoding.Coding;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.route.Routes;
import io.tokenward.proxy.upstream.UpstreamCall;
import io.tokenward.rules.Assessment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** All that is known of one exchange so far. Owned by one event loop; the steps fill it in order. */
final class Exchange {
    final String id;
    final Instant time;
    final long startNanos = System.nanoTime();
    final HttpRequest request;
    final boolean keepAlive;

    Routes.@Nullable Match match;
    @Nullable
    Ticket ticket;
    Coding coding = Coding.IDENTITY;
    @Nullable
    BodyCollector collector;
    @Nullable
    Future<?> bodyTimer;
    Optional<ModelCall> call = Optional.empty();
    Optional<Assessment> assessment = Optional.empty();
    Optional<Comparison> comparison = Optional.empty();
    @Nullable
    Judged judged;
    @Nullable
    Admitted admitted;
    @Nullable
    UpstreamCall upstreamCall;
    @Nullable
    UsageMeter meter;
    @Nullable
    Problem problem;
    boolean requestComplete;
    boolean responseStarted;
    boolean ended;
    /** The caller went before the answer had come to its end. */
    boolean left;
    /** An event stream without announced length has begun: another event can follow what has passed. */
    boolean lines;
    boolean lineEnded = true;
    int status;
    int upstreamStatus;
    long upstreamBytes;
    String engine = "";
    /** Of a turn, whose texts came in events before it; null where the places are those of the assessment. */
    @Nullable
    List<ExchangeRecord.Place> places;
    /** Of a session. */
    @Nullable
    Handshake handshake;
    @Nullable
    RequestHead head;
    /** That refused it. */
    String limit = "";
    /** Of an answer that passed without having been screened as a whole: what of it was. */
    String answerCoverage = "";
    /** SHA-256 of the body that is sent, where it is signed. */
    String bodyHash = "";
    long screenNanos;
    long headMicros;
    long screenMicros;
    long relayNanos;
    long firstByteMicros;

    /** With a reference of its own. */
    Exchange(Instant time, HttpRequest request, boolean keepAlive) {
        this(ExchangeIds.next(time.toEpochMilli()), time, request, keepAlive);
    }

    Exchange(String id, Instant time, HttpRequest request, boolean keepAlive) {
        this.id = id;
        this.time = time;
        this.request = request;
        this.keepAlive = keepAlive;
    }

    /** What was judged and passed. */
    void took(Judged passed) {
        judged = passed;
        call = passed.call();
        assessment = passed.assessment();
        comparison = passed.comparison();
    }

    /** What was judged and does not pass. */
    void took(Refusal refusal) {
        engine = refusal.engine();
        call = refusal.call();
        assessment = refusal.assessment();
        comparison = refusal.comparison();
    }
}
